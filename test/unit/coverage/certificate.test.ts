import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hashOfAreas,
  hashOfCertificate,
  makeCertificate,
} from '../../../server/core/coverage/certificate/certificate.ts';
import { checkCertificate } from '../../../server/core/coverage/certificate/certificateCheck.ts';
import type { Grid } from '../../../server/core/coverage/model.ts';
import { outlineOf } from '../../../server/core/coverage/outlines.ts';
import { deriveUnits } from '../../../server/core/coverage/proof/levels.ts';
import { MandatedOutline } from '../../../server/core/coverage/proof/refinement.ts';
import type { Certificate } from '../../../server/core/coverage/schemas.ts';
import { edgesOf } from '../../../server/core/geometry/edges.ts';
import { toGeoJson } from '../../../server/core/geometry/geoJson.ts';
import type { Area, Ring } from '../../../server/core/geometry/lattice.ts';
import { fromWkb, toWkb } from '../../../server/core/geometry/wkb.ts';
import { DAMAGES } from './damage.ts';
import { box, fourSquares, gridOf, ringOf } from './edits/grounds.ts';
import { randomCoverage, randomSource } from './randomCoverage.ts';

const coverageOf = (seed: number) => {
  const { grids, outline } = randomCoverage(seed);
  const certificate = makeCertificate({
    district: { code: '05', name: '灞桥区' },
    generation: 1,
    effectiveAt: '2026-11-23T00:00:00.000Z',
    previousSha256: null,
    outline,
    insertions: [],
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

/** The certificate of some grids on an outline as if the proof had found these points on it. */
const certified = (grids: Grid[], outline: Area, insertions: number[][]): Certificate =>
  makeCertificate({
    district: { code: '05', name: '灞桥区' },
    generation: 1,
    effectiveAt: '2026-11-23T00:00:00.000Z',
    previousSha256: null,
    outline,
    insertions,
    districtArea: outlineOf(grids.map((grid) => grid.area)),
    units: deriveUnits(grids),
    grids,
  });
const failing = (...given: Parameters<typeof checkCertificate>): string[] =>
  checkCertificate(...given).flatMap(({ what, ok }) => (ok ? [] : [what]));

describe('a certificate and the outline that was given', () => {
  const given = box(0, 0, 4, 4);
  const grids = [...fourSquares().grids()];
  const { insertions } = new MandatedOutline(given).refinedBy(edgesOf(outlineOf(grids.map(({ area }) => area))));
  const certificate = certified(grids, given, insertions);
  const wider: Area = [[ringOf([0, 0], [4, 0], [4, 4], [5, 5], [0, 4])]];

  it('has the hash of the outline as given, names the points put on it, and verifies with its file and without', () => {
    expect(certificate.outlineSha256).toBe(hashOfAreas([{ code: '05', area: given }]));
    expect(certificate.outlineInsertions?.map((line) => line.length)).toEqual([6, 6, 6, 6]);
    expect(failing(certificate, collectionOf(grids))).toEqual([]);
    expect(failing(certificate, collectionOf(grids), toGeoJson(given))).toEqual([]);
  });

  it('does not verify with the file of another outline', () => {
    expect(failing(certificate, collectionOf(grids), toGeoJson(wider))).toEqual([
      'the district fills the outline of the file, with no gap and nothing outside',
      'the certificate speaks of the outline of the file',
    ]);
  });

  it('made by hand for a district that leaves the outline is found out by the file, and by its points without it', () => {
    const bulging: Area = [[ringOf([0, 0], [4, 0], [4, 2], [4, 4], [2, 4.5], [0, 4], [0, 2])]];
    const [bulge] = [gridOf('050101', bulging)];
    const onItsOwn = certified([bulge], bulging, []);
    expect(failing(onItsOwn, collectionOf([bulge]))).toEqual([]);
    expect(failing(onItsOwn, collectionOf([bulge]), toGeoJson(given))).toHaveLength(2);
    const line = (...points: [number, number][]) => [...ringOf(...points)];
    const lying = certified([bulge], given, [
      line([4, 4], [2, 4.5], [0, 4]),
      line([4, 0], [4, 2], [4, 4]),
      line([0, 4], [0, 2], [0, 0]),
    ]);
    expect(lying.outlineSha256).toBe(certificate.outlineSha256);
    expect(failing(lying, collectionOf([bulge]))).toHaveLength(1);
  });

  it('that is not written as one is refused with its places, whatever stands in it', () => {
    for (const outlineInsertions of ['x', [null], 7, {}, [['a']], [[1.5, 2]]]) {
      const forged = { ...certificate, outlineInsertions };
      expect(() => checkCertificate(forged, collectionOf(grids))).toThrow('no certificate');
    }
    const uneven = { ...certificate, outlineInsertions: [[1, 2, 3, 4, 5, 6, 7]] };
    expect(failing(uneven, collectionOf(grids))).toHaveLength(2);
    for (const nothing of [null, [], 'x', {}]) expect(() => checkCertificate(nothing, collectionOf(grids))).toThrow();
  });

  it('of the first form says that it only speaks of the working outline, and is compared with the file where there is one', () => {
    const working = outlineOf(grids.map(({ area }) => area));
    const { outlineInsertions: _none, ...rest } = certified(grids, working, []);
    const body = { ...rest, format: 'gridwarden-certificate-1' as const };
    const first = { ...body, sha256: hashOfCertificate(body) };
    expect(failing(first, collectionOf(grids))).toEqual([]);
    expect(checkCertificate(first, collectionOf(grids)).at(-1)?.what).toContain('first form');
    expect(failing(first, collectionOf(grids), toGeoJson(given))).toEqual([]);
    expect(failing(first, collectionOf(grids), toGeoJson(wider))).toHaveLength(1);
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
