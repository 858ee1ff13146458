import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import type { Decision } from '../../../api/planPages.ts';
import { ExportDialog } from '../../../ui/ExportDialog.tsx';
import { useFormats } from '../../../ui/formats.ts';
import { DraftDialog } from '../drafts/DraftDialog.tsx';
import { ImportDialog } from '../imports/ImportDialog.tsx';
import { LastWords } from '../panel/Thread.tsx';
import { DecisionDialog } from './DecisionDialog.tsx';
import './planActions.css';

interface PlanActionsProps {
  plan: PlanDetail;
  onChanged: () => void;
  /** False on the impact page itself. */
  impactLink?: boolean;
}

type Dialog = Decision | 'draft' | 'import' | 'export';
const DECISIONS = ['submit', 'approve', 'publish', 'unschedule', 'return', 'withdraw'] as const;
/** The one thing to do next, by what the reader may do. */
const PRIMARY = ['submit', 'approve', 'publish'] as const;

/** What the reader can do with a plan now: the one primary action, what else, and if nothing, what it waits for. */
export function PlanActions({ plan, onChanged, impactLink = true }: PlanActionsProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const heldBack = useId();
  const [dialog, setDialog] = useState<Dialog>();
  const primary = PRIMARY.find((each) => plan.may.includes(each));
  const isHeldBack = primary === 'submit' && plan.faultCount > 0;
  const close = () => setDialog(undefined);
  return (
    <div className="plan-actions" data-testid="plan-actions">
      {!primary && <p className="soft">{t(`decide.waits.${plan.state}`, { generation: plan.generation ?? 0 })}</p>}
      <LastWords plan={plan} />
      {plan.ownWork && (plan.state === 'submitted' || plan.state === 'approved') && (
        <p className="soft" data-testid="own-work">
          {t(`decide.own.${plan.ownWork}`)}
        </p>
      )}
      {plan.publishAt && <p>{t('plans.publishesAt', { when: formats.dateTime(plan.publishAt) })}</p>}
      {impactLink && (primary === 'approve' || primary === 'publish') && (
        <Link className="plan-actions-impact" to={`/planner/${plan.id}/impact`}>
          {t('decide.seeFirst')} <RightOutlined />
        </Link>
      )}
      {isHeldBack && (
        <p id={heldBack} className="held-back" data-testid="held-back">
          {t('decide.refused.faults', { count: plan.faultCount, formatted: formats.count(plan.faultCount) })}
        </p>
      )}
      <div className="plan-actions-row">
        {primary && (
          <Button
            type="primary"
            size="large"
            disabled={isHeldBack}
            aria-describedby={isHeldBack ? heldBack : undefined}
            onClick={() => setDialog(primary)}
          >
            {t(primary === 'publish' && plan.publishAt ? 'decide.republish' : `decide.${primary}`)}
          </Button>
        )}
        {plan.may.includes('unschedule') && (
          <Button size="large" onClick={() => setDialog('unschedule')}>
            {t('decide.unschedule')}
          </Button>
        )}
        {plan.may.includes('return') && (
          <Button size="large" onClick={() => setDialog('return')}>
            {t('decide.return')}
          </Button>
        )}
        <MoreMenu plan={plan} impactLink={impactLink} onChoose={setDialog} />
      </div>
      <DecisionDialog
        key={dialog}
        plan={plan}
        decision={DECISIONS.find((each) => each === dialog)}
        onClose={close}
        onDone={onChanged}
      />
      {dialog === 'draft' && <DraftDialog plan={plan} onClose={close} onDone={onChanged} />}
      {dialog === 'import' && <ImportDialog plan={plan} onClose={close} onDone={onChanged} />}
      {dialog === 'export' && <ExportDialog path={`/api/v1/plans/${plan.id}/export`} onClose={close} />}
    </div>
  );
}

interface MoreMenuProps {
  plan: PlanDetail;
  impactLink: boolean;
  onChoose: (dialog: Dialog) => void;
}

function MoreMenu({ plan, impactLink, onChoose }: MoreMenuProps) {
  const { t } = useTranslation('planner');
  const navigate = useNavigate();
  const mayEdit = plan.may.includes('edit');
  const items = [
    ...(impactLink ? [{ key: 'impact', label: t('decide.impact') }] : []),
    ...(mayEdit
      ? [
          { key: 'draft', label: `${t('draft.title')}…` },
          { key: 'import', label: `${t('takeIn.title')}…` },
        ]
      : []),
    { key: 'export', label: `${t('giveOut.title')}…` },
    ...(plan.may.includes('withdraw')
      ? [{ type: 'divider' as const }, { key: 'withdraw', label: `${t('decide.withdraw')}…`, danger: true }]
      : []),
  ];
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items,
        onClick: ({ key }) => {
          if (key === 'impact') void navigate(`/planner/${plan.id}/impact`);
          else onChoose(key as Dialog);
        },
      }}
    >
      <Button size="large" aria-label={t('decide.more')}>
        {t('decide.more')} <DownOutlined />
      </Button>
    </Dropdown>
  );
}
