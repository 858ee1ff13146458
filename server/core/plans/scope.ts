import type { Change, PutGrid } from '../coverage/change.ts';
import type { Area, Ring } from '../geometry/lattice.ts';

/** A new corner on an edge lies at most so many lattice units beside it, by rounding. */
const MOST_OFF_UNITS = 1;

/** A grid as it stood before a change; `area` null where there was none. */
export interface StoodBefore {
  id: string;
  name: string;
  area: Area | null;
}

/**
 * The codes of a change that lie beyond where one may plan, in order: those it removes or changes. A grid beyond may get corners on its
 * straight edges, where a border of this side ends; with `takesBack` it may lose them again.
 */
export function gridsBeyond(
  change: Change,
  isBeyond: (code: string) => boolean,
  before: (code: string) => StoodBefore | undefined,
  takesBack = false,
): string[] {
  return [
    ...change.remove.filter(isBeyond),
    ...change.put
      .filter(({ code }) => isBeyond(code))
      .filter((grid) => !staysInPlace(before(grid.code), grid, takesBack))
      .map(({ code }) => code),
  ].sort();
}

/**
 * A border that ends on the edge of a grid next door puts a corner there. That grid stays as it is: all its corners remain in their
 * order, and what comes between two of them lies on the straight line between them.
 */
function staysInPlace(before: StoodBefore | undefined, after: PutGrid, takesBack: boolean): boolean {
  if (!before?.area || before.id !== after.id || before.name !== after.name) return false;
  return onlyGainsCorners(before.area, after.area) || (takesBack && onlyGainsCorners(after.area, before.area));
}

/** Is one area the other with more corners on its edges, which move by rounding alone? */
export function onlyGainsCorners(before: Area, after: Area): boolean {
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
