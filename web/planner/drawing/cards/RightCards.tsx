import { useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { memo, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../../../../server/core/coverage/change.ts';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { planPageQuery } from '../../../api/planPages.ts';
import { PlanActions } from '../../plans/decisions/PlanActions.tsx';
import { PlanPanel } from '../../plans/panel/PlanPanel.tsx';
import type { PlanPanelProps, PlanPlace } from '../../plans/panel/planPanelProps.ts';
import type { Figures } from '../figures/figures.ts';
import type { OpenEditSession } from '../session/useEditSession.ts';
import { BalanceTable } from './BalanceTable.tsx';
import { GridCard } from './GridCard.tsx';

interface RightCardsProps {
  plan: PlanDetail;
  open: OpenEditSession;
  /** What the tool in hand would do. */
  change: Change | undefined;
  figures: Figures | undefined;
  selected: string | undefined;
  mayEdit: boolean;
  namings: number;
  onSelect: (code: string | undefined) => void;
  onShow: (place: PlanPlace) => void;
  onPick: PlanPanelProps['onPick'];
  onReopen: () => void;
}

type Tab = 'balance' | 'panel';

const Tabs = memo(function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const { t } = useTranslation('planner');
  return (
    <Segmented<Tab>
      block
      aria-label={t('drawing.tabs.label')}
      value={tab}
      onChange={onTab}
      options={(['balance', 'panel'] as const).map((value) => ({ value, label: t(`drawing.tabs.${value}`) }))}
    />
  );
});

const Actions = memo(PlanActions);

/** The numbers beside the map, what changed and was said, the selected grid, and the one thing to do next. */
export function RightCards(props: RightCardsProps) {
  const client = useQueryClient();
  const [tab, setTab] = useState<Tab>('balance');
  const { plan, open, change, figures, selected, mayEdit, namings, onSelect, onShow, onPick, onReopen } = props;
  const askAgain = useCallback(
    () => void client.invalidateQueries({ queryKey: planPageQuery(plan.id).queryKey }),
    [client, plan.id],
  );
  // An import, a draft or a moved plan changes more than its answers tell.
  const afterAction = useCallback(() => {
    askAgain();
    onReopen();
  }, [askAgain, onReopen]);
  const goTo = useCallback((code: string) => onShow({ grid: code }), [onShow]);
  const grid = selected === undefined ? undefined : open.session.ground.find(selected);
  return (
    <>
      <section className="floating-card numbers-card">
        <Tabs tab={tab} onTab={setTab} />
        {tab === 'balance' ? (
          <BalanceTable plan={plan} open={open} change={change} figures={figures} selected={selected} onSelect={goTo} />
        ) : (
          <div className="panel-scroll">
            <PlanPanel plan={plan} onChanged={askAgain} onShow={onShow} onPick={onPick} />
          </div>
        )}
      </section>
      {grid && (
        <GridCard
          key={grid.code}
          grid={grid}
          plan={plan}
          open={open}
          change={change}
          figures={figures}
          mayEdit={mayEdit}
          namings={namings}
          onSelect={onSelect}
        />
      )}
      <section className="floating-card actions-card">
        <Actions plan={plan} onChanged={afterAction} />
      </section>
    </>
  );
}
