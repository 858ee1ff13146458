import type { Ground } from './ground.ts';
import type { Grid } from './model.ts';
import { bendOfOutline } from './verbs/outlineBend.ts';

/**
 * Takes over how some grids stand elsewhere, where the plan is on record: `grids` with their revisions, and `gone` the codes that are
 * no more. The working outline bends with them. Throws `coverage-broken` when they leave the outline, as an import with faults may:
 * then the ground has to be built anew.
 */
export function settle(ground: Ground, grids: readonly Grid[], gone: readonly string[]): void {
  const before = [...grids.map(({ code }) => code), ...gone].flatMap((code) => ground.find(code)?.area ?? []);
  const bend = bendOfOutline(
    ground,
    before,
    grids.flatMap(({ area }) => area),
  );
  for (const code of gone) ground.stand(code, null);
  for (const grid of grids) ground.stand(grid.code, grid);
  if (bend) ground.bend(bend);
}
