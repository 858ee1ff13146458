import { LeftOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { PlanDetail } from '../../../server/core/plans/schemas.ts';
import { impactQuery, planPageQuery } from '../../api/planPages.ts';
import { useScene } from '../../map/stage.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { PlanActions } from '../plans/decisions/PlanActions.tsx';
import { PlanStateTag } from '../plans/PlanStateTag.tsx';
import { PlanPanel } from '../plans/panel/PlanPanel.tsx';
import type { PlanPlace } from '../plans/panel/planPanelProps.ts';
import { ImpactBody } from './ImpactBody.tsx';
import './impact.css';
import { PrintSheet } from './PrintSheet.tsx';
import { useImpactAreas } from './useImpactAreas.ts';
import { type Side, useImpactScene } from './useImpactScene.ts';
import { usePassages } from './usePassages.ts';
import { usePlaces } from './usePlaces.ts';

const SIDES: readonly Side[] = ['before', 'after', 'both'];

/** What an approver signs for: what changes, for whom, and whether it proves; on the map before and after, and on paper. */
export function ImpactPage() {
  const { t } = useTranslation('planner');
  const { id = '' } = useParams();
  const { data: plan, error, refetch } = useQuery(planPageQuery(id));
  if (plan) return <PlanImpact plan={plan} />;
  return (
    <div className="over-map">
      <title>{`${t('impact.title')} · ${t('product.name')}`}</title>
      <section className="floating-card impact-card">
        {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : <Skeleton active />}
      </section>
    </div>
  );
}

function PlanImpact({ plan }: { plan: PlanDetail }) {
  const { t } = useTranslation('planner');
  const client = useQueryClient();
  const [side, setSide] = useState<Side>('after');
  const [selected, setSelected] = useState<string>();
  const { data: impact, error, refetch } = useQuery(impactQuery(plan.id, plan.revision));
  const areas = useImpactAreas(plan);
  const places = usePlaces();
  const passages = usePassages(impact);
  useScene(useImpactScene(impact, areas, side, { selected, select: setSelected, places, passages }));
  const askAgain = () => void client.invalidateQueries({ queryKey: planPageQuery(plan.id).queryKey });
  const show = (place: PlanPlace) => {
    if ('grid' in place) setSelected(place.grid);
    passages.lead(undefined);
    places.show(place);
  };
  const ready = impact !== undefined && areas.before !== undefined && areas.after !== undefined;
  return (
    <div className="over-map impact-page">
      <title>{`${t('impact.title')} · ${plan.title} · ${t('product.name')}`}</title>
      <section className="floating-card impact-card" data-testid="impact" data-ready={ready}>
        <header className="impact-head">
          <Link to={`/planner/${plan.id}`}>
            <LeftOutlined /> {t('impact.back')}
          </Link>
          <div className="impact-title">
            <h1>{plan.title}</h1>
            <PlanStateTag state={plan.state} />
            <Button icon={<PrinterOutlined />} disabled={!ready} onClick={() => window.print()}>
              {t('impact.print')}
            </Button>
          </div>
          {plan.note && <p className="soft">{plan.note}</p>}
        </header>
        <div className="impact-scroll">
          {(error ?? areas.error) && <ProblemNotice error={error ?? areas.error} onRetry={() => void refetch()} />}
          {!impact && !error && <Skeleton active paragraph={{ rows: 8 }} />}
          {impact && <ImpactBody impact={impact} passages={passages} selected={selected} onSelect={setSelected} />}
          <section className="impact-section">
            <h2>{t('impact.talk')}</h2>
            <PlanPanel plan={plan} onChanged={askAgain} onShow={show} onPick={places.pick} />
          </section>
        </div>
        <footer className="impact-foot">
          <PlanActions plan={plan} impactLink={false} onChanged={askAgain} />
        </footer>
      </section>
      <div className="over-map-middle">
        <Segmented<Side>
          className="impact-sides"
          aria-label={t('impact.side')}
          value={side}
          onChange={setSide}
          options={SIDES.map((value) => ({ value, label: t(`impact.${value}`) }))}
        />
      </div>
      {impact && areas.before && areas.after && (
        <PrintSheet plan={plan} impact={impact} before={areas.before} after={areas.after} />
      )}
    </div>
  );
}
