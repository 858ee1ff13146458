import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { areasQuery, type Edition } from '../api/coverage.ts';
import type { LeveledAreas } from './scene.ts';

/** The three levels of an edition (the present one, when left out), with the way they were got. */
export function usePublishedAreas(edition?: Edition) {
  const grid = useQuery(areasQuery('grid', edition));
  const unit = useQuery(areasQuery('unit', edition));
  const district = useQuery(areasQuery('district', edition));
  const areas = useMemo<LeveledAreas | undefined>(
    () =>
      grid.data && unit.data && district.data
        ? { grid: grid.data.features, unit: unit.data.features, district: district.data.features }
        : undefined,
    [grid.data, unit.data, district.data],
  );
  return {
    areas,
    generation: grid.data?.generation,
    error: grid.error ?? unit.error ?? district.error,
    isPending: grid.isPending || unit.isPending || district.isPending,
    retry: () => {
      for (const query of [grid, unit, district]) if (query.isError) void query.refetch();
    },
  };
}
