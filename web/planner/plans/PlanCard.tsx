import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PlanSummary } from '../../../server/core/plans/schemas.ts';
import { useFormats } from '../../ui/formats.ts';
import { PlanStateTag } from './PlanStateTag.tsx';
import { useScopeName } from './useScopes.ts';

interface PlanCardProps {
  plan: PlanSummary;
  /** Says which plan the reader points at, so that the map shows where it is. */
  onPoint: (plan: PlanSummary | undefined) => void;
}

/** A plan in the list: its title, state, who did what when, and how much it changes. */
export function PlanCard({ plan, onPoint }: PlanCardProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const scopeName = useScopeName();
  const { id, title, note, state, scope, changedGrids, baseGeneration } = plan;
  const count = changedGrids.length;
  return (
    <li
      className="plan-card"
      data-testid="plan-card"
      data-state={state}
      onMouseEnter={() => onPoint(plan)}
      onMouseLeave={() => onPoint(undefined)}
      onFocus={() => onPoint(plan)}
      onBlur={() => onPoint(undefined)}
    >
      <div className="plan-card-head">
        <Link to={`/planner/${id}`} className="plan-card-title">
          {title}
        </Link>
        <PlanStateTag state={state} />
      </div>
      {note && <p className="plan-card-note">{note}</p>}
      <p className="plan-card-facts">
        <span>{scopeName(scope)}</span>
        <span>{count > 0 ? t('plans.changes', { count, formatted: formats.count(count) }) : t('plans.noChanges')}</span>
        <span>{t('plans.base', { generation: baseGeneration })}</span>
      </p>
      {plan.collidesWith.length > 0 && (
        <p className="plan-card-warning">
          {t('plans.collides', { generation: baseGeneration, grids: plan.collidesWith.join(t('common.separator')) })}
        </p>
      )}
      <footer className="plan-card-foot">
        <small>
          <WhoWhen plan={plan} />
        </small>
        {count > 0 && <Link to={`/planner/${id}/impact`}>{t('plans.seeImpact')}</Link>}
      </footer>
    </li>
  );
}

/** The latest that somebody decided, else who made it. */
function WhoWhen({ plan }: { plan: PlanSummary }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { publishAt, approvedAt, approvedBy, submittedAt, submittedBy, createdAt, createdBy, generation } = plan;
  if (plan.state === 'published' && generation !== null) return t('plans.publishedAs', { generation });
  if (plan.state === 'approved' && publishAt) return t('plans.publishesAt', { when: formats.dateTime(publishAt) });
  if (plan.state === 'approved' && approvedAt && approvedBy)
    return t('plans.approvedBy', { name: approvedBy.name, when: formats.dateTime(approvedAt) });
  if (plan.state === 'submitted' && submittedAt && submittedBy)
    return t('plans.submittedBy', { name: submittedBy.name, when: formats.dateTime(submittedAt) });
  return t('plans.createdBy', { name: createdBy.name, when: formats.dateTime(createdAt) });
}
