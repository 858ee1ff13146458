import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { covers, scopesOf } from '../../../../server/core/people/rights.ts';
import { placesQuery } from '../../../api/planEdits.ts';
import { useUser } from '../../../ui/signedIn.ts';
import { Figures } from './figures.ts';

const NOTHING = { points: [] };

/** Counts businesses and addresses in grids, as soon as they are there; undefined before. Where one may not see them, areas only. */
export function useFigures(scope: string): Figures | undefined {
  const user = useUser();
  const within = scopesOf(user.roles, 'readPlaces')
    .filter((own) => covers(own, scope) || covers(scope, own))
    .map((own) => (own.length > scope.length ? own : scope))
    .toSorted((a, b) => a.length - b.length)[0];
  const wanted = within ?? scope;
  const businesses = useQuery({ ...placesQuery('business', wanted), enabled: within !== undefined });
  const addresses = useQuery({ ...placesQuery('address', wanted), enabled: within !== undefined });
  return useMemo(() => {
    if (within === undefined) return new Figures(NOTHING, NOTHING, undefined);
    return businesses.data && addresses.data ? new Figures(businesses.data, addresses.data, wanted) : undefined;
  }, [within, wanted, businesses.data, addresses.data]);
}
