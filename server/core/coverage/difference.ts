import { doubledArea } from '../geometry/area.ts';
import type { Area } from '../geometry/lattice.ts';
import { type BookedGrid, type Books, booksOf, type GridChangeKind } from './books.ts';
import type { GridDifference } from './schemas.ts';

/** How two sets of grids differ, by the grids' codes, from their books. */
export const diffGrids = (before: readonly BookedGrid[], after: readonly BookedGrid[]): GridDifference =>
  differenceIn(booksOf(before, after), before, after);

/** The books of two sets of grids as the interface has them. */
export function differenceIn(
  { grids, passages }: Books,
  before: readonly BookedGrid[],
  after: readonly BookedGrid[],
): GridDifference {
  const [old, now] = [areasOf(before), areasOf(after)];
  const ofKind = (kind: GridChangeKind) => grids.filter((grid) => grid.kind === kind);
  const codes = (kind: GridChangeKind) => ofKind(kind).map(({ code }) => code);
  return {
    created: codes('created'),
    retired: codes('retired'),
    reshaped: ofKind('changed').map(({ code, formerName }) => ({
      code,
      ...(formerName === null ? {} : { formerName }),
      doubledAreaUnitsBefore: doubledArea(old.get(code) ?? []).toString(),
      doubledAreaUnitsAfter: doubledArea(now.get(code) ?? []).toString(),
    })),
    renamed: ofKind('renamed').map(({ code, name, formerName }) => ({ code, before: formerName ?? '', after: name })),
    touched: codes('touched'),
    passages: passages
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, areaSquareMetres, doubledUnits, rounding }) => ({
        from: from || null,
        to: to || null,
        areaSquareMetres,
        doubledAreaUnits: doubledUnits.toString(),
        rounding,
      })),
  };
}

const areasOf = (grids: readonly BookedGrid[]): Map<string, Area> =>
  new Map(grids.map(({ code, area }) => [code, area]));
