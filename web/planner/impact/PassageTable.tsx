import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImpactGrid } from '../../../server/core/plans/impactSchemas.ts';

import { useFormats } from '../../ui/formats.ts';
import { type PassageRow, wholeSquareMetres } from './passages.ts';
import type { Passages } from './usePassages.ts';
import { useSquareMetres } from './useSquareMetres.ts';

interface PassageTableProps {
  rows: readonly PassageRow[];
  grids: readonly ImpactGrid[];
  /** Left out on paper, where the rows are numbered as on the map instead. */
  passages?: Passages;
}

/** Who gives ground to whom, how much of it and what stands on it. Areas are whole square metres, so that the column adds up. */
export function PassageTable({ rows, grids, passages }: PassageTableProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const squareMetres = useSquareMetres();
  const sum = (figure: (row: PassageRow) => number) => rows.reduce((total, row) => total + figure(row), 0);
  return (
    <table className="impact-table passage-table" data-testid="passages" data-rows={rows.length}>
      <thead>
        <tr>
          {!passages && <th>{t('impact.number')}</th>}
          <th>{t('impact.passageFrom')}</th>
          <th>{t('impact.passageTo')}</th>
          <th className="figure">{t('impact.area')}</th>
          <th className="figure">{t('impact.businesses')}</th>
          <th className="figure">{t('impact.addresses')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Row key={row.name} row={row} number={index + 1} grids={grids} passages={passages} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th colSpan={passages ? 2 : 3} scope="row">
            {t('impact.total')}
          </th>
          <td className="figure">{squareMetres(sum(wholeSquareMetres))}</td>
          <td className="figure">{formats.count(sum(({ businesses }) => businesses))}</td>
          <td className="figure">{formats.count(sum(({ addresses }) => addresses))}</td>
        </tr>
      </tfoot>
    </table>
  );
}

interface RowProps {
  row: PassageRow;
  number: number;
  grids: readonly ImpactGrid[];
  passages: Passages | undefined;
}

function Row({ row, number, grids, passages }: RowProps) {
  const formats = useFormats();
  const line = useRef<HTMLTableRowElement>(null);
  const isLit = passages?.lit === row.name;
  const isToBeFound = isLit && passages.isLitOnMap;
  useEffect(() => {
    if (isToBeFound) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isToBeFound]);
  return (
    <tr
      ref={line}
      className={isLit ? 'current' : ''}
      data-passage={row.name}
      onMouseEnter={() => passages?.light(row.name)}
      onMouseLeave={() => passages?.light(undefined)}
    >
      {!passages && <td>{number}</td>}
      <th scope="row">
        <Side code={row.from} kind="retired" grids={grids} />
      </th>
      <td>
        <Side code={row.to} kind="created" grids={grids} />
      </td>
      <td className="figure">
        <Area row={row} passages={passages} />
      </td>
      <td className="figure">{formats.count(row.businesses)}</td>
      <td className="figure">{formats.count(row.addresses)}</td>
    </tr>
  );
}

/** The size, which leads to the place. */
function Area({ row, passages }: Pick<RowProps, 'row' | 'passages'>) {
  const { t } = useTranslation('planner');
  const size = useSquareMetres()(row.areaSquareMetres);
  if (!passages || !row.at) return size;
  const nobody = t('impact.nobody');
  return (
    <button
      type="button"
      className="link-button"
      aria-label={t('impact.showPassage', { from: row.from ?? nobody, to: row.to ?? nobody, area: size })}
      onFocus={() => passages.light(row.name)}
      onBlur={() => passages.light(undefined)}
      onClick={() => passages.lead(row)}
    >
      {size}
    </button>
  );
}

/** A grid's code, and with it that it is new or goes; or nobody. */
function Side({
  code,
  kind,
  grids,
}: {
  code: string | null;
  kind: 'created' | 'retired';
  grids: readonly ImpactGrid[];
}) {
  const { t } = useTranslation('planner');
  if (code === null) return <em className="soft">{t('impact.nobody')}</em>;
  const isMarked = grids.some((grid) => grid.code === code && grid.kind === kind);
  return (
    <>
      {code} {isMarked && <small className={`passage-mark ${kind}`}>{t(`impact.kind.${kind}`)}</small>}
    </>
  );
}
