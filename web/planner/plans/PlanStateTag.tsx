import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlanState } from '../../../server/core/plans/schemas.ts';

const COLOURS: Readonly<Record<PlanState, string>> = {
  draft: 'gold',
  returned: 'volcano',
  submitted: 'blue',
  approved: 'cyan',
  published: 'green',
  withdrawn: 'default',
};

/** The state of a plan, in words and a colour. */
export function PlanStateTag({ state }: { state: PlanState }) {
  const { t } = useTranslation('planner');
  return (
    <Tag color={COLOURS[state]} className="plan-state">
      {t(`plans.state.${state}`)}
    </Tag>
  );
}
