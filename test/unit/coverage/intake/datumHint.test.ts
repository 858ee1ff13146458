import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectionFrom } from '../../../../server/core/coverage/datum.ts';
import { datumHint } from '../../../../server/core/coverage/intake/datumHint.ts';
import type { Crs } from '../../../../server/core/coverage/schemas.ts';
import { AreaReader } from '../../../../server/core/geometry/geoJson.ts';
import { type Area, toDegrees } from '../../../../server/core/geometry/lattice.ts';
import { publishedBd09, publishedGcj02 } from '../publishedDatums.ts';
import { randomCoverage, randomSource } from '../randomCoverage.ts';

type Position = readonly [number, number];

const INTO: Record<Crs, (position: Position) => Position> = {
  wgs84: (position) => position,
  cgcs2000: (position) => position,
  gcj02: publishedGcj02,
  bd09: (position) => publishedBd09(publishedGcj02(position)),
};

/** Areas as they come out of a file that is in datum `given` and is read as if it were in `assumed`. */
function readAs(areas: readonly Area[], given: Crs, assumed: Crs): Area[] {
  const reader = new AreaReader(projectionFrom(assumed));
  return areas.map((area) => {
    const coordinates = area.map((polygon) =>
      polygon.map((ring) => {
        const positions = Array.from({ length: ring.length / 2 }, (_, i) =>
          INTO[given]([toDegrees(ring[2 * i] as number), toDegrees(ring[2 * i + 1] as number)]),
        );
        return [...positions, positions[0] as Position];
      }),
    );
    return reader.read({ type: 'MultiPolygon', coordinates }, '') ?? [];
  });
}

/** A district of some ten kilometres at Xi’an, its grids about a kilometre wide. */
const districtOf = (seed: number) =>
  randomCoverage(seed, {
    columns: 10,
    rows: 9,
    cell: 100_000,
    verticesPerSide: 2,
    origin: [1_090_000_000, 342_000_000],
  });
const noisy = (areas: readonly Area[], metres: number, seed: number): Area[] => {
  const random = randomSource(seed);
  const units = metres * 90;
  return areas.map((area) =>
    area.map((polygon) => polygon.map((ring) => ring.map((value) => value + Math.round((random() * 2 - 1) * units)))),
  );
};

const datums = fc.constantFrom<Crs>('wgs84', 'cgcs2000', 'gcj02', 'bd09');
const seeds = fc.integer({ min: 1, max: 1e9 });
/** CGCS2000 is taken as WGS84. */
const plain = (crs: Crs): Crs => (crs === 'cgcs2000' ? 'wgs84' : crs);
const runs = { numRuns: 60, seed: 20261126 };

describe('the hint that a file is in another datum', () => {
  it('names the right one for whole districts, sloppily digitised ones too, and is silent when the datum is right', () => {
    fc.assert(
      fc.property(seeds, datums, datums, fc.constantFrom(0, 1, 15), (seed, given, assumed, metres) => {
        const { grids, outline } = districtOf(seed);
        const areas = noisy(
          grids.map(({ area }) => area),
          metres,
          seed,
        );
        const hint = datumHint(readAs(areas, given, assumed), outline, assumed);
        if (plain(given) === plain(assumed)) expect(hint).toBeNull();
        else expect(hint).toMatchObject({ note: 'datum-doubtful', crs: plain(given) });
      }),
      runs,
    );
  });

  it('names it for a part of a district that touches the outline', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { grids, outline } = districtOf(seed);
        // The south-west of the district: its grids with a corner there.
        const part = grids.map(({ area }) => area).filter((area) => (area[0]?.[0]?.[1] ?? 0) < 342_300_000);
        expect(datumHint(readAs(part, 'gcj02', 'wgs84'), outline, 'wgs84')).toMatchObject({ crs: 'gcj02' });
        expect(datumHint(part, outline, 'wgs84')).toBeNull();
      }),
      runs,
    );
  });

  it('says how far off the borders are', () => {
    const { grids, outline } = districtOf(3);
    const areas = grids.map(({ area }) => area);
    const hint = datumHint(readAs(areas, 'gcj02', 'wgs84'), outline, 'wgs84');
    expect(hint?.metres).toBeLessThan(5);
    expect(hint?.assumedMetres).toBeGreaterThan(50);
  });

  it('is not made of another district, of nothing, or where no outline is known', () => {
    const { grids, outline } = districtOf(3);
    const areas = grids.map(({ area }) => area);
    const elsewhere = randomCoverage(4, { origin: [1_100_000_000, 350_000_000] });
    expect(datumHint(areas, elsewhere.outline, 'wgs84')).toBeNull();
    expect(datumHint([], outline, 'wgs84')).toBeNull();
    expect(datumHint(readAs(areas, 'gcj02', 'wgs84'), null, 'wgs84')).toBeNull();
  });

  it('is made of what the file itself says', () => {
    expect(datumHint([], null, 'wgs84', 'GCJ-02')).toMatchObject({ note: 'datum-declared', crs: 'gcj02' });
    expect(datumHint([], null, 'wgs84', 'BD-09')).toMatchObject({ note: 'datum-declared', crs: 'bd09' });
    expect(datumHint([], null, 'gcj02', 'GCJ-02')).toBeNull();
    expect(datumHint([], null, 'wgs84', 'EPSG:4490')).toBeNull();
  });
});
