import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { PLAN_STATES } from '../../../../server/core/plans/schemas.ts';
import { Problem } from '../../../api/client.ts';
import { useFormats } from '../../../ui/formats.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';

/** Why something was not done to a plan, in the reader's language and with the grids it is about. */
export function PlanRefusal({ error }: { error: Error }) {
  const words = useRefusalWords(error);
  if (words === undefined) return <ProblemNotice error={error} />;
  return <Alert type="error" showIcon role="alert" title={words} />;
}

/** The sentence for the refusals of plans; undefined for those everything has in common. */
function useRefusalWords(error: Error): string | undefined {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  if (!(error instanceof Problem)) return undefined;
  const { code, members } = error;
  if (code === 'stale' && typeof members.revision === 'number') return t('decide.refused.read');
  if (code === 'forbidden' && typeof members.ownWork === 'string')
    return t(members.ownWork === 'submitted' ? 'decide.own.submitted' : 'decide.own.edited');
  if (code === 'stale' && Array.isArray(members.grids))
    return t('decide.refused.stale', { grids: members.grids.join(t('common.separator')) });
  if (code === 'coverage-broken' && Array.isArray(members.faults)) {
    const count = members.faults.length;
    return t('decide.refused.faults', { count, formatted: formats.count(count) });
  }
  if (code === 'conflict') {
    const state = PLAN_STATES.find((known) => known === members.state);
    return state ? t('decide.refused.state', { state: t(`plans.state.${state}`) }) : undefined;
  }
  return undefined;
}
