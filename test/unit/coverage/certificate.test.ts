import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfAreas, makeCertificate } from '../../../server/core/coverage/certificate.ts';
import { checkCertificate } from '../../../server/core/coverage/certificateCheck.ts';
import { deriveUnits } from '../../../server/core/coverage/levels.ts';
import { outlineOf } from '../../../server/core/coverage/outlines.ts';
import { toGeoJson } from '../../../server/core/geometry/geoJson.ts';
import type { Area, Ring } from '../../../server/core/geometry/lattice.ts';
import { fromWkb, toWkb } from '../../../server/core/geometry/wkb.ts';
import { DAMAGES } from './damage.ts';
import { randomCoverage, randomSource } from './randomCoverage.ts';

const coverageOf = (seed: number) => {
  const { grids, outline } = randomCoverage(seed);
  const certificate = makeCertificate({
    district: { code: '05', name: '灞桥区' },
    generation: 1,
    effectiveAt: '2026-11-23T00:00:00.000Z',
    previousSha256: null,
    outline,
    districtArea: outlineOf(grids.map((grid) => grid.area)),
    units: deriveUnits(grids),
    grids,
  });
  return { grids, certificate };
};
const collectionOf = (grids: readonly { code: string; area: Area }[]) => ({
  type: 'FeatureCollection',
  features: grids.map(({ code, area }) => ({ type: 'Feature', properties: { code }, geometry: toGeoJson(area) })),
});
const turned = (ring: Ring, by: number): Ring =>
  Int32Array.from([...ring.subarray(2 * (by % (ring.length / 2))), ...ring.subarray(0, 2 * (by % (ring.length / 2)))]);
const seeds = fc.integer({ min: 1, max: 1e9 });

describe('a certificate', () => {
  it('verifies from its grids alone, however they were written down', () => {
    fc.assert(
      fc.property(seeds, fc.nat(50), (seed, by) => {
        const { grids, certificate } = coverageOf(seed);
        const rewritten = grids
          .map((grid) => ({
            ...grid,
            area: grid.area.toReversed().map((polygon) => polygon.map((ring) => turned(ring, by))),
          }))
          .toReversed();
        expect(checkCertificate(certificate, collectionOf(rewritten)).filter((check) => !check.ok)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('does not verify after any single damage to a grid, nor after a change to itself', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...DAMAGES), (seed, damage) => {
        const { grids, certificate } = coverageOf(seed);
        const damaged = damage.apply(grids, randomSource(seed));
        // The door turns rings back and drops a vertex that repeats, so those files are the same as before.
        fc.pre(damage.name !== 'turned ring' && hashOfAreas(damaged) !== hashOfAreas(grids));
        expect(checkCertificate(certificate, collectionOf(damaged)).every((check) => check.ok)).toBe(false);
        const forged = { ...certificate, generation: 2 };
        expect(checkCertificate(forged, collectionOf(grids)).map((check) => check.ok)).toEqual([
          false,
          true,
          true,
          true,
          true,
          true,
        ]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('well-known binary', () => {
  it('gives back the very integers that went in', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
            fc.integer({ min: -900_000_000, max: 900_000_000 }),
          ),
          { minLength: 3 },
        ),
        (points) => {
          const area: Area = [[Int32Array.from(points.flat())]];
          expect(fromWkb(toWkb(area))).toEqual(area);
        },
      ),
    );
  });
});
