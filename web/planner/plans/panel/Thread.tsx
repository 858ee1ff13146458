import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanDetail, PlanEvent } from '../../../../server/core/plans/schemas.ts';
import { answerPlan, planPageQuery, threadQuery } from '../../../api/planPages.ts';
import { noteExpiry } from '../../../api/queries.ts';
import { useFormats } from '../../../ui/formats.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';

/** What was decided and said about a plan, in its order, and a line for an answer. */
export function Thread({ plan }: { plan: PlanDetail }) {
  const { t } = useTranslation('planner');
  const { data, error, refetch } = useQuery(threadQuery(plan.id));
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active title={false} />;
  return (
    <div data-testid="plan-thread">
      {data.length === 0 && <p className="soft">{t('thread.none')}</p>}
      <ol className="plan-thread">
        {data.map((event) => (
          <ThreadLine key={event.sequence} event={event} />
        ))}
      </ol>
      {plan.may.includes('answer') && <AnswerForm plan={plan} />}
    </div>
  );
}

/** Who did it and when, what it was, and the words that came with it. */
function ThreadLine({ event }: { event: PlanEvent }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { verb, by, words, at, publishAt, generation } = event;
  return (
    <li data-verb={verb}>
      <p>
        <strong>{by?.name || t('planPanel.system')}</strong>{' '}
        {t(`thread.verb.${verb}`, {
          when: publishAt ? formats.dateTime(publishAt) : '',
          generation: generation ?? '',
        })}
      </p>
      {words && <p className="thread-words">{words}</p>}
      <small>{formats.dateTime(at)}</small>
    </li>
  );
}

/** The latest words of a plan, with who said them. */
export function LastWords({ plan }: { plan: PlanDetail }) {
  const { t } = useTranslation('planner');
  const { data } = useQuery(threadQuery(plan.id));
  const last = data?.findLast(({ words }) => words !== '');
  if (!last || plan.state === 'published' || plan.state === 'withdrawn') return null;
  return (
    <p className="decision-note" data-testid="last-words">
      <span className="soft">{last.by?.name || t('planPanel.system')}</span> {last.words}
    </p>
  );
}

function AnswerForm({ plan }: { plan: PlanDetail }) {
  const { t } = useTranslation('planner');
  const client = useQueryClient();
  const [form] = Form.useForm<{ note: string }>();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const answer = useMutation({
    mutationFn: ({ note }: { note: string }) => answerPlan(plan.id, note.trim(), key),
    onSuccess: async (answered) => {
      form.resetFields();
      client.setQueryData(planPageQuery(plan.id).queryKey, answered);
      await client.invalidateQueries({ queryKey: threadQuery(plan.id).queryKey });
    },
    onError: noteExpiry,
  });
  return (
    <Form
      form={form}
      className="comment-form"
      onFinish={answer.mutate}
      // Other words are another request.
      onValuesChange={() => setKey(crypto.randomUUID())}
    >
      {answer.error && <ProblemNotice error={answer.error} />}
      <Form.Item name="note" rules={[{ required: true, whitespace: true, message: t('planPanel.commentMissing') }]}>
        <Input.TextArea
          rows={2}
          maxLength={4000}
          aria-label={t('thread.answer')}
          placeholder={t('thread.placeholder')}
        />
      </Form.Item>
      <div className="comment-form-row">
        <Button htmlType="submit" loading={answer.isPending}>
          {t('thread.send')}
        </Button>
      </div>
    </Form>
  );
}
