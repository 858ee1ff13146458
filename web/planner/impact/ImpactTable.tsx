import { useTranslation } from 'react-i18next';
import type { ImpactGrid } from '../../../server/core/plans/impactSchemas.ts';

import { useFormats } from '../../ui/formats.ts';
import { differenceColours, tokens } from '../../ui/tokens.ts';

const FLAGS = ['multi-part', 'not-compact', 'unstaffed'] as const;
/** So many codes a grid came from are named. */
const ORIGINS_NAMED = 4;

interface ImpactTableProps {
  grids: readonly ImpactGrid[];
  selected?: string | undefined;
  /** Left out on paper. */
  onSelect?: (code: string) => void;
}

/** The grids that differ: each figure before, and under it after. */
export function ImpactTable({ grids, selected, onSelect }: ImpactTableProps) {
  const { t } = useTranslation('planner');
  return (
    <table className="impact-table" data-testid="impact-table" data-rows={grids.length}>
      <thead>
        <tr>
          <th>{t('impact.code')}</th>
          <th className="figure">{t('impact.area')}</th>
          <th className="figure">{t('impact.border')}</th>
          <th className="figure">{t('impact.compactness')}</th>
          <th className="figure">{t('impact.businesses')}</th>
          <th className="figure">{t('impact.addresses')}</th>
          <th className="figure">{t('impact.staff')}</th>
        </tr>
      </thead>
      <tbody>
        {touchedLast(grids).map((grid) => (
          <GridRow key={grid.code} grid={grid} current={grid.code === selected} onSelect={onSelect} />
        ))}
      </tbody>
    </table>
  );
}

interface GridRowProps {
  grid: ImpactGrid;
  current: boolean;
  onSelect: ImpactTableProps['onSelect'];
}

function GridRow({ grid, current, onSelect }: GridRowProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { code, name, kind, before, after } = grid;
  const figures: [string, string | undefined, string | undefined][] = [
    ['area', before && formats.area(before.areaSquareMetres), after && formats.area(after.areaSquareMetres)],
    ['border', before && formats.distance(before.borderMetres), after && formats.distance(after.borderMetres)],
    ['compactness', before?.compactness.toFixed(2), after?.compactness.toFixed(2)],
    ['businesses', before && formats.count(before.businesses), after && formats.count(after.businesses)],
    ['addresses', before && formats.count(before.addresses), after && formats.count(after.addresses)],
    ['staff', before && formats.count(before.staff), after && formats.count(after.staff)],
  ].map(([what, was, is]) => [what ?? '', was ?? undefined, is ?? undefined]);
  return (
    <tr className={current ? 'current' : ''} data-kind={kind}>
      <th scope="row">
        <span
          className="impact-kind"
          style={{ borderColor: kind === 'touched' ? tokens.line : differenceColours[kind] }}
        >
          {t(`impact.kind.${kind}`)}
        </span>{' '}
        {onSelect ? (
          <button type="button" className="link-button" onClick={() => onSelect(code)}>
            {code}
          </button>
        ) : (
          code
        )}
        <span className="impact-name">{name}</span>
        {grid.formerName !== null && (
          <span className="impact-former">{t('impact.formerName', { name: grid.formerName })}</span>
        )}
        <Origins grid={grid} />
        <Flags flags={grid.flags} />
      </th>
      {figures.map(([what, was, is]) => (
        <td key={what} className="figure">
          {was !== is && was !== undefined && <span className="was">{was}</span>}
          <span>{is ?? (was === undefined ? '' : '—')}</span>
        </td>
      ))}
    </tr>
  );
}

/** Those whose ground or name changes first, those merely touched last. */
const touchedLast = (grids: readonly ImpactGrid[]): ImpactGrid[] =>
  grids.toSorted((a, b) => Number(a.kind === 'touched') - Number(b.kind === 'touched'));

/** The codes a grid's ground came from, where that is not the grid itself alone. */
function Origins({ grid: { code, from } }: { grid: ImpactGrid }) {
  const { t } = useTranslation('planner');
  const others = from.filter((each) => each !== code);
  if (others.length === 0) return null;
  const more = others.length > ORIGINS_NAMED ? '…' : '';
  return (
    <span className="impact-from">
      {t('impact.from', { grids: others.slice(0, ORIGINS_NAMED).join(t('common.separator')) + more })}
    </span>
  );
}

function Flags({ flags }: { flags: readonly string[] }) {
  const { t } = useTranslation('planner');
  const known = FLAGS.filter((flag) => flags.includes(flag));
  if (known.length === 0) return null;
  return (
    <span className="impact-flags">⚠ {known.map((flag) => t(`impact.flag.${flag}`)).join(t('common.separator'))}</span>
  );
}
