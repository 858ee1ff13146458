import { unitOf } from '../codes/codes.ts';
import type { GridChange } from '../coverage/books.ts';
import { areaSquareMetres } from '../geometry/area.ts';
import type { Area } from '../geometry/lattice.ts';
import { borderMetres, compactness } from './compactness.ts';
import type { Impact, ImpactGrid } from './impactSchemas.ts';

/** A grid on one side of the comparison, with what is counted in it. */
export interface CountedGrid {
  code: string;
  name: string;
  area: Area;
  businesses: number;
  addresses: number;
  staff: number;
}

/** Below this a grid is called not compact: it is a thread rather than a place. */
const LEAST_COMPACT = 0.15;

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

function measured(grid: CountedGrid | undefined): ImpactGrid['before'] {
  if (!grid) return null;
  return {
    areaSquareMetres: round(areaSquareMetres(grid.area), 1),
    borderMetres: round(borderMetres(grid.area), 1),
    compactness: round(compactness(grid.area), 3),
    parts: grid.area.length,
    businesses: grid.businesses,
    addresses: grid.addresses,
    staff: grid.staff,
  };
}

/** The grids that differ, before and after, with what an approver should look at. */
export function impactGrids(
  before: readonly CountedGrid[],
  after: readonly CountedGrid[],
  changes: readonly GridChange[],
): ImpactGrid[] {
  const [old, now] = [new Map(before.map((g) => [g.code, g])), new Map(after.map((g) => [g.code, g]))];
  return changes.map(({ code, name, formerName, kind, from }): ImpactGrid => {
    const [was, is] = [old.get(code), now.get(code)];
    const [measuredBefore, measuredAfter] = [measured(was), measured(is)];
    const flags: string[] = [];
    if (measuredAfter && measuredAfter.parts > 1) flags.push('multi-part');
    if (measuredAfter && measuredAfter.compactness < LEAST_COMPACT) flags.push('not-compact');
    if (is?.staff === 0) flags.push('unstaffed');
    return {
      code,
      name,
      formerName,
      kind,
      from: [...from],
      before: measuredBefore,
      after: measuredAfter,
      flags,
    };
  });
}

type Balance = Impact['balance'][number]['before'];

/** How evenly a load lies: mean, largest deviation as a share of the mean, coefficient of variation. */
export function balanceOf(loads: readonly number[]): Balance {
  const grids = loads.length;
  const mean = grids === 0 ? 0 : loads.reduce((sum, load) => sum + load, 0) / grids;
  if (mean === 0) return { grids, mean: 0, largestDeviation: 0, coefficientOfVariation: 0 };
  const variance = loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / grids;
  return {
    grids,
    mean: round(mean, 2),
    largestDeviation: round(Math.max(...loads.map((load) => Math.abs(load - mean))) / mean, 4),
    coefficientOfVariation: round(Math.sqrt(variance) / mean, 4),
  };
}

/** The balance of every unit that a plan touches, before and after. */
export function unitBalances(
  units: readonly { code: string; name: string }[],
  before: readonly CountedGrid[],
  after: readonly CountedGrid[],
): Impact['balance'] {
  const measures = [
    ['businesses', (grid: CountedGrid) => grid.businesses],
    ['addresses', (grid: CountedGrid) => grid.addresses],
    ['area', (grid: CountedGrid) => areaSquareMetres(grid.area)],
  ] as const;
  return units.flatMap(({ code, name }) =>
    measures.map(([measure, load]) => ({
      unit: code,
      name,
      measure,
      before: balanceOf(before.filter((grid) => unitOf(grid.code) === code).map(load)),
      after: balanceOf(after.filter((grid) => unitOf(grid.code) === code).map(load)),
    })),
  );
}
