import { ToolOutlined } from '@ant-design/icons';
import { Button, Spin, Tag } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CoverageFault, CoverageFaultKind } from '../../../server/core/coverage/model.ts';
import type { PlanDetail } from '../../../server/core/plans/schemas.ts';
import { FaultSign } from '../../ui/FaultSign.tsx';
import { FloatingCard } from '../../ui/FloatingCard.tsx';
import { useFormats } from '../../ui/formats.ts';
import type { PlanPlace } from '../plans/PlanPanel.tsx';
import { sizeOf } from './shownAreas.ts';
import type { Faults, Mend } from './useFaults.ts';
import type { OpenDesk } from './useOpenDesk.ts';

interface CheckCardProps {
  plan: PlanDetail;
  open: OpenDesk;
  faults: Faults;
  mayEdit: boolean;
  onShow: (place: PlanPlace) => void;
}

const COUNTED: readonly CoverageFaultKind[] = ['gap', 'overlap', 'outside-parent'];

/** Whether the plan is a coverage, what is in the way of it with the ways to mend it, and grids nobody answers for. */
export const CheckCard = memo(function CheckCard({ plan, open, faults, mayEdit, onShow }: CheckCardProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { list, isPending } = faults;
  const count = list.length;
  const others = list.filter(({ kind }) => !COUNTED.includes(kind)).length;
  return (
    <FloatingCard
      title={t('drawing.check.title')}
      foldable
      className="check-card"
      extra={
        isPending ? (
          <Spin size="small" />
        ) : (
          <Tag color={count > 0 ? 'error' : 'success'} data-testid="proof-state">
            {count > 0
              ? t('drawing.check.broken', { count, formatted: formats.count(count) })
              : t('drawing.check.holds')}
          </Tag>
        )
      }
    >
      <dl className="check-counts">
        {COUNTED.map((kind) => (
          <CountOf
            key={kind}
            label={t(`check.kind.${kind}`)}
            count={list.filter((fault) => fault.kind === kind).length}
          />
        ))}
        {others > 0 && <CountOf label={t('drawing.check.others')} count={others} />}
        <Unstaffed plan={plan} open={open} onShow={onShow} />
      </dl>
      {count > 0 && (
        <ul className="mend-list">
          {list.map((fault, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a fault is known by its place in the list
            <FaultLine key={index} fault={fault} index={index} open={open} faults={faults} mayEdit={mayEdit} />
          ))}
        </ul>
      )}
    </FloatingCard>
  );
});

function CountOf({ label, count }: { label: string; count: number }) {
  const formats = useFormats();
  return (
    <div className="check-count">
      <dt>{label}</dt>
      <dd className={count > 0 ? 'bad' : ''}>{formats.count(count)}</dd>
    </div>
  );
}

/** Grids of the plan's area nobody is named for; the first ones can be gone to. */
function Unstaffed({ plan, open, onShow }: Pick<CheckCardProps, 'plan' | 'open' | 'onShow'>) {
  const { t } = useTranslation();
  const formats = useFormats();
  const codes = [...open.desk.ground.grids()]
    .map(({ code }) => code)
    .filter((code) => code.startsWith(plan.scope) && !open.frame.staff[code])
    .sort();
  const [first] = codes;
  return (
    <div className="check-count">
      <dt>{t('drawing.check.unstaffed')}</dt>
      <dd className={first === undefined ? '' : 'warned'}>
        {first === undefined ? (
          formats.count(0)
        ) : (
          <button
            type="button"
            className="link-button"
            title={codes.join(t('common.separator'))}
            onClick={() => onShow({ grid: first })}
          >
            {formats.count(codes.length)}
          </button>
        )}
      </dd>
    </div>
  );
}

interface FaultLineProps extends Pick<CheckCardProps, 'open' | 'faults' | 'mayEdit'> {
  fault: CoverageFault;
  index: number;
}

function FaultLine({ fault, index, open, faults, mayEdit }: FaultLineProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { kind, grids, areaSquareMetres } = fault;
  const isChosen = faults.chosen === index;
  return (
    <li className={isChosen ? 'current' : ''}>
      <button type="button" className="fault-line" onClick={() => faults.choose(isChosen ? undefined : index)}>
        <FaultSign kind={kind} severity={fault.severity} />
        <span>
          <strong>{t(`check.kind.${kind}`)}</strong> {grids.slice(0, 4).join(t('common.separator'))}
        </span>
        {areaSquareMetres !== undefined && <span className="soft">{formats.area(areaSquareMetres)}</span>}
      </button>
      {isChosen && mayEdit && <Mends fault={fault} open={open} faults={faults} />}
    </li>
  );
}

/** The ways to mend a fault, each saying who gains or loses how much; pointing at one shows it on the map. */
function Mends({ fault, open: { desk }, faults }: Pick<FaultLineProps, 'fault' | 'open' | 'faults'>) {
  const { t } = useTranslation();
  const formats = useFormats();
  const mends = faults.mendsOf(fault);
  if (mends.length === 0) return <p className="soft mend-none">{t('drawing.mend.byHand')}</p>;
  const differenceOf = ({ grid, change }: Mend) => {
    const after = change.put.find(({ code }) => code === grid)?.area;
    const before = desk.ground.find(grid)?.area;
    return (after ? sizeOf(after) : 0) - (before ? sizeOf(before) : 0);
  };
  return (
    <div className="mends">
      {mends.map((mend) => (
        <Button
          key={mend.grid}
          size="small"
          icon={<ToolOutlined />}
          data-testid="mend"
          onMouseEnter={() => faults.preview(mend.change)}
          onMouseLeave={() => faults.preview(undefined)}
          onFocus={() => faults.preview(mend.change)}
          onBlur={() => faults.preview(undefined)}
          onClick={() => {
            desk.apply(mend.edit);
            faults.choose(undefined);
          }}
        >
          {t(fault.kind === 'gap' ? 'drawing.mend.give' : 'drawing.mend.take', {
            grid: mend.grid,
            area: formats.area(Math.abs(differenceOf(mend))),
          })}
        </Button>
      ))}
    </div>
  );
}
