import { useMutation, useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftOrder } from '../../../../server/core/drafting/schemas.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { Problem } from '../../../api/client.ts';
import { cancelDraft, draftQuery, startDraft } from '../../../api/planPages.ts';
import { noteExpiry } from '../../../api/queries.ts';
import { PlanRefusal } from '../decisions/PlanRefusal.tsx';
import { DraftForm } from './DraftForm.tsx';
import { DraftOutcomeView } from './DraftOutcomeView.tsx';
import { DraftProgress } from './DraftProgress.tsx';

interface DraftDialogProps {
  plan: PlanDetail;
  onClose: () => void;
  onDone: () => void;
}

/** A first draft by itself: what is wanted, how far it is, and the balance it achieved. */
export function DraftDialog({ plan, onClose, onDone }: DraftDialogProps) {
  const { t } = useTranslation('planner');
  const [job, setJob] = useState<string>();
  const start = useMutation({
    mutationFn: (order: DraftOrder) => startDraft(plan.id, order),
    onSuccess: ({ id }) => setJob(id),
    onError: noteExpiry,
  });
  const cancel = useMutation({ mutationFn: (running: string) => cancelDraft(plan.id, running), onError: noteExpiry });
  const { data: draft, error } = useQuery({ ...draftQuery(plan.id, job ?? ''), enabled: job !== undefined });
  const done = draft?.state === 'done';
  useEffect(() => {
    if (done) onDone();
    // Said once, when the draft has arrived; the parent's function may be another one on each render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [done]);
  const running = job !== undefined && !error && (!draft || draft.state === 'running');
  const close = () => {
    if (running && job) cancel.mutate(job);
    onClose();
  };
  return (
    <Modal open title={t('draft.title')} footer={null} mask={{ closable: !running }} onCancel={close} width={560}>
      {!job && <DraftForm plan={plan} error={start.error} pending={start.isPending} onStart={start.mutate} />}
      {running && job && <DraftProgress draft={draft} onCancel={() => cancel.mutate(job)} pending={cancel.isPending} />}
      {draft?.result && done && (
        <DraftOutcomeView result={draft.result} onAgain={() => setJob(undefined)} onClose={onClose} />
      )}
      {draft?.state === 'cancelled' && <Stopped words={t('draft.cancelled')} onAgain={() => setJob(undefined)} />}
      {error && <PlanRefusal error={error} />}
      {draft?.state === 'failed' && (
        <>
          <PlanRefusal error={new Problem(422, { ...draft.error })} />
          <Stopped words={t('draft.failed')} onAgain={() => setJob(undefined)} />
        </>
      )}
    </Modal>
  );
}

function Stopped({ words, onAgain }: { words: string; onAgain: () => void }) {
  const { t } = useTranslation('planner');
  return (
    <p className="draft-stopped">
      {words}{' '}
      <button type="button" className="link-button" onClick={onAgain}>
        {t('draft.again')}
      </button>
    </p>
  );
}
