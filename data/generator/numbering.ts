import type { Grid } from '../../server/core/coverage/model.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';
import type { Block } from './blocks.ts';
import type { PlanPoint } from './frame.ts';
import type { NameGiver } from './names.ts';

/** A grid before it has a code and a name. */
export interface Unnumbered {
  unit: string;
  area: Area;
  blocks: readonly Block[];
}

/** Rows of this height (board kilometres) are numbered from west to east, the northern rows first. */
const ROW = 2;
const rowOf = (y: number): number => -Math.floor(y / ROW);

function middleOf(blocks: readonly Block[]): PlanPoint {
  let [x, y, area] = [0, 0, 0];
  for (const { middle, squareKilometres } of blocks) {
    x += middle[0] * squareKilometres;
    y += middle[1] * squareKilometres;
    area += squareKilometres;
  }
  return [x / area, y / area];
}

/** Gives every grid its six-digit code, counted from 01 inside its unit from the north-west on, and a name. */
export function numberGrids(
  grids: readonly Unnumbered[],
  density: (point: PlanPoint) => number,
  names: NameGiver,
): Grid[] {
  const counted = new Map<string, number>();
  return grids
    .map((grid) => ({ ...grid, middle: middleOf(grid.blocks) }))
    .toSorted(
      (a, b) => Number(a.unit) - Number(b.unit) || rowOf(a.middle[1]) - rowOf(b.middle[1]) || a.middle[0] - b.middle[0],
    )
    .map(({ unit, area, middle }) => {
      const number = (counted.get(unit) ?? 0) + 1;
      counted.set(unit, number);
      const code = unit + String(number).padStart(2, '0');
      const name = density(middle) > 0.12 ? names.community() : names.village();
      return { id: code, code, name, area, revision: 1 };
    });
}
