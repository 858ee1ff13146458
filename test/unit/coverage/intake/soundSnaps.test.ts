import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../../server/core/coverage/intake/checkFile.ts';
import { takeIn } from '../../../../server/core/coverage/intake/takeIn.ts';
import { toGeoJson } from '../../../../server/core/geometry/geoJson.ts';
import type { Area, Ring } from '../../../../server/core/geometry/lattice.ts';
import { randomCoverage, randomSource } from '../randomCoverage.ts';

type Corner = readonly [bigint, bigint];

const cornersOf = (ring: Ring): Corner[] =>
  Array.from({ length: ring.length / 2 }, (_, i) => [BigInt(ring[2 * i] as number), BigInt(ring[2 * i + 1] as number)]);
const turn = ([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): bigint =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
const isBetween = ([ax, ay]: Corner, [bx, by]: Corner, [x, y]: Corner): boolean =>
  x >= (ax < bx ? ax : bx) && x <= (ax > bx ? ax : bx) && y >= (ay < by ? ay : by) && y <= (ay > by ? ay : by);

/** Do two segments have a point in common? */
function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc === 0n && isBetween(a, b, c)) return true;
  if (abd === 0n && isBetween(a, b, d)) return true;
  if (cda === 0n && isBetween(c, d, a)) return true;
  if (cdb === 0n && isBetween(c, d, b)) return true;
  return abc > 0n !== abd > 0n && cda > 0n !== cdb > 0n && abc !== 0n && abd !== 0n && cda !== 0n && cdb !== 0n;
}

/** Is a ring simple, by looking at each pair of its edges? The judge shares nothing with the engine. */
function isSimple(ring: Ring): boolean {
  const corners = cornersOf(ring);
  const count = corners.length;
  const at = (i: number): Corner => corners[i % count] as Corner;
  if (count < 3) return false;
  for (let i = 0; i < count; i++) {
    const [before, here, after] = [at(i + count - 1), at(i), at(i + 1)];
    // Neighbouring edges may have their corner in common only.
    if (turn(before, here, after) === 0n && (isBetween(before, here, after) || isBetween(here, after, before)))
      return false;
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      if (meet(at(i), at(i + 1), at(j), at(j + 1))) return false;
    }
  }
  return true;
}

const isValid = (area: Area): boolean => area.length > 0 && area.flat().every(isSimple);

/** Each vertex of each area moved for itself by up to so many lattice units. */
const shaken = (areas: readonly Area[], units: number, random: () => number): Area[] =>
  areas.map((area) =>
    area.map((polygon) => polygon.map((ring) => ring.map((value) => value + Math.round((random() * 2 - 1) * units)))),
  );

describe('snapping', () => {
  it('never makes an invalid ring, or nothing, out of a valid one, however wide it reaches', () => {
    let leftOut = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.constantFrom(1, 5, 20, 100),
        fc.boolean(),
        (seed, metres, hasOutline) => {
          const { grids, outline } = randomCoverage(seed, { columns: 5, rows: 4, cell: 3000, verticesPerSide: 3 });
          const before = shaken(
            grids.map(({ area }) => area),
            60 * Math.min(metres, 5),
            randomSource(seed),
          );
          const taken = takeIn({ outline: hasOutline ? outline : null, units: [], grids: before }, metres);
          leftOut += taken.counts.snapsLeftOut;
          before.forEach((area, a) => {
            if (!isValid(area)) return;
            const after = taken.grids[a] as Area;
            expect(isValid(after)).toBe(true);
            expect(after.flat()).toHaveLength(area.flat().length);
          });
          expect(taken.leftOut).toHaveLength(taken.counts.snapsLeftOut);
        },
      ),
      { numRuns: 60, seed: 20261126 },
    );
    // Else nothing was tried.
    expect(leftOut).toBeGreaterThan(100);
  });

  it('still joins what can be joined beside what cannot', () => {
    // Two squares 1 m apart, and in the left one a notch 3 m wide whose lips a snap of 5 m would press through each other.
    const left = [[Int32Array.from([0, 0, 1000, 0, 1000, 480, 300, 490, 300, 510, 1000, 520, 1000, 1000, 0, 1000])]];
    const right = [[Int32Array.from([1090, 0, 2000, 0, 2000, 1000, 1090, 1000, 1090, 500])]];
    const { grids, counts } = takeIn({ outline: null, units: [], grids: [left, right] }, 5);
    expect(grids.every(isValid)).toBe(true);
    expect(grids[1]?.[0]?.[0]?.slice(0, 2)).toEqual(Int32Array.from([1000, 0]));
    expect(counts.snappedVertices).toBeGreaterThanOrEqual(2);
  });

  it('tells how many snaps it left out, and where', () => {
    const { grids } = randomCoverage(77, { columns: 5, rows: 4, cell: 3000, verticesPerSide: 3 });
    const before = shaken(
      grids.map(({ area }) => area),
      300,
      randomSource(77),
    ).filter(isValid);
    const { notes } = checkFile({
      file: {
        type: 'FeatureCollection',
        features: before.map((area) => ({ type: 'Feature', properties: {}, geometry: toGeoJson(area) })),
      },
      parent: null,
      crs: 'wgs84',
      snapMetres: 20,
      description: { format: 'GeoJSON', layers: [], columns: [], notes: [] },
      parentDescription: null,
    });
    const [note] = notes;
    expect(note).toMatchObject({ note: 'snaps-left-out', severity: 'note', at: { type: 'MultiPoint' } });
    const places = note?.at as GeoJSON.MultiPoint;
    expect(places.coordinates).toHaveLength(note?.count ?? 0);
  });
});
