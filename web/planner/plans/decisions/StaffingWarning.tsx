import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { impactQuery } from '../../../api/planPages.ts';
import { useFormats } from '../../../ui/formats.ts';

/** So many grids and people are named; the rest is counted. */
const MOST_NAMED = 12;

/** In amber: the grids of a plan for which no warden would answer, and the people whose grid would be no more. */
export function StaffingWarning({ plan }: { plan: { id: string; revision: number } }) {
  const { t } = useTranslation('planner');
  const formats = useFormats();
  const { data } = useQuery(impactQuery(plan.id, plan.revision));
  if (!data) return null;
  const { withoutWarden, losing } = data.staffing;
  if (withoutWarden.length + losing.length === 0) return null;
  const listed = (names: readonly string[]) => {
    const named = names.slice(0, MOST_NAMED).join(t('common.separator'));
    const rest = names.length - MOST_NAMED;
    return rest > 0 ? `${named} ${t('planPanel.more', { formatted: formats.count(names.length) })}` : named;
  };
  const grids = listed(withoutWarden.map(({ code, name }) => (name === code ? code : `${code} ${name}`)));
  const people = listed(
    losing.map(({ name, role, grid }) => t('decide.staffing.person', { name, grid, role: t(`staff.${role}`) })),
  );
  return (
    <Alert
      type="warning"
      showIcon
      className="staffing-warning"
      data-testid="staffing-warning"
      title={
        <>
          {withoutWarden.length > 0 && (
            <p>
              {t('decide.staffing.withoutWarden', {
                count: withoutWarden.length,
                formatted: formats.count(withoutWarden.length),
                grids,
              })}
            </p>
          )}
          {losing.length > 0 && (
            <p>
              {t('decide.staffing.losing', { count: losing.length, formatted: formats.count(losing.length), people })}
            </p>
          )}
        </>
      }
    />
  );
}
