import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { areasQuery } from '../../api/coverage.ts';
import { AREAS } from '../areas.ts';

export interface Crumb {
  to: string;
  label: string;
}

/** The steps from the district to what is shown: on the map the unit and the grid, elsewhere the page. */
export function useBreadcrumb(): Crumb[] {
  const { t } = useTranslation('app');
  const { pathname } = useLocation();
  const units = useQuery(areasQuery('unit'));
  const [, page = '', code = ''] = pathname.split('/');
  const rail = AREAS.map((area) => area.rail).find(({ to }) => to === `/${page}`);
  if (rail && rail.place !== 'map') return [{ to: rail.to, label: t(`place.${rail.place}`) }];
  if (!rail || !/^\d{4}(\d{2})?$/.test(code)) return [];
  const unitCode = code.slice(0, 4);
  const name = units.data?.features.find(({ properties }) => properties.code === unitCode)?.properties.name;
  const unit: Crumb = { to: `/map/${unitCode}`, label: name ? `${name} ${unitCode}` : unitCode };
  return code.length === 6 ? [unit, { to: `/map/${code}`, label: code }] : [unit];
}
