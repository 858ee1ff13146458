import type { Change, PutGrid } from '../core/coverage/change.ts';

/** A change as it is kept in a plan's record: rings as plain arrays of lattice integers. */
export interface ChangeJson extends Omit<Change, 'put'> {
  put: (Omit<PutGrid, 'area'> & { area: number[][][] })[];
}

export const changeToJson = (change: Change): string =>
  JSON.stringify({
    ...change,
    put: change.put.map((grid) => ({ ...grid, area: grid.area.map((polygon) => polygon.map((ring) => [...ring])) })),
  } satisfies ChangeJson);

export function changeFromJson(json: unknown): Change {
  const change = json as ChangeJson;
  return {
    ...change,
    put: change.put.map((grid) => ({
      ...grid,
      area: grid.area.map((rings) => rings.map((ring) => Int32Array.from(ring))),
    })),
  };
}
