import { LAST_GRID } from '../../codes/codes.ts';
import { latticePoint, midpoint } from '../../geometry/exactPoint.ts';
import type { Area } from '../../geometry/lattice.ts';
import { WindingIndex } from '../../geometry/windingIndex.ts';

/** Codes given by place, '' for an area that could have none, and how many areas each unit had no number left for. */
export interface NumberedCodes {
  codes: string[];
  full: ReadonlyMap<string, number>;
}

/**
 * Six-digit codes for grids that came without any: counted up from 01, in the order given, inside the unit that holds the grid, or in
 * the district's first unit when there are no units. A grid that lies in no unit, or finds its unit's 99 numbers given, gets ''.
 */
export function numberedCodes(
  district: string,
  grids: readonly Area[],
  unitCodes: readonly string[],
  units: readonly Area[],
): NumberedCodes {
  const indexes = units.map((area) => new WindingIndex(area));
  const counted = new Map<string, number>();
  const full = new Map<string, number>();
  const codes = grids.map((area) => {
    const unit = units.length === 0 ? `${district}01` : unitCodes[indexes.findIndex((index) => holds(index, area))];
    if (unit === undefined) return '';
    const number = (counted.get(unit) ?? 0) + 1;
    counted.set(unit, number);
    if (number > LAST_GRID) full.set(unit, number - LAST_GRID);
    return number > LAST_GRID ? '' : unit + String(number).padStart(2, '0');
  });
  return { codes, full };
}

/** Does the spot just inside the middle of the area's first edge lie in the unit? */
function holds(unit: WindingIndex, area: Area): boolean {
  const shell = area[0]?.[0];
  if (!shell || shell.length < 6) return false;
  const [ax, ay, bx, by] = [shell[0], shell[1], shell[2], shell[3]] as [number, number, number, number];
  return unit.windingBeside(midpoint(latticePoint(ax, ay), latticePoint(bx, by)), bx - ax, by - ay) > 0;
}
