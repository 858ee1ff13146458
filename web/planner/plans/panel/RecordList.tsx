import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlanDetail, PlanRecord } from '../../../../server/core/plans/schemas.ts';
import { recordQuery } from '../../../api/planPages.ts';
import { useFormats } from '../../../ui/formats.ts';
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx';
import { useStepWords } from '../decisions/planStep.ts';

/** So many codes of a step are named. */
const GRIDS_NAMED = 4;

/** The record of a plan, newest first; what was undone is struck through. */
export function RecordList({ plan }: { plan: PlanDetail }) {
  const { t } = useTranslation('planner');
  const { data, error, refetch } = useQuery(recordQuery(plan.id, plan.revision));
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active title={false} />;
  if (data.length === 0) return <p className="soft">{t('planPanel.noRecord')}</p>;
  return (
    <ol className="plan-record">
      {data.map((entry) => (
        <RecordLine key={entry.revision} entry={entry} />
      ))}
    </ol>
  );
}

function RecordLine({ entry }: { entry: PlanRecord }) {
  const { t, i18n } = useTranslation('planner');
  const formats = useFormats();
  const words = useStepWords();
  const { grids, actor, undone, note } = entry;
  const named = grids.slice(0, GRIDS_NAMED).join(t('common.separator'));
  return (
    // The engine's own sentence is English.
    <li className={undone ? 'undone' : ''} title={i18n.language === 'en' ? note : undefined}>
      <p>
        <strong>{words(entry)}</strong>{' '}
        <span>
          {named} {grids.length > GRIDS_NAMED && t('planPanel.more', { formatted: formats.count(grids.length) })}
        </span>
        {undone && <span className="visually-hidden"> {t('planPanel.undone')}</span>}
      </p>
      <small>
        {actor.name === 'system' ? t('planPanel.system') : actor.name} · {formats.dateTime(entry.at)}
      </small>
    </li>
  );
}
