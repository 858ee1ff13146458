import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../../server/core/coverage/model.ts';
import { proveThreeLevels } from '../../../server/core/coverage/proof/levels.ts';
import { proveCoverage } from '../../../server/core/coverage/proof/proof.ts';
import { doubledArea } from '../../../server/core/geometry/area.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { DAMAGES } from './damage.ts';
import { randomCoverage, randomSource } from './randomCoverage.ts';

const prove = (grids: readonly Grid[], outline: Area | null) =>
  proveCoverage(
    grids.map((grid) => ({ name: grid.code, area: grid.area })),
    outline,
  );

const anyCoverage = fc
  .record({
    seed: fc.integer({ min: 1, max: 1e9 }),
    slivers: fc.boolean(),
    verticesPerSide: fc.integer({ min: 0, max: 3 }),
    cellsPerGrid: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ seed, ...options }) => ({ seed, ...randomCoverage(seed, options) }));

describe('a random coverage', () => {
  it('proves, with concave, holed and many-part grids and slivers of one lattice unit', () => {
    let holes = 0;
    let parts = 0;
    fc.assert(
      fc.property(anyCoverage, ({ grids, outline }) => {
        const proof = prove(grids, outline);
        expect(proof.faults.filter((fault) => fault.severity === 'error')).toEqual([]);
        expect(proof.ok).toBe(true);
        expect(grids.reduce((sum, grid) => sum + doubledArea(grid.area), 0n)).toBe(doubledArea(outline));
        holes += grids.filter((grid) => grid.area.some((polygon) => polygon.length > 1)).length;
        parts += grids.filter((grid) => grid.area.length > 1).length;
      }),
      { numRuns: 300 },
    );
    expect(holes).toBeGreaterThan(20);
    expect(parts).toBeGreaterThan(20);
  });

  it('proves without an outline too, since no gap is enclosed', () => {
    fc.assert(
      fc.property(anyCoverage, ({ grids }) => {
        const proof = prove(grids, null);
        expect(proof.ok).toBe(true);
        expect(proof.counts.gaps).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('proves at all three levels, with units whose areas are sums of their grids', () => {
    fc.assert(
      fc.property(anyCoverage, ({ grids, outline }) => {
        const units = [...new Set(grids.map((grid) => grid.code.slice(0, 4)))].map((code) => ({ code, name: code }));
        const proof = proveThreeLevels({ district: { code: '05', name: 'x' }, outline, units, grids });
        expect(proof.ok).toBe(true);
        expect(doubledArea(proof.districtArea)).toBe(doubledArea(outline));
        expect(proof.units.reduce((sum, unit) => sum + doubledArea(unit.area), 0n)).toBe(doubledArea(outline));
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(DAMAGES.map((damage) => [damage.name, damage] as const))('a %s', (name, damage) => {
  it('is found, and placed at the edges it changed', () => {
    fc.assert(
      fc.property(anyCoverage, ({ seed, grids, outline }) => {
        const damaged = damage.apply(grids, randomSource(seed + 1));
        const isSame =
          damaged.length === grids.length &&
          damaged.every((grid, g) => grid === grids[g] || grid.area[0]?.[0] === grids[g]?.area[0]?.[0]);
        fc.pre(!isSame);
        const proof = prove(damaged, outline);
        expect(proof.ok).toBe(false);
        const errors = proof.faults.filter((fault) => fault.severity === 'error');
        expect(errors.length).toBeGreaterThan(0);
        const place = placeOfDamage(grids, damaged);
        for (const fault of errors) for (const position of positionsOf(fault.at)) expect(place(position)).toBe(true);
        if (name === 'dropped grid') expect(errors.map((fault) => fault.kind)).toContain('gap');
        if (name === 'doubled grid') {
          expect(errors.map((fault) => fault.kind)).toContain('duplicate');
          expect(proof.counts.overlaps).toBe(1);
        }
        if (name === 'turned ring') expect(errors.map((fault) => fault.kind)).toContain('not-simple');
        if (name === 'added vertex') expect(errors.map((fault) => fault.kind)).toContain('unmatched-vertex');
      }),
      { numRuns: 150 },
    );
  });
});

describe('a dropped grid', () => {
  it('leaves gaps that are together exactly as large as it was', () => {
    fc.assert(
      fc.property(anyCoverage, fc.nat(), ({ grids, outline }, n) => {
        fc.pre(grids.length > 1);
        const dropped = grids[n % grids.length] as Grid;
        const proof = prove(
          grids.filter((grid) => grid !== dropped),
          outline,
        );
        const gaps = proof.faults.filter((fault) => fault.kind === 'gap');
        const found = gaps.reduce((sum, fault) => sum + (fault.areaSquareMetres ?? 0), 0);
        const doubled = Number(doubledArea(dropped.area));
        const squareMetresPerUnit = 0.00922 * 0.01109;
        expect(found).toBeGreaterThan((doubled / 2) * squareMetresPerUnit * 0.99);
        expect(found).toBeLessThan((doubled / 2) * squareMetresPerUnit * 1.01);
        expect(gaps.every((fault) => !fault.grids.includes(dropped.code))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('faults name those concerned', () => {
  const square = (x: number, y: number, width: number, height: number): Area => [
    [Int32Array.from([x, y, x + width, y, x + width, y + height, x, y + height])],
  ];
  const grid = (code: string, area: Area): Grid => ({ id: code, code, name: code, revision: 1, area });

  it('an overlap its two grids, a gap its neighbours, and ground outside its grid', () => {
    const outline = square(0, 0, 4000, 1000);
    const grids = [
      grid('050101', square(0, 0, 1500, 1000)),
      grid('050102', square(1000, 0, 1000, 1000)),
      grid('050103', square(3000, 0, 2000, 1000)),
    ];
    const faults = prove(grids, outline).faults;
    expect(faults.find((fault) => fault.kind === 'overlap')?.grids).toEqual(['050101', '050102']);
    expect(faults.find((fault) => fault.kind === 'gap')?.grids).toEqual(['050102', '050103']);
    expect(faults.find((fault) => fault.kind === 'outside-parent')?.grids).toEqual(['050103']);
  });

  it('three grids on one spot are told from two, though the overlap reaches across the outline', () => {
    const outline = square(0, 0, 3000, 1000);
    const grids = [
      grid('a', square(0, 0, 3000, 1000)),
      grid('b', square(1000, -500, 1000, 1000)),
      grid('c', square(1500, -500, 1000, 1000)),
    ];
    const overlaps = prove(grids, outline).faults.filter((fault) => fault.kind === 'overlap');
    expect(overlaps.map((fault) => fault.grids.join('')).sort()).toEqual(['ab', 'abc', 'ac', 'bc']);
  });

  it('an enclave that is missing leaves a gap, and one that is doubled an overlap of the enclave only', () => {
    const outer: Area = [
      [
        Int32Array.from([0, 0, 3000, 0, 3000, 3000, 0, 3000]),
        Int32Array.from([1000, 1000, 1000, 2000, 2000, 2000, 2000, 1000]),
      ],
    ];
    const gap = prove([grid('a', outer)], square(0, 0, 3000, 3000)).faults;
    expect(gap.map((fault) => [fault.kind, fault.grids])).toEqual([['gap', ['a']]]);
    const overlap = prove(
      [grid('a', square(0, 0, 3000, 3000)), grid('b', square(1000, 1000, 1000, 1000))],
      square(0, 0, 3000, 3000),
    ).faults;
    expect(overlap.map((fault) => [fault.kind, fault.grids])).toEqual([['overlap', ['a', 'b']]]);
  });

  it('a missing grid around an enclave leaves a gap with a hole', () => {
    const outline = square(0, 0, 3000, 3000);
    const faults = prove([grid('enclave', square(1000, 1000, 1000, 1000))], outline).faults;
    expect(faults).toHaveLength(1);
    const at = faults[0]?.at as GeoJSON.Polygon;
    expect(at.coordinates).toHaveLength(2);
    expect(faults[0]?.areaSquareMetres).toBeGreaterThan(0);
  });
});

describe('a coverage much too broken to list', () => {
  it('is still refused within seconds, saying that the list is cut', () => {
    const { grids, outline } = randomCoverage(3, { columns: 90, rows: 90, cellsPerGrid: 1, verticesPerSide: 3 });
    const shaken = grids.map((grid, g) => ({
      ...grid,
      area: grid.area.map((polygon) => polygon.map((ring) => ring.map((value) => value + (g % 3)))),
    }));
    const proof = prove(shaken, outline);
    expect(proof.ok).toBe(false);
    expect(proof.truncated).toBe(true);
    expect(proof.faults.length).toBeGreaterThan(0);
  });
});

/** Whether a position lies within the box of the edges that only one of the two coverages has, give or take a lattice unit. */
function placeOfDamage(before: readonly Grid[], after: readonly Grid[]): (position: GeoJSON.Position) => boolean {
  const counts = new Map<string, number>();
  for (const [grids, sign] of [
    [before, 1],
    [after, -1],
  ] as const) {
    for (const ring of grids.flatMap((grid) => grid.area.flat())) {
      for (let i = 0; i < ring.length; i += 2) {
        const next = (i + 2) % ring.length;
        const key = [ring[i], ring[i + 1], ring[next], ring[next + 1]].join();
        counts.set(key, (counts.get(key) ?? 0) + sign);
      }
    }
  }
  const changed = [...counts].flatMap(([key, count]) => (count === 0 ? [] : [key.split(',').map(Number)]));
  const xs = changed.flatMap(([ax, , bx]) => [ax as number, bx as number]);
  const ys = changed.flatMap(([, ay, , by]) => [ay as number, by as number]);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return ([longitude = 0, latitude = 0]) => {
    const [x, y] = [longitude * 1e7, latitude * 1e7];
    return x >= west - 1 && x <= east + 1 && y >= south - 1 && y <= north + 1;
  };
}

function positionsOf(at: GeoJSON.Geometry): GeoJSON.Position[] {
  const positions: GeoJSON.Position[] = [];
  const walk = (place: unknown): void => {
    if (!Array.isArray(place)) return;
    if (typeof place[0] === 'number') positions.push(place as GeoJSON.Position);
    else place.forEach(walk);
  };
  walk('coordinates' in at ? at.coordinates : []);
  return positions;
}

describe('a check without an outline', () => {
  it('warns of ground that areas enclose which meet in points only, with the polygon and its size', () => {
    const lower: Area = [[Int32Array.from([0, 0, 1000, 0, 2000, 0, 2000, 1000, 1000, 600, 0, 1000])]];
    const upper: Area = [[Int32Array.from([0, 1000, 1000, 1500, 2000, 1000, 2000, 2000, 0, 2000])]];
    const { ok, faults } = proveCoverage(
      [
        { name: '050101', area: lower },
        { name: '050102', area: upper },
      ],
      null,
    );
    expect(ok).toBe(true);
    expect(faults).toMatchObject([{ kind: 'gap', severity: 'warning', grids: ['050101', '050102'] }]);
    const [fault] = faults;
    expect(fault?.at).toMatchObject({ type: 'Polygon' });
    expect((fault as { at: GeoJSON.Polygon }).at.coordinates[0]).toHaveLength(5);
  });
});
