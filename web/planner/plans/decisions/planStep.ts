import { useTranslation } from 'react-i18next';
import { OPS } from '../../../../server/core/coverage/edits/schemas.ts';
import { type PlanRecord } from '../../../../server/core/plans/schemas.ts';

const STEPS = [...OPS, 'import', 'draft', 'rebase'] as const;

/** What a line of the record did, in words. */
export function useStepWords(): (record: Pick<PlanRecord, 'kind' | 'op'>) => string {
  const { t } = useTranslation('planner');
  return ({ kind, op }) => {
    const known = STEPS.find((step) => step === op) ?? STEPS.find((step) => step === kind);
    const step = t(`planPanel.step.${known ?? 'other'}`);
    return kind === 'undo' || kind === 'redo' ? t(`planPanel.kind.${kind}`, { step }) : step;
  };
}
