import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplePoints } from '../../../server/core/coverage/samplePoints.ts';
import { seededRandom } from '../../../server/core/drafting/random.ts';
import { boundingBox } from '../../../server/core/geometry/lattice.ts';
import { randomCoverage } from './randomCoverage.ts';

const { grids, outline } = randomCoverage(3, { columns: 6, rows: 6, verticesPerSide: 2 });
const areas = grids.map(({ area }) => area);
const pointsOf = (seed: number, count = 1000) => samplePoints(areas, outline, count, seededRandom(seed));

describe('the points at which two answers are compared', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(pointsOf(1)).toEqual(pointsOf(1));
    expect(pointsOf(1)).not.toEqual(pointsOf(2));
  });

  it('are lattice points in the district or less than a fiftieth of it away', () => {
    const [minX, minY, maxX, maxY] = boundingBox(outline);
    const [width, height] = [maxX - minX, maxY - minY];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        for (const [x, y] of pointsOf(seed, 50)) {
          expect(Number.isInteger(x) && Number.isInteger(y)).toBe(true);
          expect(x).toBeGreaterThan(minX - Math.max(2_001, width / 50 + 1));
          expect(x).toBeLessThan(maxX + Math.max(2_001, width / 50 + 1));
          expect(y).toBeGreaterThan(minY - Math.max(2_001, height / 50 + 1));
          expect(y).toBeLessThan(maxY + Math.max(2_001, height / 50 + 1));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('lie on corners of grids, a few units beside borders, and outside the district as well', () => {
    const corners = new Set(
      areas
        .flat(2)
        .flatMap((ring) => Array.from({ length: ring.length / 2 }, (_, i) => `${ring[2 * i]},${ring[2 * i + 1]}`)),
    );
    const points = pointsOf(5);
    const onCorner = points.filter(([x, y]) => corners.has(`${x},${y}`));
    const besideCorner = points.filter(([x, y]) => isNear(corners, x, y) && !corners.has(`${x},${y}`));
    const [minX, minY, maxX, maxY] = boundingBox(outline);
    const outside = points.filter(([x, y]) => x < minX || x > maxX || y < minY || y > maxY);
    expect(onCorner.length).toBeGreaterThan(60);
    expect(besideCorner.length).toBeGreaterThan(60);
    expect(outside.length).toBeGreaterThan(60);
  });

  it('are there for a district without any grid, and none of a count of none', () => {
    expect(samplePoints([], outline, 20, seededRandom(1))).toHaveLength(20);
    expect(pointsOf(1, 0)).toEqual([]);
  });
});

function isNear(corners: ReadonlySet<string>, x: number, y: number): boolean {
  for (let dx = -3; dx <= 3; dx++) for (let dy = -3; dy <= 3; dy++) if (corners.has(`${x + dx},${y + dy}`)) return true;
  return false;
}
