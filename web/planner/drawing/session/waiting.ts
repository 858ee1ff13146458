import { type Change, codesOf, type OutlineBend } from '../../../../server/core/coverage/change.ts';
import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import type { Grid } from '../../../../server/core/coverage/model.ts';
import type { Unsent } from './unsent.ts';

/** A request that waits for its answer. An edit already stands on the ground, and knows how to be taken off it. */
export interface Waiting extends Unsent {
  before: readonly { code: string; grid: Grid | null; revision: number }[];
  bend: OutlineBend | null;
}

/** A request without anything on the ground: a step back or forward, or an edit that does not fit it now. */
export const bare = ({ key, request }: Unsent): Waiting => ({ key, request, before: [], bend: null });

/** Puts an edit's change on the ground. The edit is to be sent with the revisions it was made on. */
export function putOn(ground: EditableCoverage, key: string, edit: Edit, change: Change): Waiting {
  const before = codesOf(change).map((code) => ({
    code,
    grid: ground.find(code) ?? null,
    revision: ground.revisionOf(code),
  }));
  const base = Object.fromEntries(before.flatMap(({ code, grid }) => (grid ? [[code, grid.revision]] : [])));
  const reverse = ground.apply(change);
  return { key, request: { ...edit, base }, before, bend: reverse.outline ?? null };
}

/** Takes an edit off the ground again, as if it had never been: whatever came after it has to be off already. */
export function takeOff(ground: EditableCoverage, { before, bend }: Waiting): void {
  for (const { code, grid, revision } of before) ground.setGrid(code, grid, revision);
  if (bend) ground.bend(bend);
}

/** The edit of a request as it is tried anew: without the revisions it was made on before. Null for a step back or forward. */
export function editOf({ request }: Unsent): Edit | null {
  if (typeof request === 'string') return null;
  const { base: _base, ...edit } = request;
  return edit as Edit;
}
