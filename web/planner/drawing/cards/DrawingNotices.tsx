import { Alert } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import type { EditSession } from '../session/editSession.ts';
import type { EditSessionView } from '../session/editSessionView.ts';
import { CollisionNotice } from './CollisionNotice.tsx';
import { useRefusalWords } from './useRefusalWords.ts';
import { useStepName } from './useStepName.ts';

interface DrawingNoticesProps {
  plan: PlanDetail;
  session: EditSession;
  view: EditSessionView;
}

/** What the planner has to know at once: edits that were not taken, and grids that a newer version changed too. */
export const DrawingNotices = memo(function DrawingNotices({ plan, session, view }: DrawingNoticesProps) {
  const { t } = useTranslation('planner');
  const nameOf = useStepName();
  const words = useRefusalWords();
  const stepOf = (op: string) => (op === 'undo' || op === 'redo' ? t(`drawing.${op}`) : nameOf(op));
  return (
    <div className="drawing-notices">
      {plan.collidesWith.length > 0 && <CollisionNotice plan={plan} />}
      {view.reports.map(({ id, op, grids, refusal }) => (
        <Alert
          key={id}
          type="warning"
          showIcon
          closable={{ onClose: () => session.dismiss(id), 'aria-label': t('drawing.dismiss') }}
          data-testid="report"
          title={t('drawing.lost', { step: stepOf(op), grids: grids.join(t('common.separator')) })}
          description={words(refusal)}
        />
      ))}
    </div>
  );
});
