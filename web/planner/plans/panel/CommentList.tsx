import { EnvironmentOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanComment } from '../../../../server/core/plans/schemas.ts';
import { commentsQuery, resolveComment } from '../../../api/planPages.ts';
import { noteExpiry } from '../../../api/queries.ts';
import { useFormats } from '../../../ui/formats.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { CommentForm } from './CommentForm.tsx';
import type { PlanPanelProps } from './planPanelProps.ts';

/** What was said about a plan: what is open first, what is settled folded away. */
export function CommentList(props: PlanPanelProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { plan, onShow } = props;
  const [settledShown, setSettledShown] = useState(false);
  const { data, error, refetch } = useQuery(commentsQuery(plan.id));
  const client = useQueryClient();
  const resolve = useMutation({
    mutationFn: (comment: string) => resolveComment(plan.id, comment),
    onSuccess: () => client.invalidateQueries({ queryKey: commentsQuery(plan.id).queryKey }),
    onError: noteExpiry,
  });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active title={false} />;
  const settled = data.filter(({ resolvedAt }) => resolvedAt !== null);
  const shown = data.filter(({ resolvedAt }) => resolvedAt === null || settledShown);
  const count = settled.length;
  return (
    <>
      {data.length === 0 && <p className="soft">{t('planPanel.noComments')}</p>}
      {resolve.error && <ProblemNotice error={resolve.error} />}
      <ol className="plan-comments">
        {shown.map((comment) => (
          <CommentLine
            key={comment.id}
            comment={comment}
            onShow={onShow}
            onResolve={() => resolve.mutate(comment.id)}
          />
        ))}
      </ol>
      {count > 0 && (
        <button type="button" className="link-button" onClick={() => setSettledShown(!settledShown)}>
          {settledShown
            ? t('planPanel.hideResolved')
            : t('planPanel.showResolved', { count, formatted: formats.count(count) })}
        </button>
      )}
      {plan.may.includes('comment') && <CommentForm {...props} />}
    </>
  );
}

interface CommentLineProps {
  comment: PlanComment;
  onShow: PlanPanelProps['onShow'];
  onResolve: () => void;
}

function CommentLine({ comment, onShow, onResolve }: CommentLineProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { text, author, createdAt, resolvedAt, at, grid } = comment;
  const [lng, lat] = at ?? [];
  const place =
    lng !== undefined && lat !== undefined ? { at: [lng, lat] as [number, number] } : grid ? { grid } : null;
  return (
    <li className={resolvedAt ? 'settled' : ''}>
      <p className="comment-text">{text}</p>
      <footer>
        <small>
          {author.name} · {formats.dateTime(createdAt)}
        </small>
        {place && onShow && (
          <Button size="small" type="text" icon={<EnvironmentOutlined />} onClick={() => onShow(place)}>
            {grid ?? t('planPanel.go')}
          </Button>
        )}
        {place && !onShow && grid && <small>{grid}</small>}
        {resolvedAt ? (
          <small>{t('planPanel.resolved')}</small>
        ) : (
          <Button size="small" type="text" onClick={onResolve}>
            {t('planPanel.resolve')}
          </Button>
        )}
      </footer>
    </li>
  );
}
