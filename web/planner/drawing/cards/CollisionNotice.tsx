import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PlanDetail } from '../../../../server/core/plans/schemas.ts';
import { Problem } from '../../../api/client.ts';
import { planPageQuery, rebasePlan } from '../../../api/planPages.ts';
import { noteExpiry } from '../../../api/queries.ts';
import { PlanRefusal } from '../../plans/decisions/PlanRefusal.tsx';

/** A newer version changed grids that the plan changes too: the planner gives up what was done there, or keeps the plan for looking. */
export function CollisionNotice({ plan }: { plan: PlanDetail }) {
  const { t } = useTranslation('planner');
  const { modal } = App.useApp();
  const client = useQueryClient();
  const giveUp = useMutation({
    mutationFn: (drop: readonly string[]) => rebasePlan(plan.id, drop),
    onSuccess: (next) => client.setQueryData(planPageQuery(plan.id).queryKey, next),
    onError: (error, drop) => {
      const wanted = dropWanted(error);
      if (wanted && wanted.some((code) => !drop.includes(code))) ask([...new Set([...drop, ...wanted])].sort());
      else noteExpiry(error);
    },
  });
  const ask = (drop: readonly string[]) =>
    void modal.confirm({
      title: t('drawing.collision.sure'),
      content: t('drawing.collision.gives', { grids: drop.join(t('common.separator')) }),
      okText: t('drawing.collision.giveUp'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => giveUp.mutate(drop),
    });
  const grids = plan.collidesWith.join(t('common.separator'));
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="collision"
      title={t('plans.collides', { generation: plan.baseGeneration, grids })}
      description={
        <>
          <p>{t('drawing.collision.text')}</p>
          {giveUp.error && !dropWanted(giveUp.error) && <PlanRefusal error={giveUp.error} />}
          {plan.may.includes('edit') && (
            <Button danger className="notice-action" loading={giveUp.isPending} onClick={() => ask(plan.collidesWith)}>
              {t('drawing.collision.giveUp')}
            </Button>
          )}
        </>
      }
    />
  );
}

/** More has to go than was said: edits that lean on each other go together. */
function dropWanted(error: unknown): string[] | undefined {
  if (!(error instanceof Problem) || error.code !== 'stale') return undefined;
  const { drop } = error.members;
  return Array.isArray(drop) ? drop.map(String) : undefined;
}
