import type { Member } from '../../server/core/coverage/proof.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';
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
