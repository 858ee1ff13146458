import Flatbush from 'flatbush';
import { metresPerUnit } from '../../geometry/area.ts';
import { edgesOf } from '../../geometry/edges.ts';
import { type Area, boundingBox, type Edge, toDegrees, toUnits, vertexCount } from '../../geometry/lattice.ts';
import { projectionFrom, projectionTo } from '../datum.ts';
import { Chain } from '../proof/chain.ts';
import type { Crs } from '../schemas.ts';
import type { FileNote } from './schemas.ts';

/** Datums whose coordinates differ; CGCS2000 is taken as WGS84. */
const CANDIDATES = ['wgs84', 'gcj02', 'bd09'] as const;
const SAMPLES = 400;
/** Points along the areas' edges stand so far apart, farther where there would be more than so many. */
const SPACING_METRES = 5;
const MOST_POINTS = 200_000;
/** Only the outline within so far of the areas is asked: those of one unit touch a part of it. */
const REACH_METRES = 1500;
/** A file that lies nearer than this to the outline is not doubted, and another datum has to be so many times nearer. */
const NEAR_METRES = 25;
const TIMES_NEARER = 4;
/** The nearer half of the samples counts: the rest of the outline may be borders that the file does not reach. */
const SHARE = 0.5;

type Metres = readonly [number, number];

const DECLARED: [RegExp, Crs][] = [
  [/gcj[-_ ]?02/i, 'gcj02'],
  [/bd[-_ ]?09/i, 'bd09'],
];

/**
 * A hint that areas were read in the wrong datum: the file names another one, or in another one they lie along the district's outline, as
 * it is known, and in the one assumed they do not. `areas` are as they were read in the assumed datum.
 */
export function datumHint(
  areas: readonly Area[],
  outline: Area | null,
  assumed: Crs,
  declaredCrs?: string,
): FileNote | null {
  const declared = DECLARED.find(([pattern]) => pattern.test(declaredCrs ?? ''))?.[1];
  if (declared !== undefined && declared !== assumed)
    return {
      note: 'datum-declared',
      severity: 'note',
      crs: declared,
      message: `The file itself says that it is in ${declared}, and it was read as ${assumed}.`,
    };
  return outline && outline.length > 0 ? measuredHint(areas, outline, assumed) : null;
}

function measuredHint(areas: readonly Area[], outline: Area, assumed: Crs): FileNote | null {
  const scale = metresPerUnit(toDegrees(boundingBox(outline)[1]));
  const points = alongEdges(outerEdges(areas), scale);
  if (points.length === 0) return null;
  const index = new Flatbush(points.length, 16, Float64Array);
  for (const [x, y] of points) index.add(x, y, x, y);
  index.finish();
  const places = placesAlong(outline);
  const distanceIn = (crs: Crs): number => {
    const moved = places.map(([x, y]) => asRead(x, y, crs, assumed));
    return halfMean(
      moved.map(([x, y]): Metres => [x * scale.east, y * scale.north]),
      points,
      index,
    );
  };
  const own = distanceIn(assumed);
  const others = CANDIDATES.filter((crs) => crs !== (assumed === 'cgcs2000' ? 'wgs84' : assumed));
  const [best] = others.map((crs) => ({ crs, metres: distanceIn(crs) })).sort((a, b) => a.metres - b.metres);
  if (!best || own <= NEAR_METRES || best.metres * TIMES_NEARER > own || !Number.isFinite(best.metres)) return null;
  const [metres, assumedMetres] = [Math.round(best.metres), Math.round(Math.min(own, REACH_METRES))];
  return {
    note: 'datum-doubtful',
    severity: 'note',
    crs: best.crs,
    metres,
    assumedMetres,
    message: `Read as ${best.crs} the borders lie about ${metres} m from the district's outline, read as ${assumed} about ${assumedMetres} m: the datum is probably ${best.crs}.`,
  };
}

/** Where a place of the outline comes to lie when a file in datum `crs` is read as if it were in `assumed`. */
function asRead(x: number, y: number, crs: Crs, assumed: Crs): Metres {
  const [lng, lat] = projectionTo(crs)?.(toDegrees(x), toDegrees(y)) ?? [toDegrees(x), toDegrees(y)];
  const [readLng, readLat] = projectionFrom(assumed)?.(lng, lat) ?? [lng, lat];
  return [toUnits(readLng), toUnits(readLat)];
}

/** The edges that areas do not share with each other. */
function outerEdges(areas: readonly Area[]): Edge[] {
  const chain = new Chain(areas.reduce((sum, area) => sum + vertexCount(area), 0));
  areas.forEach((area, a) => chain.addBoundary(area, a));
  return [...chain.residual()].map((e) => [chain.ax[e], chain.ay[e], chain.bx[e], chain.by[e]] as unknown as Edge);
}

/** Points along edges, in metres. */
function alongEdges(edges: readonly Edge[], { east, north }: { east: number; north: number }): Metres[] {
  const lengths = edges.map(([ax, ay, bx, by]) => Math.hypot((bx - ax) * east, (by - ay) * north));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const spacing = Math.max(SPACING_METRES, total / MOST_POINTS);
  return edges.flatMap(([ax, ay, bx, by], e) => {
    const count = Math.ceil((lengths[e] as number) / spacing);
    return Array.from(
      { length: count },
      (_, i): Metres => [(ax + ((bx - ax) * i) / count) * east, (ay + ((by - ay) * i) / count) * north],
    );
  });
}

/** Places along an outline, evenly spaced, in lattice units. */
function placesAlong(outline: Area): Metres[] {
  const edges = [...edgesOf(outline)];
  const lengths = edges.map(([ax, ay, bx, by]) => Math.hypot(bx - ax, by - ay));
  const spacing = lengths.reduce((sum, length) => sum + length, 0) / SAMPLES;
  const places: Metres[] = [];
  let along = 0;
  for (const [e, [ax, ay, bx, by]] of edges.entries()) {
    const length = lengths[e] as number;
    for (; along < length; along += spacing)
      places.push([ax + ((bx - ax) * along) / length, ay + ((by - ay) * along) / length]);
    along -= length;
  }
  return places;
}

/** The mean distance of the nearer half of the samples that lie within reach of the points at all; Infinity where none does. */
function halfMean(samples: readonly Metres[], points: readonly Metres[], index: Flatbush): number {
  const distances = samples
    .flatMap(([x, y]) => {
      const [nearest] = index.neighbors(x, y, 1, REACH_METRES);
      const [px, py] = points[nearest ?? -1] ?? [Number.NaN, 0];
      return Number.isNaN(px) ? [] : [Math.hypot(px - x, py - y)];
    })
    .sort((a, b) => a - b);
  const counted = distances.slice(0, Math.ceil(distances.length * SHARE));
  return counted.length === 0
    ? Number.POSITIVE_INFINITY
    : counted.reduce((sum, each) => sum + each, 0) / counted.length;
}
