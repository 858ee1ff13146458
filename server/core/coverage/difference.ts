import { doubledArea } from '../geometry/area.ts';
import { hashOfAreas } from './certificate.ts';
import type { Grid } from './model.ts';
import type { GridDifference } from './schemas.ts';

/** Compares two sets of grids by code: what came, what went, whose border or name changed. */
export function diffGrids(before: readonly Grid[], after: readonly Grid[]): GridDifference {
  const old = new Map(before.map((grid) => [grid.code, grid]));
  const now = new Map(after.map((grid) => [grid.code, grid]));
  const both = after.flatMap((grid) => {
    const previous = old.get(grid.code);
    return previous ? [{ previous, grid }] : [];
  });
  return {
    created: after.filter((grid) => !old.has(grid.code)).map((grid) => grid.code),
    retired: before.filter((grid) => !now.has(grid.code)).map((grid) => grid.code),
    reshaped: both
      .filter(({ previous, grid }) => hashOfAreas([previous]) !== hashOfAreas([grid]))
      .map(({ previous, grid }) => ({
        code: grid.code,
        doubledAreaUnitsBefore: doubledArea(previous.area).toString(),
        doubledAreaUnitsAfter: doubledArea(grid.area).toString(),
      })),
    renamed: both
      .filter(({ previous, grid }) => previous.name !== grid.name)
      .map(({ previous, grid }) => ({ code: grid.code, before: previous.name, after: grid.name })),
  };
}
