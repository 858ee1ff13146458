import {
  CheckCircleOutlined,
  CloudSyncOutlined,
  DisconnectOutlined,
  LeftOutlined,
  LoadingOutlined,
} from '@ant-design/icons';
import { Button } from 'antd';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { useFormats } from '../../../ui/formats.ts';
import { useUser } from '../../../ui/signedIn.ts';
import { PlanStateTag } from '../../plans/PlanStateTag.tsx';
import { useScopeName } from '../../plans/useScopes.ts';
import type { EditSession } from '../session/editSession.ts';
import type { EditSessionView } from '../session/editSessionView.ts';

interface PlanHeadProps {
  plan: PlanDetail;
  session: EditSession;
  view: EditSessionView;
}

/** Which plan this is, who else is at it, and whether everything is saved. */
export const PlanHead = memo(function PlanHead({ plan, session, view }: PlanHeadProps) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const user = useUser();
  const scopeName = useScopeName();
  const count = plan.changedGrids.length;
  const mayEdit = plan.may.includes('edit');
  const others = mayEdit ? plan.editors.filter(({ id, name }) => id !== user.id && name !== 'system') : [];
  return (
    <section className="floating-card plan-head">
      <Link to="/planner" className="plan-head-back">
        <LeftOutlined /> {t('drawing.allPlans')}
      </Link>
      <div className="plan-head-title">
        <h1>{plan.title}</h1>
        <PlanStateTag state={plan.state} />
      </div>
      <p className="plan-head-facts">
        <span>{scopeName(plan.scope)}</span>
        <span>{t('plans.base', { generation: plan.baseGeneration })}</span>
        <span>{count > 0 ? t('plans.changes', { count, formatted: formats.count(count) }) : t('plans.noChanges')}</span>
      </p>
      {others.length > 0 && (
        <p className="plan-head-others">
          {t('drawing.others', { names: others.map(({ name }) => name).join(t('common.separator')) })}
        </p>
      )}
      {(mayEdit || view.unsent > 0) && <Saving session={session} view={view} />}
    </section>
  );
});

const ICONS: Readonly<Record<EditSessionView['saving'], ReactNode>> = {
  saved: <CheckCircleOutlined />,
  saving: <LoadingOutlined />,
  offline: <DisconnectOutlined />,
  'signed-out': <CloudSyncOutlined />,
};

function Saving({ session, view: { saving, unsent } }: Omit<PlanHeadProps, 'plan'>) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  return (
    <p className={`saving ${saving}`} role="status" data-testid="saving">
      {ICONS[saving]}{' '}
      <span>
        {saving === 'offline' && unsent > 0
          ? t('drawing.saving.kept', { count: unsent, formatted: formats.count(unsent) })
          : t(`drawing.saving.${saving}`)}
      </span>
      {saving === 'offline' && (
        <Button size="small" type="link" onClick={() => session.wake()}>
          {t('common.retry')}
        </Button>
      )}
    </p>
  );
}
