import type { Change, PutGrid } from '../../core/coverage/change.ts';
import type { Passage } from '../../core/coverage/passages.ts';

/** A change as it is kept in a plan's record: rings as plain arrays of lattice integers, sizes of ground as decimal strings. */
export interface ChangeJson extends Omit<Change, 'put' | 'passages'> {
  put: (Omit<PutGrid, 'area'> & { area: number[][][] })[];
  passages?: (Omit<Passage, 'doubledUnits'> & { doubledUnits: string })[];
}

export const changeToJson = ({ passages, ...change }: Change): string =>
  JSON.stringify({
    ...change,
    ...(passages
      ? { passages: passages.map((passage) => ({ ...passage, doubledUnits: passage.doubledUnits.toString() })) }
      : {}),
    put: change.put.map((grid) => ({ ...grid, area: grid.area.map((polygon) => polygon.map((ring) => [...ring])) })),
  } satisfies ChangeJson);

export function changeFromJson(json: unknown): Change {
  const { passages, ...change } = json as ChangeJson;
  return {
    ...change,
    ...(passages
      ? { passages: passages.map((passage) => ({ ...passage, doubledUnits: BigInt(passage.doubledUnits) })) }
      : {}),
    put: change.put.map((grid) => ({
      ...grid,
      area: grid.area.map((rings) => rings.map((ring) => Int32Array.from(ring))),
    })),
  };
}
