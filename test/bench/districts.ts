import type { Member } from '../../server/core/coverage/proof/proof.ts';
import type { Area, Ring } from '../../server/core/geometry/lattice.ts';
import { randomCoverage } from '../unit/coverage/randomCoverage.ts';

export interface BenchDistrict {
  members: Member[];
  outline: Area;
  vertices: number;
}

/** A district of about so many grids with 40 vertices each, the same every time. */
export function districtOf(grids: number): BenchDistrict {
  const side = Math.round(Math.sqrt(grids));
  const { grids: made, outline } = randomCoverage(7, {
    columns: side,
    rows: side,
    cellsPerGrid: 1,
    verticesPerSide: 9,
    origin: [1_080_000_000, 330_000_000],
  });
  const members = made.map((grid) => ({ name: grid.code, area: grid.area }));
  return {
    members,
    outline,
    vertices: made.reduce((sum, grid) => sum + grid.area.flat().reduce((count, ring) => count + ring.length / 2, 0), 0),
  };
}

/**
 * The same district with `times` edges for each one, all but those within a box of `[minX, minY, maxX, maxY]`. Both sides of a border
 * get the same corners, so that it stays a partition.
 */
export function densified({ members, outline }: BenchDistrict, times: number, but: readonly number[]): BenchDistrict {
  const dense = (area: Area): Area => area.map((polygon) => polygon.map((ring) => denseRing(ring, times, but)));
  const made = members.map(({ name, area }) => ({ name, area: dense(area) }));
  return {
    members: made,
    outline: dense(outline),
    vertices: made.reduce((sum, { area }) => sum + area.flat().reduce((count, ring) => count + ring.length / 2, 0), 0),
  };
}

function denseRing(ring: Ring, times: number, but: readonly number[]): Ring {
  const [minX, minY, maxX, maxY] = but as [number, number, number, number];
  const isKept = (x: number, y: number) => x >= minX && x <= maxX && y >= minY && y <= maxY;
  const dense: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[j], ring[j + 1]] as [number, number, number, number];
    dense.push(ax, ay);
    if (isKept(ax, ay) || isKept(bx, by)) continue;
    // Counted from the same end whichever way the edge runs, so that both sides round alike.
    const isForward = ax < bx || (ax === bx && ay < by);
    const along = (from: number, to: number, share: number) => Math.round(from + (to - from) * share);
    for (let k = 1; k < times; k++) {
      const share = (isForward ? k : times - k) / times;
      dense.push(
        isForward ? along(ax, bx, share) : along(bx, ax, share),
        isForward ? along(ay, by, share) : along(by, ay, share),
      );
    }
  }
  return Int32Array.from(dense);
}
