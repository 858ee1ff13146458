import { Segmented, Select, Skeleton } from 'antd';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unitOf } from '../../../../server/core/codes/codes.ts';
import type { Change } from '../../../../server/core/coverage/change.ts';
import { balanceOf } from '../../../../server/core/plans/impact.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { useFormats } from '../../../ui/formats.ts';
import { type BalanceRow, balanceRows } from '../figures/balance.ts';
import type { Figures, GridFigures } from '../figures/figures.ts';
import type { OpenEditSession } from '../session/useEditSession.ts';
import { Difference } from './Difference.tsx';

/** From this share above or below the mean a grid is marked. */
const FAR_FROM_MEAN = 0.25;

interface BalanceTableProps {
  plan: PlanDetail;
  open: OpenEditSession;
  change: Change | undefined;
  figures: Figures | undefined;
  selected: string | undefined;
  onSelect: (code: string) => void;
}

/** How evenly a unit's load lies on its grids, following what is being dragged. */
export function BalanceTable({ plan, open, change, figures, selected, onSelect }: BalanceTableProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const [wanted, setMeasure] = useState<keyof GridFigures>('businesses');
  const [unit, setUnit] = useUnit(plan, open, selected ?? change?.put[0]?.code);
  if (!figures) return <Skeleton active className="numbers-waiting" />;
  const measures = figures.measuresOf(unit);
  const measure = measures.includes(wanted) ? wanted : 'area';
  const rows = balanceRows(open.session.ground, unit, figures, change);
  const standing = rows.filter(({ kind }) => kind !== 'retired');
  const { mean, largestDeviation } = balanceOf(standing.map(({ now }) => now[measure]));
  const most = Math.max(...standing.map(({ now }) => now[measure]), 1);
  return (
    <>
      <Head
        plan={plan}
        session={open.session}
        unit={unit}
        onUnit={setUnit}
        measures={measures}
        measure={measure}
        onMeasure={setMeasure}
      />
      <p className="balance-sum soft" data-testid="balance">
        {t('drawing.balance.sum', {
          count: standing.length,
          grids: formats.count(standing.length),
          mean: measure === 'area' ? formats.area(mean) : formats.count(Math.round(mean)),
          deviation: formats.percent(largestDeviation),
        })}
      </p>
      <ul className="balance-rows">
        {rows.map((row) => (
          <Row
            key={row.code}
            code={row.code}
            name={row.name}
            kind={row.kind}
            value={row.now[measure]}
            difference={row.difference[measure]}
            area={row.now.area}
            businesses={measures.includes('businesses') ? row.now.businesses : undefined}
            measure={measure}
            most={most}
            mean={mean}
            staff={open.frame.staff[row.code] ?? 0}
            isSelected={row.code === selected}
            onSelect={onSelect}
          />
        ))}
      </ul>
    </>
  );
}

interface HeadProps {
  plan: PlanDetail;
  session: OpenEditSession['session'];
  unit: string;
  onUnit: (unit: string) => void;
  measures: readonly (keyof GridFigures)[];
  measure: keyof GridFigures;
  onMeasure: (measure: keyof GridFigures) => void;
}

const Head = memo(function Head({ plan, session, unit, onUnit, measures, measure, onMeasure }: HeadProps) {
  const { t } = useTranslation('planner');
  const units = [...session.ground.units.values()].filter(({ code }) => code.startsWith(plan.scope));
  return (
    <div className="balance-head">
      <Select
        size="small"
        aria-label={t('drawing.balance.unit')}
        value={unit}
        onChange={onUnit}
        popupMatchSelectWidth={false}
        options={units.map(({ code, name }) => ({ value: code, label: `${name} ${code}` }))}
      />
      <Segmented<keyof GridFigures>
        size="small"
        aria-label={t('drawing.balance.measure')}
        value={measure}
        onChange={onMeasure}
        options={measures.map((value) => ({
          value,
          label: t(`drawing.balance.${value}`),
        }))}
      />
    </div>
  );
});

/** The unit that is shown: that of what is selected or being changed, else the one chosen here. */
function useUnit(plan: PlanDetail, open: OpenEditSession, code: string | undefined) {
  const first = [...open.session.ground.units.keys()].find((each) => each.startsWith(plan.scope)) ?? '';
  const pointed = code === undefined ? undefined : unitOf(code);
  const [shown, setShown] = useState({ pointed, unit: pointed ?? first });
  if (pointed !== undefined && pointed !== shown.pointed) setShown({ pointed, unit: pointed });
  const setUnit = useCallback((unit: string) => setShown((before) => ({ ...before, unit })), []);
  return [shown.unit, setUnit] as const;
}

interface RowProps extends Pick<BalanceRow, 'code' | 'name' | 'kind'> {
  value: number;
  difference: number;
  area: number;
  /** Undefined where they may not be counted. */
  businesses: number | undefined;
  measure: keyof GridFigures;
  most: number;
  mean: number;
  staff: number;
  isSelected: boolean;
  onSelect: (code: string) => void;
}

/** Drawn anew only when its own numbers change: a drag changes those of a few. */
const Row = memo(function Row(props: RowProps) {
  const { code, name, kind, value, difference, measure, most, mean, isSelected, onSelect } = props;
  const formats = useFormats();
  const share = mean > 0 ? value / mean - 1 : 0;
  const isFar = kind !== 'retired' && Math.abs(share) > FAR_FROM_MEAN;
  const shown = measure === 'area' ? formats.area(value) : formats.count(value);
  const line = useRef<HTMLLIElement>(null);
  const isWanted = isSelected || kind === 'created';
  useEffect(() => {
    if (isWanted) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isWanted]);
  return (
    <li ref={line} className={`balance-row ${kind} ${isSelected ? 'current' : ''}`} data-code={code} data-kind={kind}>
      <button type="button" onClick={() => onSelect(code)}>
        <span className="balance-who">
          <strong>{code}</strong> <span>{name}</span>
        </span>
        <span className="balance-value">
          <Difference value={difference} measure={measure} /> <strong>{shown}</strong>
        </span>
        <span className="balance-more soft">
          <More {...props} />
        </span>
        {kind !== 'retired' && (
          <span className={isFar ? 'balance-share far' : 'balance-share'}>
            <span className="bar">
              <span style={{ width: `${(100 * value) / most}%` }} />
            </span>
            <span className="balance-percent">
              {share >= 0 ? '+' : '−'}
              {formats.percent(Math.abs(share))}
            </span>
          </span>
        )}
      </button>
    </li>
  );
});

/** What else is to be known of a grid at a glance: that it comes or goes, or how large and how well staffed it is. */
function More({ kind, measure, area, businesses, staff }: RowProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  if (kind === 'retired') return t('drawing.balance.retired');
  const load =
    measure !== 'area'
      ? formats.area(area)
      : businesses !== undefined && t('drawing.balance.businessesOf', { formatted: formats.count(businesses) });
  const state =
    kind === 'created'
      ? t('drawing.balance.new')
      : t('drawing.balance.staffOf', { count: staff, formatted: formats.count(staff) });
  return load ? `${load} · ${state}` : state;
}
