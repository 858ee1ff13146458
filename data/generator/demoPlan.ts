import type { Plan } from './generate.ts';
import { DISTRICT } from './names.ts';
import { drawOutline } from './outline.ts';

/** The seed of the committed demo district. */
export const DEMO_SEED = 2022;

/** Grids per unit, in the order of the units' codes; 80 in all. */
export const DEMO_GRIDS_PER_UNIT: readonly number[] = [16, 13, 14, 13, 13, 11];

/** The plan of the illustrative district for a seed. */
export const demoPlan = (seed: number): Plan => ({
  outline: drawOutline(seed),
  district: DISTRICT,
  seed,
  gridsPerUnit: DEMO_GRIDS_PER_UNIT,
});
