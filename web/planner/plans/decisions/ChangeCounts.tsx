import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Impact } from '../../../../server/core/plans/impactSchemas.ts';
import type { PlanSummary } from '../../../../server/core/plans/schemas.ts';
import { impactQuery } from '../../../api/planPages.ts';
import { useFormats } from '../../../ui/formats.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';

const KINDS = ['created', 'retired', 'changed', 'renamed'] as const;

/** How many grids a plan creates, retires and changes, and whether it proves: what one signs for. */
export function ChangeCounts({ plan }: { plan: Pick<PlanSummary, 'id' | 'revision' | 'changes' | 'changedGrids'> }) {
  const { t } = useTranslation('planner');
  const { data, error, refetch } = useQuery(impactQuery(plan.id, plan.revision));
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div role="status" aria-label={t('decide.counting')}>
        <Skeleton active title={false} paragraph={{ rows: 2 }} />
      </div>
    );
  }
  return (
    <>
      {plan.changedGrids.length === 0 ? (
        <p className="soft">{t('decide.nothing')}</p>
      ) : (
        <Counts changes={plan.changes} />
      )}
      <ProofLine proof={data.proof} />
    </>
  );
}

function Counts({ changes }: Pick<PlanSummary, 'changes'>) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  return (
    <dl className="change-counts" data-testid="change-counts">
      {KINDS.map((kind) => (
        <div key={kind} data-kind={kind}>
          <dt>{t(`decide.count.${kind}`)}</dt>
          <dd>{formats.count(changes[kind])}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whether the three levels of a plan hold together. The proof's hash is that of the generation it is based on, and is not shown here. */
export function ProofLine({ proof }: { proof: Impact['proof'] }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  return (
    <p className={proof.ok ? 'proof-line' : 'proof-line broken'} data-testid="proof-line" data-ok={proof.ok}>
      <span>
        {proof.ok
          ? t('impact.proofOk')
          : t('impact.proofBroken', { count: proof.faults, formatted: formats.count(proof.faults) })}
      </span>
    </p>
  );
}
