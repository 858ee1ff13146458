import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proveCoverage } from '../../../server/core/coverage/proof/proof.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { orientation } from '../../../server/core/geometry/orientation.ts';
import { PointIndex } from '../../../server/core/locate/pointIndex.ts';
import { randomCoverage, randomSource } from '../coverage/randomCoverage.ts';

/** The half-open rule spelled out for one area by counting crossings of the ray to the south, the slow way. */
function ownsByCounting(area: Area, x: number, y: number): boolean {
  let crossings = 0;
  for (const ring of area.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      const n = (i + 2) % ring.length;
      let [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[n], ring[n + 1]] as [number, number, number, number];
      if (ax > bx) [ax, ay, bx, by] = [bx, by, ax, ay];
      if (ax <= x && x < bx && orientation(ax, ay, bx, by, x, y) >= 0) crossings++;
    }
  }
  return crossings % 2 === 1;
}

function indexed(seed: number, options: Parameters<typeof randomCoverage>[1] = {}) {
  const coverage = randomCoverage(seed, options);
  const proof = proveCoverage(
    coverage.grids.map((grid) => ({ name: grid.code, area: grid.area })),
    coverage.outline,
  );
  expect(proof.ok).toBe(true);
  return { ...coverage, index: new PointIndex(proof.chain, coverage.grids.length) };
}

describe('the owner of a point', () => {
  it('is the one area that counting crossings names, for random points of random coverages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (seed, slivers) => {
        const { grids, index } = indexed(seed, { slivers, verticesPerSide: 2 });
        const random = randomSource(seed);
        for (let i = 0; i < 200; i++) {
          const x = 1_090_000_000 + Math.floor(random() * 60_000) - 5000;
          const y = 342_000_000 + Math.floor(random() * 60_000) - 5000;
          const owners = grids.flatMap((grid, g) => (ownsByCounting(grid.area, x, y) ? [g] : []));
          expect(owners.length).toBeLessThan(2);
          if (owners.length === 1) expect(index.ownerOf(x, y)).toBe(owners[0]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is exactly one area for every vertex and every lattice point on a border', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { grids, index } = indexed(seed, { slivers: seed % 3 === 0, cell: 40, verticesPerSide: 0 });
        for (const grid of grids) {
          for (const ring of grid.area.flat()) {
            for (let i = 0; i < ring.length; i += 2) {
              const [x, y] = [ring[i] as number, ring[i + 1] as number];
              const owners = grids.flatMap((other, g) => (ownsByCounting(other.area, x, y) ? [g] : []));
              const owner = index.ownerOf(x, y);
              expect(owner).toBeGreaterThanOrEqual(0);
              if (owners.length > 0) expect([owner]).toEqual(owners);
            }
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('covers every lattice point of a small district, borders and outline included', () => {
    const { grids, index, outline } = indexed(11, { cell: 12, columns: 4, rows: 4, verticesPerSide: 0 });
    const rim = outline[0]?.[0] as Int32Array;
    const counted = new Map<number, number>();
    for (let x = 1_089_999_990; x < 1_090_000_060; x++) {
      for (let y = 341_999_990; y < 342_000_060; y++) {
        const inside = ownsByCounting(outline, x, y);
        const owners = grids.flatMap((grid, g) => (ownsByCounting(grid.area, x, y) ? [g] : []));
        expect(owners.length).toBe(inside ? 1 : 0);
        const owner = index.ownerOf(x, y);
        if (inside) expect(owner).toBe(owners[0]);
        else if (owner >= 0) expect(isOnRing(rim, x, y)).toBe(true);
        counted.set(owner, (counted.get(owner) ?? 0) + 1);
      }
    }
    expect([...counted.keys()].filter((owner) => owner >= 0)).toHaveLength(grids.length);
  });
});

function isOnRing(ring: Int32Array, x: number, y: number): boolean {
  for (let i = 0; i < ring.length; i += 2) {
    const n = (i + 2) % ring.length;
    const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[n], ring[n + 1]] as [number, number, number, number];
    const inBox = Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by);
    if (inBox && orientation(ax, ay, bx, by, x, y) === 0) return true;
  }
  return false;
}

describe('the nearest border', () => {
  it('is as far away as the nearest of all edges', () => {
    const { grids, index } = indexed(5);
    const random = randomSource(5);
    for (let i = 0; i < 200; i++) {
      const x = 1_090_005_000 + Math.floor(random() * 40_000);
      const y = 342_005_000 + Math.floor(random() * 40_000);
      const found = index.nearestBorder(index.ownerOf(x, y), x, y);
      const east = 0.00926;
      const north = 0.01109;
      let least = Infinity;
      for (const ring of grids.flatMap((grid) => grid.area.flat())) {
        for (let j = 0; j < ring.length; j += 2) {
          const n = (j + 2) % ring.length;
          const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[n], ring[n + 1]] as [number, number, number, number];
          const [dx, dy, px, py] = [(bx - ax) * east, (by - ay) * north, (x - ax) * east, (y - ay) * north];
          const share = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
          least = Math.min(least, Math.hypot(px - share * dx, py - share * dy));
        }
      }
      expect(found?.owners).toContain(index.ownerOf(x, y));
      expect(found?.distanceMetres).toBeGreaterThan(least * 0.995 - 0.001);
      expect(found?.distanceMetres).toBeLessThan(least * 1.005 + 0.001);
    }
  });
});
