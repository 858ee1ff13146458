import { EditableCoverage } from '../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../server/core/coverage/edits/schemas.ts';
import { sharedBorder } from '../../server/core/coverage/edits/sharedBorder.ts';
import { StreetNetwork } from '../../server/core/coverage/streetPath.ts';
import { AreaReader } from '../../server/core/geometry/geoJson.ts';
import { toDegrees, toUnits } from '../../server/core/geometry/lattice.ts';
import { alongStreets } from '../../web/planner/drawing/tools/streetLine.ts';

type Position = [number, number];

/** Shorter borders leave no room for three clicks. */
const LEAST_DEGREES = 0.004;

/** Clicks that lead a border of a grid along a street, and the corners of the street the border then runs through. */
export interface Detour {
  grid: string;
  clicks: Position[];
  onTheWay: Position[];
}

interface Feature {
  id: string;
  geometry: GeoJSON.Geometry;
}

const degreesOf = (numbers: ArrayLike<number>, i: number): Position => [
  toDegrees(numbers[i] as number),
  toDegrees(numbers[i + 1] as number),
];

/** The grids of a plan in the engine, without the district's outline: what is chosen here stays within one unit. */
function groundOf(grids: readonly Feature[]): EditableCoverage {
  const own = grids.map(({ id, geometry }) => ({
    id,
    code: id,
    name: id,
    revision: 1,
    area: new AreaReader().read(geometry, '') ?? [],
  }));
  const units = [...new Set(own.map(({ code }) => code.slice(0, 4)))].map((code) => ({ code, name: code }));
  return new EditableCoverage({ district: { code: '05', name: '' }, mandated: [], outline: [], units, grids: own });
}

/** A corner of a grid in which at least three of its unit's grids meet, and a place it can be dragged to. */
export function findDrag(grids: readonly Feature[], code: string): { from: Position; to: Position } {
  const ground = groundOf(grids);
  const ring = ground.find(code)?.area[0]?.[0] ?? new Int32Array();
  for (const share of [0.12, 0.08, 0.05, 0.03]) {
    for (let i = 0; i < ring.length; i += 2) {
      const holders = ground.withVertex(ring[i] as number, ring[i + 1] as number);
      if (holders.length < 3 || holders.some((holder) => !holder.code.startsWith(code.slice(0, 4)))) continue;
      const from = degreesOf(ring, i);
      for (let k = 0; k < ring.length; k += 2) {
        const towards = degreesOf(ring, k);
        const to: Position = [from[0] + share * (towards[0] - from[0]), from[1] + share * (towards[1] - from[1])];
        if (isPossible(ground, { op: 'moveVertices', moves: [{ from, to }] })) return { from, to };
      }
    }
  }
  throw new Error(`no corner of ${code} can be dragged`);
}

function isPossible(ground: EditableCoverage, edit: Edit): boolean {
  try {
    changeFor(ground, edit);
    return true;
  } catch {
    // This one cannot be: another may.
    return false;
  }
}

/** Finds three clicks that lead some border within a unit along streets. */
export function findDetour(grids: readonly Feature[], basemap: GeoJSON.FeatureCollection, unit: string): Detour {
  const ground = groundOf(grids);
  const courses = basemap.features.flatMap(({ geometry }) =>
    geometry.type === 'LineString'
      ? [geometry.coordinates.flatMap(([lng = 0, lat = 0]) => [toUnits(lng), toUnits(lat)])]
      : [],
  );
  const streets = new StreetNetwork(courses);
  const within = [...ground.grids()].filter(({ code }) => code.startsWith(unit));
  for (const one of within) {
    for (const other of within) {
      for (const run of one.code < other.code ? sharedBorder(one.area, other.area) : []) {
        const detour = alongRun(ground, run, streets, courses);
        if (detour) return { grid: one.code, ...detour };
      }
    }
  }
  throw new Error('no border can be led along a street');
}

function alongRun(
  ground: EditableCoverage,
  run: readonly number[],
  streets: StreetNetwork,
  courses: readonly (readonly number[])[],
): Omit<Detour, 'grid'> | undefined {
  const [from, to] = [degreesOf(run, 0), degreesOf(run, run.length - 2)];
  const size = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (size < LEAST_DEGREES) return undefined;
  const before = new Set(Array.from({ length: run.length / 2 }, (_, i) => degreesOf(run, 2 * i).join()));
  const middle: Position = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const corners = courses
    .flatMap((course) => Array.from({ length: course.length / 2 }, (_, i) => degreesOf(course, 2 * i)))
    .filter(([lng, lat]) => Math.hypot(lng - middle[0], lat - middle[1]) < size / 2);
  for (const via of corners) {
    const clicks = [from, via, to];
    const path = alongStreets(clicks, streets).map((point): Position => [point[0], point[1]]);
    const onTheWay = path.slice(1, -1).filter((point) => !before.has(point.join()));
    if (onTheWay.length > 1 && isPossible(ground, { op: 'redrawBorder', between: [from, to], path }))
      return { clicks, onTheWay };
  }
  return undefined;
}
