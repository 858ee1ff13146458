import type { Change } from '../../core/coverage/change.ts';
import { Fault } from '../../core/fault.ts';
import type { Principal } from '../../core/people/caller.ts';
import { covers, holds } from '../../core/people/rights.ts';
import { gridsBeyond } from '../../core/plans/scope.ts';
import type { PlanGrid } from '../queries/planGridQueries.ts';

/**
 * Throws `forbidden`, naming the grids, when a change reaches beyond the plan's scope or the person's. What takes an earlier change
 * back may take the corners away again that it put on a border next door.
 */
export function demandScope(
  principal: Principal,
  planScope: string,
  change: Change,
  standing: readonly PlanGrid[],
  takesBack: boolean,
): void {
  const before = new Map(standing.map((grid) => [grid.code, grid]));
  const isBeyond = (code: string) => !covers(planScope, code) || !holds(principal.roles, 'planBorders', code);
  const grids = gridsBeyond(change, isBeyond, (code) => before.get(code), takesBack);
  if (grids.length === 0) return;
  throw new Fault(
    'forbidden',
    `This would change ${grids.join(', ')}, outside the area you may plan here. It needs a plan of the district and roles for both sides.`,
    [],
    { grids },
  );
}
