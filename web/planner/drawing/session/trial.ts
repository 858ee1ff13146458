import type { Change } from '../../../../server/core/coverage/change.ts';
import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import { Fault } from '../../../../server/core/fault.ts';
import { gridsBeyond } from '../../../../server/core/plans/scope.ts';
import { Problem } from '../../../api/client.ts';

/** Why an edit cannot be: a reason the interface has words for, what it is about, and where. */
export interface Refusal {
  reason: string;
  members: Readonly<Record<string, unknown>>;
  grids: readonly string[];
  faults: readonly CoverageFault[];
}

/** What would come of an edit: its change, proven, or why it cannot be. */
export type Trial =
  | { edit: Edit; change: Change; refusal?: undefined }
  | { edit: Edit; change?: undefined; refusal: Refusal };

/** Tries an edit on a ground without touching it. `isBeyond` tells codes that may not be changed here. */
export function tryEdit(ground: EditableCoverage, edit: Edit, isBeyond: (code: string) => boolean): Trial {
  try {
    const change = changeFor(ground, edit);
    const grids = gridsBeyond(change, isBeyond, (code) => ground.find(code));
    if (grids.length === 0) return { edit, change };
    return { edit, refusal: { reason: 'beyond-scope', members: { grids }, grids, faults: [] } };
  } catch (error) {
    if (error instanceof Fault) return { edit, refusal: refusalOf(error) };
    throw error;
  }
}

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** The refusal in a fault of the engine, or in a problem the service answered. */
export function refusalOf({ code, members }: Pick<Fault | Problem, 'code' | 'members'>): Refusal {
  const faults = (Array.isArray(members.faults) ? members.faults : []) as CoverageFault[];
  const named = strings(members.grids);
  const grids = named.length > 0 ? named : [...new Set(faults.flatMap((fault) => fault.grids))];
  return {
    reason: reasonOf(code, members, faults),
    members: { grid: grids[0] ?? '', ...members, grids },
    grids,
    faults,
  };
}

function reasonOf(code: string, members: Readonly<Record<string, unknown>>, faults: readonly CoverageFault[]): string {
  if (typeof members.reason === 'string') return members.reason;
  if (code === 'coverage-broken') return faults[0]?.kind === 'not-simple' ? 'not-simple' : 'would-not-fit';
  if (code === 'forbidden') return 'beyond-scope';
  return code;
}
