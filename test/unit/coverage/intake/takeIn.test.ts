import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectionFrom } from '../../../../server/core/coverage/datum.ts';
import { planImport } from '../../../../server/core/coverage/intake/planImport.ts';
import { repairArea } from '../../../../server/core/coverage/intake/repair.ts';
import { takeIn } from '../../../../server/core/coverage/intake/takeIn.ts';
import { proveCoverage } from '../../../../server/core/coverage/proof/proof.ts';
import { readFeatures } from '../../../../server/core/coverage/proof/validation.ts';
import { doubledArea } from '../../../../server/core/geometry/area.ts';
import { AreaReader } from '../../../../server/core/geometry/geoJson.ts';
import { type Area, vertexCount } from '../../../../server/core/geometry/lattice.ts';
import { randomCoverage, randomSource } from '../randomCoverage.ts';

const prove = (areas: readonly Area[], outline: Area | null) =>
  proveCoverage(
    areas.map((area, i) => ({ name: String(i), area })),
    outline,
  );
const seeds = fc.integer({ min: 1, max: 1e9 });

/** Each vertex of each area moved for itself, as when neighbours were digitised apart. `units` 90 is about a metre. */
const digitisedApart = (areas: readonly Area[], units: number, random: () => number): Area[] =>
  areas.map((area) =>
    area.map((polygon) => polygon.map((ring) => ring.map((value) => value + Math.round((random() - 0.5) * units)))),
  );

/** Some vertices left out on one side, as when neighbours were simplified apart; only those that three areas do not share. */
const withoutSomeVertices = (
  areas: readonly Area[],
  keep: (x: number, y: number) => boolean,
  random: () => number,
): Area[] =>
  areas.map((area) =>
    area.map((polygon) =>
      polygon.map((ring) => {
        const kept: number[] = [];
        for (let i = 0; i < ring.length; i += 2) {
          const [x, y] = [ring[i] as number, ring[i + 1] as number];
          if (keep(x, y) || random() < 0.5) kept.push(x, y);
        }
        return Int32Array.from(kept);
      }),
    ),
  );

/** The points that more than two areas share, or two and the outline: where borders end. */
function borderEnds(areas: readonly Area[], outline: Area): (x: number, y: number) => boolean {
  const degree = new Map<string, Set<string>>();
  for (const ring of [...areas, outline].flat(2)) {
    for (let i = 0; i < ring.length; i += 2) {
      const n = (i + 2) % ring.length;
      const [a, b] = [`${ring[i]},${ring[i + 1]}`, `${ring[n]},${ring[n + 1]}`];
      degree.set(a, (degree.get(a) ?? new Set()).add(b));
      degree.set(b, (degree.get(b) ?? new Set()).add(a));
    }
  }
  return (x, y) => (degree.get(`${x},${y}`)?.size ?? 0) > 2;
}

describe('borders digitised apart', () => {
  it('fit together again within the tolerance, and prove', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { grids, outline } = randomCoverage(seed, { verticesPerSide: 2 });
        const apart = digitisedApart(
          grids.map((grid) => grid.area),
          90,
          randomSource(seed),
        );
        expect(prove(apart, outline).ok).toBe(false);
        const taken = takeIn({ outline, units: [], grids: apart }, 2);
        expect(prove(taken.grids, taken.outline).faults.filter((fault) => fault.severity === 'error')).toEqual([]);
        expect(taken.counts.farthestMoveMetres).toBeLessThan(2);
        expect(doubledArea(taken.outline as Area)).toBe(doubledArea(outline));
      }),
      { numRuns: 80, seed: 20261123 },
    );
  });

  it('keep detail that is finer than the tolerance, since neighbours along a ring never fall together', () => {
    // A border with a vertex every 100 units, about 1.1 m, on both sides, which stand a few units apart.
    const border = Array.from({ length: 11 }, (_, i) => 340_000_000 + 100 * i);
    const west = [
      [
        Int32Array.from([
          1_089_990_000,
          340_000_000,
          ...border.flatMap((y) => [1_090_000_000, y]),
          1_089_990_000,
          340_001_000,
        ]),
      ],
    ];
    const east = [
      [
        Int32Array.from([
          ...border.toReversed().flatMap((y) => [1_090_000_003, y + 2]),
          1_090_010_000,
          340_000_000,
          1_090_010_000,
          340_001_000,
        ]),
      ],
    ];
    const taken = takeIn({ outline: null, units: [], grids: [west, east] }, 1.3);
    expect(taken.grids.map(vertexCount)).toEqual([13, 13]);
    expect(taken.grids[0]).toEqual(west);
    expect(prove(taken.grids, null).ok).toBe(true);
  });

  it('with straight sides whose vertices stand on one side only are noded, without a tolerance too', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { grids, outline } = randomCoverage(seed, { verticesPerSide: 0, cell: 9000 });
        const random = randomSource(seed);
        const areas = grids.map((grid) => grid.area);
        const onSides = areas.map((area) =>
          area.map((polygon) =>
            polygon.map((ring) => {
              const added: number[] = [];
              for (let i = 0; i < ring.length; i += 2) {
                const n = (i + 2) % ring.length;
                const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[n], ring[n + 1]] as [
                  number,
                  number,
                  number,
                  number,
                ];
                added.push(ax, ay);
                if (random() < 0.4) added.push(Math.round(ax + (bx - ax) / 3), Math.round(ay + (by - ay) / 3));
              }
              return Int32Array.from(added);
            }),
          ),
        );
        const taken = takeIn({ outline, units: [], grids: onSides }, 0);
        expect(prove(taken.grids, taken.outline).faults.filter((fault) => fault.severity === 'error')).toEqual([]);
        expect(taken.counts.farthestMoveMetres).toBeLessThan(0.02);
      }),
      { numRuns: 80, seed: 20261123 },
    );
  });

  it('and simplified apart are reported with what is left, and never made worse without saying so', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { grids, outline } = randomCoverage(seed, { verticesPerSide: 2 });
        const areas = grids.map((grid) => grid.area);
        const simplified = withoutSomeVertices(areas, borderEnds(areas, outline), randomSource(seed));
        const taken = takeIn({ outline, units: [], grids: simplified }, 80);
        const proof = prove(taken.grids, taken.outline);
        expect(proof.ok).toBe(proof.faults.every((fault) => fault.severity === 'warning'));
      }),
      { numRuns: 60, seed: 20261123 },
    );
  });

  it('that match already are left exactly as they are, whatever the tolerance', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { grids, outline } = randomCoverage(seed, { slivers: true });
        const areas = grids.map((grid) => grid.area);
        const taken = takeIn({ outline, units: [], grids: areas }, 100);
        expect(taken.grids).toEqual(areas);
        expect(taken.outline).toEqual(outline);
      }),
      { numRuns: 60, seed: 20261123 },
    );
  });
});

describe('repairing a ring', () => {
  it('takes out repeated points, spikes and rings without area, and counts them', () => {
    const counts = { repeatedPoints: 0, spikes: 0, emptyRings: 0 };
    const repaired = repairArea(
      [[Int32Array.from([0, 0, 10, 0, 20, 0, 10, 0, 10, 0, 10, 10, 0, 10]), Int32Array.from([2, 2, 4, 4, 3, 3])]],
      counts,
    );
    expect(repaired).toEqual([[Int32Array.from([0, 0, 10, 0, 10, 10, 0, 10])]]);
    expect(counts).toEqual({ repeatedPoints: 2, spikes: 2, emptyRings: 1 });
  });
});

const sharedData = process.env['GRIDWARDEN_SHARED_DATA'] ?? '../shared/data';
const hasSharedData = existsSync(`${sharedData}/baqiao.geojson`);
if (!hasSharedData)
  console.warn('The real boundaries are not here (GRIDWARDEN_SHARED_DATA): the tests that run on them are skipped.');
const readShared = (name: string) =>
  JSON.parse(readFileSync(`${sharedData}/${name}`, 'utf8')) as GeoJSON.FeatureCollection;

describe.skipIf(!hasSharedData)('real boundaries', () => {
  const plain = {
    districtCode: '05',
    district: null,
    units: null,
    grids: null,
    snapMetres: 0,
    assignCodes: true,
  } as const;

  it('of Baqiao come out the same from WGS84 and from GCJ-02, to the lattice unit', () => {
    const direct = planImport({ ...plain, crs: 'wgs84', district: readShared('baqiao.geojson') });
    const shifted = planImport({ ...plain, crs: 'gcj02', district: readShared('baqiao-gcj02.geojson') });
    expect(direct.report.ok).toBe(true);
    expect(shifted.candidate.working).toEqual(direct.candidate.working);
    expect(direct.report.areaSquareMetres / 1e6).toBeCloseTo(325.697, 2);
  });

  it('of thirteen districts of Xi’an prove as one coverage', () => {
    const { report } = planImport({ ...plain, crs: 'gcj02', grids: readShared('xian-districts-gcj02.geojson') });
    expect(report.ok).toBe(true);
    expect(report.counts.grids).toBe(13);
    expect(report.faults.map((fault) => fault.kind)).toEqual(['multi-part']);
  });

  it('of Xi’an, each district shaken for itself by a metre and a half, are snapped and noded to a proof', () => {
    const reader = new AreaReader(projectionFrom('gcj02'));
    const areas = readFeatures(readShared('xian-districts-gcj02.geojson'), reader, '').map(({ area }) => area);
    const shaken = digitisedApart(areas, 140, randomSource(5));
    expect(prove(shaken, null).ok).toBe(false);
    const taken = takeIn({ outline: null, units: [], grids: shaken }, 4);
    expect(prove(taken.grids, null).ok).toBe(true);
    expect(taken.counts.farthestMoveMetres).toBeLessThan(4);
  });

  it('of Baqiao, coarse within fine, leave faults that are all placed on the outline', () => {
    const coarse = readShared('xian-districts-gcj02.geojson');
    const own = { ...coarse, features: coarse.features.filter((feature) => feature.properties?.['adcode'] === 610111) };
    const { report } = planImport({
      ...plain,
      crs: 'gcj02',
      snapMetres: 30,
      district: readShared('baqiao-gcj02.geojson'),
      grids: own,
    });
    expect(report.ok).toBe(false);
    expect(report.faults.length).toBeGreaterThan(0);
    expect(report.faults.every((fault) => ['gap', 'outside-parent', 'unmatched-vertex'].includes(fault.kind))).toBe(
      true,
    );
  });
});
