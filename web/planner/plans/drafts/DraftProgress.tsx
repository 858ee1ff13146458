import { Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DraftState } from '../../../../server/core/drafting/schemas.ts';

const STEPS = ['network', 'blocks', 'parts', 'borders', 'apply'] as const;

interface DraftProgressProps {
  draft: DraftState | undefined;
  pending: boolean;
  onCancel: () => void;
}

/** How far a draft is, and the way to stop it. */
export function DraftProgress({ draft, pending, onCancel }: DraftProgressProps) {
  const { t } = useTranslation('planner');
  const step = STEPS.find((known) => known === draft?.step);
  return (
    <div className="draft-progress" role="status">
      <Progress percent={Math.round((draft?.fraction ?? 0) * 100)} status="active" />
      <p className="soft">{step ? t(`draft.step.${step}`) : t('draft.running')}</p>
      <Button loading={pending} onClick={onCancel}>
        {t('draft.cancel')}
      </Button>
    </div>
  );
}
