import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { ChangedGrids } from './ChangedGrids.tsx';
import { CommentList } from './CommentList.tsx';
import type { PlanPanelProps } from './planPanelProps.ts';
import { RecordList } from './RecordList.tsx';
import { Thread } from './Thread.tsx';
import './planPanel.css';

/** What changed in a plan, who did what when, and what was said about it. */
export function PlanPanel(props: PlanPanelProps) {
  const { t } = useTranslation('planner');
  const { plan } = props;
  // Moving a plan onto a new version is the service's own doing, not somebody at work.
  const editors = plan.editors.filter(({ name }) => name !== 'system');
  return (
    <div className="plan-panel" data-testid="plan-panel">
      {plan.may.includes('edit') && editors.length > 0 && <Editors editors={editors} />}
      <Tabs
        size="small"
        items={[
          { key: 'grids', label: t('planPanel.tabs.grids'), children: <ChangedGrids {...props} /> },
          { key: 'record', label: t('planPanel.tabs.record'), children: <RecordList plan={plan} /> },
          { key: 'thread', label: t('planPanel.tabs.thread'), children: <Thread plan={plan} /> },
          { key: 'comments', label: t('planPanel.tabs.comments'), children: <CommentList {...props} /> },
        ]}
      />
    </div>
  );
}

function Editors({ editors }: Pick<PlanDetail, 'editors'>) {
  const { t } = useTranslation('planner');
  return (
    <p className="plan-editors">
      <span className="soft">{t('planPanel.editors')}</span>
      {editors.map(({ id, name }) => (
        <span key={id} className="plan-editor">
          {name}
        </span>
      ))}
    </p>
  );
}
