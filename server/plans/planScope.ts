import type { Change, PutGrid } from '../core/coverage/change.ts';
import { Fault } from '../core/fault.ts';
import type { Area, Ring } from '../core/geometry/lattice.ts';
import { covers, holds, type Principal } from '../http/principal.ts';
import type { PlanGrid } from './planGridQueries.ts';

export const PLANNERS = ['planner', 'admin'] as const;
/** A new corner on an edge lies at most so many lattice units beside it, by rounding. */
const MOST_OFF_UNITS = 1;

/** May the person edit some part of a plan's area? Each edit is held against the grids it changes. */
export const plansWithin = (principal: Principal, planScope: string): boolean =>
  principal.roles.some(
    ({ role, scope }) =>
      (PLANNERS as readonly string[]).includes(role) && (covers(scope, planScope) || covers(planScope, scope)),
  );

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
  const beyond = (code: string) => !covers(planScope, code) || !holds(principal, PLANNERS, code);
  const grids = [
    ...change.remove.filter(beyond),
    ...change.put
      .filter(({ code }) => beyond(code))
      .filter((grid) => !staysInPlace(before.get(grid.code), grid, takesBack))
      .map(({ code }) => code),
  ].sort();
  if (grids.length === 0) return;
  throw new Fault(
    'forbidden',
    `This would change ${grids.join(', ')}, outside the area you may plan here. It needs a plan of the district and roles for both sides.`,
    [],
    { grids },
  );
}

/**
 * A border that ends on the edge of a grid next door puts a corner there. That grid stays as it is: all its corners remain in their
 * order, and what comes between two of them lies on the straight line between them.
 */
function staysInPlace(before: PlanGrid | undefined, after: PutGrid, takesBack: boolean): boolean {
  if (!before?.area || before.id !== after.id || before.name !== after.name) return false;
  return onlyGainsCorners(before.area, after.area) || (takesBack && onlyGainsCorners(after.area, before.area));
}

function onlyGainsCorners(before: Area, after: Area): boolean {
  const [old, now] = [before.flat(), after.flat()];
  return old.length === now.length && old.every((ring, r) => gainsOnly(ring, now[r] as Ring));
}

function gainsOnly(old: Ring, now: Ring): boolean {
  let o = 0;
  for (let i = 0; i < now.length; i += 2) {
    if (o < old.length && now[i] === old[o] && now[i + 1] === old[o + 1]) o += 2;
    else if (o === 0 || !isBeside(old, o, now[i] as number, now[i + 1] as number)) return false;
  }
  return o === old.length;
}

function isBeside(old: Ring, o: number, x: number, y: number): boolean {
  const [ax, ay] = [old[o - 2] as number, old[o - 1] as number];
  const [bx, by] = [old[o % old.length] as number, old[(o % old.length) + 1] as number];
  const length = Math.hypot(bx - ax, by - ay);
  const off = Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length;
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
  return off <= MOST_OFF_UNITS && along > 0 && along < length;
}
