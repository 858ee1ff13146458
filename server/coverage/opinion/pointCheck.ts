import { samplePoints } from '../../core/coverage/samplePoints.ts';
import { seededRandom } from '../../core/drafting/random.ts';
import { type Point, toDegrees } from '../../core/geometry/lattice.ts';
import type { LoadedCoverage } from '../loadedCoverage.ts';
import type { Inspection } from './inspection.ts';
import { coveringGrids, gridsBordering } from './judgementQueries.ts';

const POINTS = 1_000;
/** About 10 ms of PostGIS's time. */
const BATCH = 100;
/**
 * A hundredth of a lattice unit. A lattice point on a slanting border is, as a pair of doubles, a little beside it, and PostGIS
 * may see it on the other side.
 */
const ROUNDING_DEGREES = 1e-9;

/** A thousand random points: the grid that the lookup names covers the point, and no grid covers one that it finds outside. */
export async function checkPoints(
  inspection: Inspection,
  loaded: LoadedCoverage,
  seed: number,
): Promise<{ asked: number; differing: number }> {
  const outline = loaded.areas('district')[0]?.area ?? [];
  const areas = loaded.grids.map(({ area }) => area);
  const points = samplePoints(areas, outline, POINTS, seededRandom(seed));
  let differing = 0;
  for (let i = 0; i < points.length; i += BATCH) {
    const batch = points.slice(i, i + BATCH);
    const covering = await inspection.ask((db, subject) => coveringGrids(db, subject, batch.map(inDegrees)));
    for (const [n, point] of batch.entries())
      if (await differs(inspection, loaded, point, covering[n] ?? [])) differing++;
  }
  return { asked: points.length, differing };
}

const inDegrees = ([x, y]: Point): Point => [toDegrees(x), toDegrees(y)];

async function differs(
  { findings, ask }: Inspection,
  loaded: LoadedCoverage,
  point: Point,
  covering: readonly string[],
): Promise<boolean> {
  const owner = loaded.points.ownerOf(...point);
  const named = owner < 0 ? null : loaded.grid(owner).code;
  if (named === null ? covering.length === 0 : covering.includes(named)) return false;
  const bordering = await ask((db, subject) => gridsBordering(db, subject, inDegrees(point), ROUNDING_DEGREES));
  if (named === null ? covering.every((code) => bordering.includes(code)) : bordering.includes(named)) return false;
  const codes = named === null ? covering : [named, ...covering];
  const theirs = covering.length === 0 ? 'no grid' : covering.join(', ');
  findings.add('point', codes, `The lookup gives ${named ?? 'no grid'} for a point that ${theirs} covers.`);
  return true;
}
