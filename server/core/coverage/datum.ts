import gcoordModule from 'gcoord';
import type { Projection } from '../geometry/geoJson.ts';
import { type Box, toDegrees } from '../geometry/lattice.ts';
import type { Crs } from './schemas.ts';

// The package is CommonJS whose exports are the default itself; its types, read as a module's, put a `default` in between.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

/** Iteration stops when a step is below this, a hundredth of a lattice unit. */
const STEP_DEGREES = 1e-9;
const MOST_STEPS = 30;

const FORWARD: Partial<Record<Crs, Projection>> = {
  gcj02: (longitude, latitude) =>
    gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord.GCJ02) as [number, number],
  bd09: (longitude, latitude) => gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord.BD09) as [number, number],
};

/**
 * How to turn WGS84 degrees into a datum; null where nothing is to be done. CGCS2000 is taken as WGS84: they differ by less than
 * the accuracy of any map data here.
 */
export const projectionTo = (crs: Crs): Projection | null => FORWARD[crs] ?? null;

/**
 * How to turn degrees of a datum into WGS84; null where nothing is to be done. The shifts of GCJ-02 and BD-09 have a formula one way
 * only, so the way back is found by iteration until it stands still, which makes it exact to the lattice.
 */
export function projectionFrom(crs: Crs): Projection | null {
  const forward = FORWARD[crs];
  return forward ? (longitude, latitude) => invert(forward, longitude, latitude) : null;
}

function invert(forward: Projection, longitude: number, latitude: number): [number, number] {
  let [x, y] = [longitude, latitude];
  for (let step = 0; step < MOST_STEPS; step++) {
    const [shiftedX, shiftedY] = forward(x, y);
    const [dx, dy] = [longitude - shiftedX, latitude - shiftedY];
    x += dx;
    y += dy;
    if (Math.abs(dx) < STEP_DEGREES && Math.abs(dy) < STEP_DEGREES) break;
  }
  return [x, y];
}

/**
 * Where GCJ-02 shifts: from longitude 72.004 to 137.8347 and latitude 0.8293 to 55.8271, as all its implementations have it. Across the
 * edge two places may have the same shifted position and some positions belong to no place.
 */
const SHIFTED_DEGREES = { longitudes: [72.004, 137.8347], latitudes: [0.8293, 55.8271] } as const;
/** The farthest shift is 0.0108° of GCJ-02 and 0.0173° of BD-09, over the whole of that area. */
const FARTHEST_SHIFT_DEGREES = 0.02;

/** Does a box of WGS84 lattice units reach the edge of the area that GCJ-02 shifts, where its positions cannot be turned back? */
export function reachesShiftEdge([minX, minY, maxX, maxY]: Box): boolean {
  const meets = (low: number, high: number, [from, to]: readonly [number, number]) =>
    toDegrees(low) - FARTHEST_SHIFT_DEGREES <= to && toDegrees(high) + FARTHEST_SHIFT_DEGREES >= from;
  const crosses = (low: number, high: number, edges: readonly [number, number]) =>
    edges.some((edge) => meets(low, high, [edge, edge]));
  const { longitudes, latitudes } = SHIFTED_DEGREES;
  return (
    (crosses(minX, maxX, longitudes) && meets(minY, maxY, latitudes)) ||
    (crosses(minY, maxY, latitudes) && meets(minX, maxX, longitudes))
  );
}
