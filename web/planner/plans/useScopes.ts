import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { holds } from '../../../server/core/people/rights.ts';
import { coverageQuery } from '../../api/coverage.ts';
import { useUser } from '../../ui/signedIn.ts';

export interface ScopeOption {
  value: string;
  label: string;
}

/** The areas a planner can plan in: the whole district where the role covers it, and its units. */
export function useScopes(): ScopeOption[] {
  const { t } = useTranslation('planner');
  const user = useUser();
  const { data } = useQuery(coverageQuery);
  if (!data) return [];
  return [
    { value: data.district.code, label: t('plans.whole', { code: data.district.code }) },
    ...data.units.map(({ code, name }) => ({ value: code, label: `${name} ${code}` })),
  ].filter(({ value }) => holds(user.roles, 'planBorders', value));
}

/** The name of a plan's scope, for people. */
export function useScopeName(): (scope: string) => string {
  const { t } = useTranslation('planner');
  const { data } = useQuery(coverageQuery);
  return (scope) => {
    if (scope.length === 2) return t('plans.wholeDistrict');
    const unit = data?.units.find(({ code }) => code === scope);
    return unit ? `${unit.name} ${scope}` : scope;
  };
}
