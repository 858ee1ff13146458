import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, DatePicker, Form, Input, Modal, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { Problem } from '../../../api/client.ts';
import { type Decision, decide, planPageQuery, plansQuery, threadQuery } from '../../../api/planPages.ts';
import { noteExpiry } from '../../../api/queries.ts';
import { ChangeCounts } from './ChangeCounts.tsx';
import { PlanRefusal } from './PlanRefusal.tsx';
import { StaffingWarning } from './StaffingWarning.tsx';

interface DecisionDialogProps {
  plan: PlanDetail;
  /** What is about to be done; the dialog is closed while it is undefined. */
  decision: Decision | undefined;
  onClose: () => void;
  onDone: () => void;
}

interface Answers {
  note?: string;
  when: 'now' | 'later';
  at?: Dayjs;
}

/** Asks once more before a plan moves on: what it changes, the remark for the record, and when it is to hold. */
export function DecisionDialog({ plan, decision, onClose, onDone }: DecisionDialogProps) {
  const { t } = useTranslation('planner');
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Answers>();
  // What the reader had before them when they opened this: whatever came in since, they have not read.
  const [read] = useState(plan.revision);
  const [key, setKey] = useState(newKey);
  const carryOut = useMutation({
    mutationFn: (answers: Answers) =>
      decide(plan.id, decision ?? 'submit', { revision: read, ...bodyOf(decision, answers) }, key),
    onSuccess: async (decided, answers) => {
      // The answer is how the plan stands now: a page that asked just before must not show it as it was.
      await client.cancelQueries({ queryKey: planPageQuery(plan.id).queryKey });
      client.setQueryData(planPageQuery(plan.id).queryKey, decided);
      const scheduled = decision === 'publish' && answers.when === 'later';
      if (decision) void message.success(t(`decide.done.${scheduled ? 'scheduled' : decision}`));
      onClose();
      onDone();
      await afterDecision(client, plan.id, decision === 'publish');
    },
    onError: (error) => {
      // A lost answer is asked for again with the same key; after a refusal whatever is sent is another request.
      if (error instanceof Problem && error.status !== 0) setKey(newKey());
      noteExpiry(error);
    },
  });
  if (!decision) return null;
  return (
    <Modal
      open
      title={`${t(`decide.${decision}`)} · ${plan.title}`}
      okText={t(`decide.${decision}`)}
      okButtonProps={{
        danger: decision === 'withdraw' || decision === 'return',
        disabled: decision === 'submit' && (plan.changedGrids.length === 0 || plan.faultCount > 0),
      }}
      cancelText={t('common.cancel')}
      confirmLoading={carryOut.isPending}
      onOk={form.submit}
      onCancel={onClose}
      className="decision-dialog"
    >
      <p className="dialog-lead">{t(`decide.ask.${decision}`)}</p>
      {decision !== 'withdraw' && decision !== 'unschedule' && <ChangeCounts plan={{ ...plan, revision: read }} />}
      {(decision === 'submit' || decision === 'approve' || decision === 'publish') && (
        <StaffingWarning plan={{ id: plan.id, revision: read }} />
      )}
      {carryOut.error && <PlanRefusal error={carryOut.error} />}
      <Form<Answers> form={form} layout="vertical" initialValues={{ when: 'now' }} onFinish={carryOut.mutate}>
        {decision === 'publish' && <WhenFields />}
        <NoteField demanded={decision === 'return'} />
      </Form>
    </Modal>
  );
}

function bodyOf(decision: Decision | undefined, { note, when, at }: Answers): { note?: string; at?: string } {
  return {
    ...(note?.trim() ? { note: note.trim() } : {}),
    ...(decision === 'publish' && when === 'later' && at ? { at: at.toISOString() } : {}),
  };
}

const newKey = (): string => crypto.randomUUID();

/** What has to be asked again after a decision; after a publication everything that shows grids. */
async function afterDecision(client: ReturnType<typeof useQueryClient>, id: string, published: boolean): Promise<void> {
  const keys: readonly (readonly string[])[] = [
    plansQuery.queryKey,
    planPageQuery(id).queryKey,
    threadQuery(id).queryKey,
    ...(published ? [['coverage'], ['generations'], ['areas'], ['lineage'], ['lookup']] : []),
  ];
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey: [...queryKey] })));
}

function NoteField({ demanded }: { demanded: boolean }) {
  const { t } = useTranslation('planner');
  return (
    <Form.Item
      name="note"
      label={t('decide.note')}
      rules={demanded ? [{ required: true, whitespace: true, message: t('decide.noteMissing') }] : []}
    >
      <Input.TextArea
        rows={3}
        maxLength={4000}
        placeholder={demanded ? t('decide.noteMissing') : t('decide.noteOptional')}
      />
    </Form.Item>
  );
}

function WhenFields() {
  const { t } = useTranslation('planner');
  const form = Form.useFormInstance<Answers>();
  const when = Form.useWatch('when', form);
  return (
    <>
      <Form.Item name="when">
        <Radio.Group
          options={[
            { value: 'now', label: t('decide.now') },
            { value: 'later', label: t('decide.later') },
          ]}
        />
      </Form.Item>
      {when === 'later' && (
        <Form.Item
          name="at"
          label={t('decide.when')}
          rules={[
            {
              validator: (_rule, at?: Dayjs) =>
                at?.isAfter(dayjs()) ? Promise.resolve() : Promise.reject(new Error(t('decide.whenMissing'))),
            },
          ]}
        >
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" minDate={dayjs()} />
        </Form.Item>
      )}
    </>
  );
}
