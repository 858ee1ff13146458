import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Segmented, Skeleton } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { scopesOf } from '../../../server/core/people/rights.ts';
import { PLAN_STATES, type PlanState, type PlanSummary } from '../../../server/core/plans/schemas.ts';
import { plansQuery } from '../../api/planPages.ts';
import type { DifferingArea, Scene } from '../../map/scene.ts';
import { useScene } from '../../map/stage.tsx';
import { usePublishedAreas } from '../../map/usePublishedAreas.ts';
import { useFormats } from '../../ui/formats.ts';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useUser } from '../../ui/signedIn.ts';
import { NewPlanDialog } from './NewPlanDialog.tsx';
import { PlanCard } from './PlanCard.tsx';
import { waitsFor } from './planSorting.ts';
import './plansPage.css';

const LEFT_CARD = 496;

/** The plans: what waits for the reader first, the others by state; the one pointed at is shown on the map. */
export function PlansPage() {
  const { t } = useTranslation('planner');
  const user = useUser();
  const plans = useQuery(plansQuery);
  const [making, setMaking] = useState(false);
  const [pointedAt, setPointedAt] = useState<PlanSummary>();
  const mayPlan = scopesOf(user.roles, 'planBorders').length > 0;
  useScene(usePlansScene(pointedAt));
  return (
    <div className="over-map">
      <title>{`${t('plans.title')} · ${t('product.name')}`}</title>
      <section className="floating-card plans-card" data-testid="plans">
        <header className="plans-head">
          <div>
            <h1>{t('plans.title')}</h1>
            <p className="soft">{t('plans.lead')}</p>
          </div>
          {mayPlan && (
            <Button type="primary" size="large" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
              {t('plans.new')}
            </Button>
          )}
        </header>
        {plans.error && <ProblemNotice error={plans.error} onRetry={() => void plans.refetch()} />}
        {plans.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
        {plans.data?.length === 0 && (
          <Empty
            className="plans-empty"
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={
              <>
                <strong>{t('plans.emptyTitle')}</strong>
                <p className="soft">{mayPlan ? t('plans.emptyPlanner') : t('plans.emptyReader')}</p>
              </>
            }
          />
        )}
        {plans.data && plans.data.length > 0 && <PlanLists plans={plans.data} onPoint={setPointedAt} />}
      </section>
      {making && <NewPlanDialog onClose={() => setMaking(false)} />}
    </div>
  );
}

interface PlanListsProps {
  plans: readonly PlanSummary[];
  onPoint: (plan: PlanSummary | undefined) => void;
}

function PlanLists({ plans, onPoint }: PlanListsProps) {
  const { t } = useTranslation('planner');
  const user = useUser();
  const formats = useFormats();
  const [search, setSearch] = useSearchParams();
  const wanted = PLAN_STATES.find((state) => state === search.get('state'));
  const waiting = wanted ? [] : plans.filter((plan) => waitsFor(plan, user));
  const others = plans.filter((plan) => (wanted ? plan.state === wanted : !waiting.includes(plan)));
  const count = waiting.length;
  const list = (listed: readonly PlanSummary[]) => (
    <ul className="plan-list">
      {listed.map((plan) => (
        <PlanCard key={plan.id} plan={plan} onPoint={onPoint} />
      ))}
    </ul>
  );
  return (
    <>
      <StateFilter
        plans={plans}
        wanted={wanted}
        onChange={(state) => setSearch(state ? { state } : {}, { replace: true })}
      />
      <div className="plans-scroll">
        {count > 0 && (
          <section data-testid="waiting">
            <h2>{t('plans.waiting', { count, formatted: formats.count(count) })}</h2>
            {list(waiting)}
          </section>
        )}
        {count > 0 && others.length > 0 && <h2>{t('plans.others')}</h2>}
        {list(others)}
        {wanted && others.length === 0 && <p className="soft plans-none">{t('plans.noneFiltered')}</p>}
      </div>
    </>
  );
}

interface StateFilterProps {
  plans: readonly PlanSummary[];
  wanted: PlanState | undefined;
  onChange: (state: PlanState | undefined) => void;
}

/** The states there are plans in, each with how many. */
function StateFilter({ plans, wanted, onChange }: StateFilterProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const countOf = (state: PlanState) => plans.filter((plan) => plan.state === state).length;
  const states = PLAN_STATES.filter((state) => state === wanted || countOf(state) > 0);
  return (
    <Segmented<PlanState | 'all'>
      className="plans-filter"
      size="small"
      aria-label={t('plans.filter')}
      value={wanted ?? 'all'}
      onChange={(chosen) => onChange(chosen === 'all' ? undefined : chosen)}
      options={[
        { value: 'all', label: `${t('plans.all')} ${formats.count(plans.length)}` },
        ...states.map((value) => ({ value, label: `${t(`plans.state.${value}`)} ${formats.count(countOf(value))}` })),
      ]}
    />
  );
}

function usePlansScene(pointedAt: PlanSummary | undefined): Scene {
  const { areas } = usePublishedAreas();
  return useMemo<Scene>(() => {
    const differing: DifferingArea[] = (areas?.grid ?? [])
      .filter(({ properties }) => pointedAt?.changedGrids.includes(properties.code))
      .map(({ properties, geometry }) => ({ code: properties.code, kind: 'changed', geometry }));
    return { areas, level: 'grid', differing, covered: { left: LEFT_CARD, right: 0 } };
  }, [areas, pointedAt]);
}
