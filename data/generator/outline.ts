import { type Area, toUnits } from '../../server/core/geometry/lattice.ts';
import { type Random, seededRandom } from './random.ts';

/** How a stretch of the outline runs: along a road (almost straight), along water (bends), along a ridge (ragged). */
type Course = 'road' | 'water' | 'ridge';

/**
 * The corners of the illustrative district in degrees, drawn by hand for this purpose and traced from nothing, each with
 * the course of the stretch that follows it, counter-clockwise from the south.
 */
const CORNERS: readonly (readonly [number, number, Course])[] = [
  [109.094, 34.149, 'ridge'],
  [109.121, 34.157, 'ridge'],
  [109.147, 34.179, 'ridge'],
  [109.172, 34.193, 'water'],
  [109.184, 34.221, 'ridge'],
  [109.173, 34.246, 'ridge'],
  [109.196, 34.263, 'ridge'],
  [109.203, 34.289, 'ridge'],
  [109.179, 34.308, 'ridge'],
  [109.153, 34.321, 'road'],
  [109.161, 34.346, 'water'],
  [109.139, 34.369, 'road'],
  [109.113, 34.362, 'road'],
  [109.1, 34.39, 'water'],
  [109.066, 34.398, 'water'],
  [109.039, 34.374, 'road'],
  [109.01, 34.353, 'water'],
  [109.0, 34.322, 'water'],
  [109.019, 34.3, 'road'],
  [109.001, 34.282, 'road'],
  [109.009, 34.256, 'road'],
  [109.036, 34.243, 'water'],
  [109.028, 34.221, 'water'],
  [109.05, 34.203, 'road'],
  [109.076, 34.195, 'ridge'],
  [109.069, 34.171, 'ridge'],
];

/** Sideways displacement of a midpoint, as a share of the stretch's length; halved stretches use the same share. */
const RAGGEDNESS: Record<Course, number> = { road: 0.03, water: 0.2, ridge: 0.19 };
const HALVINGS: Record<Course, number> = { road: 3, water: 4, ridge: 4 };

type Position = readonly [number, number];

/** Midpoint displacement: the points between `from` and `to`, both excluded. */
function wander(from: Position, to: Position, course: Course, depth: number, random: Random): Position[] {
  if (depth === 0) return [];
  const sideways = RAGGEDNESS[course] * random.between(-1, 1);
  const along = 0.5 + random.between(-0.08, 0.08);
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const middle: Position = [from[0] + dx * along - dy * sideways, from[1] + dy * along + dx * sideways];
  return [...wander(from, middle, course, depth - 1, random), middle, ...wander(middle, to, course, depth - 1, random)];
}

/** The illustrative outline: one shell of a few hundred vertices, about 320 km². */
export function drawOutline(seed: number): Area {
  const random = seededRandom(seed, 'outline');
  const coordinates: number[] = [];
  CORNERS.forEach(([lng, lat, course], i) => {
    const [nextLng, nextLat] = CORNERS[(i + 1) % CORNERS.length] as readonly [number, number, Course];
    const stretch = [[lng, lat] as const, ...wander([lng, lat], [nextLng, nextLat], course, HALVINGS[course], random)];
    for (const [x, y] of stretch) coordinates.push(toUnits(x), toUnits(y));
  });
  return [[Int32Array.from(coordinates)]];
}
