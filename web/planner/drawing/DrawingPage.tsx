import { LeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Skeleton } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { PlanDetail } from '../../../server/core/plans/schemas.ts';
import { Problem } from '../../api/client.ts';
import { planPageQuery } from '../../api/planPages.ts';
import type { Scene } from '../../map/scene.ts';
import { useScene } from '../../map/stage.tsx';
import { usePublishedAreas } from '../../map/usePublishedAreas.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import './drawing.css';
import { PlanDrawing } from './PlanDrawing.tsx';
import { useEditSession } from './session/useEditSession.ts';

/** So often the plan's own facts are asked for: its state, who is at it, what was decided. */
const PLAN_MILLISECONDS = 15_000;

/** A plan on the map: where its borders are drawn. */
export function DrawingPage() {
  const { id = '' } = useParams();
  const { data: plan, error, refetch } = useQuery({ ...planPageQuery(id), refetchInterval: PLAN_MILLISECONDS });
  if (plan) return <Opened key={plan.id} plan={plan} />;
  return <Waiting error={error} onRetry={() => void refetch()} />;
}

function Opened({ plan }: { plan: PlanDetail }) {
  const { open, error, isStuck, reopen } = useEditSession(plan);
  if (!open) return <Waiting error={error} onRetry={reopen} isStuck={isStuck} />;
  return <PlanDrawing plan={plan} open={open} reopen={reopen} />;
}

interface WaitingProps {
  error: unknown;
  onRetry: () => void;
  isStuck?: boolean;
}

/** While the plan is being read, the published grids are on the map already. */
function Waiting({ error, onRetry, isStuck = false }: WaitingProps) {
  const { t } = useTranslation('planner');
  const { areas } = usePublishedAreas();
  useScene(useMemo<Scene>(() => ({ areas, level: 'grid' }), [areas]));
  return (
    <div className="over-map">
      <title>{`${t('drawing.title')} · ${t('product.name')}`}</title>
      <section className="floating-card drawing-waiting">
        {error ? <Unopened error={error} onRetry={onRetry} /> : <Skeleton active />}
        {isStuck && <p role="status">{t('drawing.stuck')}</p>}
      </section>
    </div>
  );
}

/** Why the plan does not open, and the way to those that do. An address that names no plan is as good as one of a plan that is gone. */
function Unopened({ error, onRetry }: Pick<WaitingProps, 'error' | 'onRetry'>) {
  const { t } = useTranslation('planner');
  const isMissing = error instanceof Problem && [400, 404, 422].includes(error.status);
  return (
    <>
      {isMissing ? (
        <Alert type="error" showIcon title={t('drawing.noPlan')} />
      ) : (
        <ProblemNotice error={error} onRetry={onRetry} />
      )}
      <Link to="/planner" className="drawing-way-out">
        <LeftOutlined /> {t('drawing.allPlans')}
      </Link>
    </>
  );
}
