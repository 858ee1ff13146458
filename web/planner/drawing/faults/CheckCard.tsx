import { Spin, Tag } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CoverageFaultKind } from '../../../../server/core/coverage/model.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { FloatingCard } from '../../../ui/FloatingCard.tsx';
import { useFormats } from '../../../ui/formats.ts';
import type { PlanPlace } from '../../plans/panel/planPanelProps.ts';
import type { EditSessionView } from '../session/editSessionView.ts';
import type { OpenEditSession } from '../session/useEditSession.ts';
import { FaultLine } from './FaultLine.tsx';
import { MendList } from './MendList.tsx';
import type { Faults } from './useFaults.ts';

interface CheckCardProps {
  plan: PlanDetail;
  open: OpenEditSession;
  view: EditSessionView;
  faults: Faults;
  mayEdit: boolean;
  onShow: (place: PlanPlace) => void;
}

const COUNTED: readonly CoverageFaultKind[] = ['gap', 'overlap', 'outside-parent'];

/** Whether the plan is a coverage, what is in the way of it with the ways to mend it, and grids nobody answers for. */
export const CheckCard = memo(function CheckCard({ plan, open, view, faults, mayEdit, onShow }: CheckCardProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { list, isPending, chosen, choose } = faults;
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
            label={t(`fault.kind.${kind}`)}
            count={list.filter((fault) => fault.kind === kind).length}
          />
        ))}
        {others > 0 && <CountOf label={t('drawing.check.others')} count={others} />}
        <Unstaffed plan={plan} open={open} onShow={onShow} />
      </dl>
      {count > 0 && (
        <ul className="mend-list">
          {list.map((fault, index) => (
            <FaultLine
              // biome-ignore lint/suspicious/noArrayIndexKey: a fault is known by its place in the list
              key={index}
              fault={fault}
              index={index}
              isChosen={index === chosen}
              choose={choose}
            >
              {index === chosen && mayEdit && (
                <MendList fault={fault} session={open.session} view={view} faults={faults} />
              )}
            </FaultLine>
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
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const codes = [...open.session.ground.grids()]
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
