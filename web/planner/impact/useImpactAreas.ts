import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PlanDetail } from '../../../server/core/plans/schemas.ts';
import { planAreasQuery } from '../../api/planPages.ts';
import type { LeveledAreas } from '../../map/scene.ts';
import { usePublishedAreas } from '../../map/usePublishedAreas.ts';

export interface ImpactAreas {
  before: LeveledAreas | undefined;
  after: LeveledAreas | undefined;
  error: Error | null;
}

/**
 * The ground before a plan (the generation it is based on) and after it. Units and the district cannot be formed of a plan with
 * overlaps: then those before are shown.
 */
export function useImpactAreas(plan: PlanDetail): ImpactAreas {
  const { areas: before, error } = usePublishedAreas({ generation: plan.baseGeneration });
  const grid = useQuery(planAreasQuery(plan.id, 'grid', plan.revision));
  const unit = useQuery({ ...planAreasQuery(plan.id, 'unit', plan.revision), enabled: plan.faultCount === 0 });
  const after = useMemo<LeveledAreas | undefined>(
    () => grid.data && before && { grid: grid.data, unit: unit.data ?? before.unit, district: before.district },
    [grid.data, unit.data, before],
  );
  return { before, after, error: error ?? grid.error };
}
