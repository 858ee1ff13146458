import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDistrict } from '../../../data/generator/readDistrict.ts';
import { projectionFrom, projectionTo, reachesShiftEdge } from '../../../server/core/coverage/datum.ts';
import type { Projection } from '../../../server/core/geometry/geoJson.ts';
import { toDegrees, toUnits } from '../../../server/core/geometry/lattice.ts';
import { fromWgs84, toWgs84 } from '../../../web/map/datum.ts';
import { publishedBd09, publishedGcj02 } from './publishedDatums.ts';

const shared =
  process.env['GRIDWARDEN_SHARED_DATA'] ??
  join(fileURLToPath(new URL('.', import.meta.url)), '..', '..', '..', '..', 'shared', 'data');

const SHIFTED = ['gcj02', 'bd09'] as const;
const to = (crs: (typeof SHIFTED)[number]) => projectionTo(crs) as Projection;
const from = (crs: (typeof SHIFTED)[number]) => projectionFrom(crs) as Projection;

const published = {
  gcj02: publishedGcj02,
  bd09: (position: readonly [number, number]) => publishedBd09(publishedGcj02(position)),
};

/** All that GCJ-02 shifts, two hundredths of a degree within its edge. */
const WEST = 72.024;
const EAST = 137.8147;
const SOUTH = 0.8493;
const NORTH = 55.8071;
/** Lattice points of all China, those where the formula has its kink (105° E) as often as any. */
const longitudes = fc.oneof(
  fc.integer({ min: toUnits(WEST), max: toUnits(EAST) }),
  fc.integer({ min: -200, max: 200 }).map((units) => toUnits(105) + units),
  fc.constantFrom(toUnits(WEST), toUnits(EAST)),
);
const latitudes = fc.oneof(
  fc.integer({ min: toUnits(SOUTH), max: toUnits(NORTH) }),
  fc.constantFrom(toUnits(SOUTH), toUnits(NORTH)),
);
const runs = { numRuns: 20_000, seed: 20261126 };

describe('the judge of these tests', () => {
  it('gives the values that the converters in use print in their manuals', () => {
    // coordtransform: wgs84togcj02, gcj02tobd09 and both; gcoord: WGS84 to BD09.
    const close = (got: readonly number[], wanted: readonly number[]) =>
      got.forEach((value, i) => expect(value).toBeCloseTo(wanted[i] as number, 12));
    close(publishedGcj02([116.404, 39.915]), [116.41024449916938, 39.91640428150164]);
    close(publishedBd09([116.404, 39.915]), [116.41036949371029, 39.92133699351021]);
    close(published.bd09([116.404, 39.915]), [116.41662724378733, 39.922699552216216]);
    close(published.bd09([116.403988, 39.914266]), [116.41661560068297, 39.92196580126834]);
  });
});

describe.each(SHIFTED)('%s', (crs) => {
  it('is what its published formula gives, everywhere in China, to a thousandth of a millimetre', () => {
    fc.assert(
      fc.property(longitudes, latitudes, (x, y) => {
        const position = [toDegrees(x), toDegrees(y)] as const;
        const [lng, lat] = to(crs)(...position);
        const [wantedLng, wantedLat] = published[crs](position);
        return Math.abs(lng - wantedLng) < 1e-11 && Math.abs(lat - wantedLat) < 1e-11;
      }),
      runs,
    );
  });

  it('turned back gives the very lattice point, everywhere in China', () => {
    fc.assert(
      fc.property(longitudes, latitudes, (x, y) => {
        const [lng, lat] = from(crs)(...published[crs]([toDegrees(x), toDegrees(y)]));
        return toUnits(lng) === x && toUnits(lat) === y;
      }),
      runs,
    );
  });

  it('turned back gives it too after a file has kept ten decimals only', () => {
    fc.assert(
      fc.property(longitudes, latitudes, (x, y) => {
        const [lng, lat] = published[crs]([toDegrees(x), toDegrees(y)]).map((value) => Number(value.toFixed(10)));
        const [backLng, backLat] = from(crs)(lng as number, lat as number);
        return toUnits(backLng) === x && toUnits(backLat) === y;
      }),
      runs,
    );
  });

  it('is shown on the map as the server converts it, both ways', () => {
    expect(fromWgs84(109.07, 34.27, crs)).toEqual([...to(crs)(109.07, 34.27)]);
    expect(toWgs84(109.07, 34.27, crs)).toEqual([...from(crs)(109.07, 34.27)]);
  });
});

describe('WGS84 and CGCS2000', () => {
  it('are left as they are', () => {
    for (const crs of ['wgs84', 'cgcs2000'] as const)
      expect([projectionFrom(crs), projectionTo(crs)]).toEqual([null, null]);
  });
});

describe('the edge of what GCJ-02 shifts', () => {
  const boxAt = (lng: number, lat: number, size = 0.01) =>
    [lng, lat, lng + size, lat + size].map(toUnits) as [number, number, number, number];

  it.each([
    ['west', 72, 30],
    ['east', 137.83, 40],
    ['south', 100, 0.82],
    ['north', 120, 55.82],
    ['a corner', 72, 0.82],
  ])('is seen in the %s', (_where, lng, lat) => {
    expect(reachesShiftEdge(boxAt(lng, lat))).toBe(true);
  });

  it.each([
    ['Xi’an', 109, 34.2],
    ['Tashkurgan', 75.2, 37.7],
    ['Fuyuan', 134.5, 48.3],
    ['the Spratly Islands', 114.3, 10.3],
    ['Mohe', 122.5, 53.4],
    ['Prague, far outside', 14.4, 50.1],
    ['Quito, outside on the same latitude', -78.5, 0.82],
  ])('does not reach %s', (_where, lng, lat) => {
    expect(reachesShiftEdge(boxAt(lng, lat))).toBe(false);
  });

  it('is told wherever a position does not come back, and nowhere else outside is one shifted', () => {
    // A band of half a degree about each edge.
    const band = (edges: readonly number[], low: number, high: number) =>
      fc.oneof(
        fc.tuple(fc.constantFrom(...edges), fc.double({ min: -0.25, max: 0.25, noNaN: true })).map(([e, d]) => e + d),
        fc.double({ min: low, max: high, noNaN: true }),
      );
    fc.assert(
      fc.property(band([72.004, 137.8347], 71, 139), band([0.8293, 55.8271], 0, 57), (lng, lat) => {
        const [x, y] = [toUnits(lng), toUnits(lat)];
        const comesBack = SHIFTED.every((crs) => {
          const [backLng, backLat] = from(crs)(...to(crs)(toDegrees(x), toDegrees(y)));
          return toUnits(backLng) === x && toUnits(backLat) === y;
        });
        return comesBack || reachesShiftEdge([x, y, x, y]);
      }),
      runs,
    );
    expect([...to('gcj02')(14.4, 50.1)]).toEqual([14.4, 50.1]);
  });
});

describe.skipIf(!existsSync(join(shared, 'baqiao.geojson')))(
  'the real outline of Baqiao (skipped where the shared data is missing)',
  () => {
    it('is the same from WGS84 and from GCJ-02, to the lattice unit', () => {
      const given = readDistrict(join(shared, 'baqiao.geojson'), 'wgs84').outline;
      const converted = readDistrict(join(shared, 'baqiao-gcj02.geojson'), 'gcj02').outline;
      const [a, b] = [given, converted].map((area) => Array.from(area[0]?.[0] ?? [])) as [number[], number[]];
      expect(b).toHaveLength(a.length);
      const greatest = Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
      expect(greatest).toBeLessThanOrEqual(1);
    });
  },
);
