import type { Change } from '../../../../server/core/coverage/change.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import { mendsOf } from '../../../../server/core/coverage/mends.ts';
import type { CoverageFault } from '../../../../server/core/coverage/model.ts';
import { NOBODYS } from '../../../../server/core/coverage/passages.ts';
import type { Refusal, Trial } from '../session/trial.ts';

/** The verbs that mend. */
export type MendOp = 'fillGap' | 'trimOverlap' | 'trimOutside' | 'matchVertex' | 'repairArea';
export type MendingEdit = Extract<Edit, { op: MendOp }>;

/** What a grid gains by a mend, in square metres; less than nothing where it loses. */
export interface Gain {
  grid: string;
  areaSquareMetres: number;
}

/** A way to mend a fault that can be gone: what it changes, who gains and loses, and the grids of which nothing is left. */
export interface PossibleMend {
  edit: MendingEdit;
  change: Change;
  gains: readonly Gain[];
  refusal?: undefined;
}

/** A way to mend a fault that cannot be gone here, and why. */
export interface RefusedMend {
  edit: MendingEdit;
  refusal: Refusal;
  change?: undefined;
}

export type TriedMend = PossibleMend | RefusedMend;

/** Mends of one verb that are refused for the same reason: the grids they are about, and the reason with all it names. */
export interface RefusedMends {
  op: MendOp;
  grids: readonly string[];
  refusal: Refusal;
}

/** The edits that would mend a fault: those the service offers with it. */
export const mendingEdits = (fault: CoverageFault): MendingEdit[] =>
  mendsOf(fault).map(({ gives: _gives, ...edit }) => edit as MendingEdit);

/** A mend as it came out when it was tried. */
export function triedMend(edit: MendingEdit, { change, refusal }: Trial): TriedMend {
  return change ? { edit, change, gains: gainsOf(change) } : { edit, refusal };
}

/** The grid a mend is about; of a corner that is matched none. */
export function mendedGrid(edit: MendingEdit): string {
  if (edit.op === 'fillGap') return edit.to;
  if (edit.op === 'matchVertex') return '';
  return edit.op === 'repairArea' ? edit.grid : edit.from;
}

/** Who gains and who loses how much by a change, by its books; what is mere rounding is nobody's gain. */
export function gainsOf({ passages = [] }: Pick<Change, 'passages'>): Gain[] {
  const gains = new Map<string, number>();
  const add = (grid: string, metres: number) => {
    if (grid !== NOBODYS) gains.set(grid, (gains.get(grid) ?? 0) + metres);
  };
  for (const { from, to, areaSquareMetres, rounding } of passages) {
    if (from === to || rounding) continue;
    add(from, -areaSquareMetres);
    add(to, areaSquareMetres);
  }
  return [...gains].map(([grid, areaSquareMetres]) => ({ grid, areaSquareMetres }));
}

/** What cannot be gone, said once where several grids or corners are refused alike. */
export function groupedRefusals(mends: readonly TriedMend[]): RefusedMends[] {
  const groups = new Map<string, RefusedMends>();
  for (const { edit, refusal } of mends) {
    if (!refusal) continue;
    const name = `${edit.op} ${refusal.reason}`;
    const group = groups.get(name) ?? { op: edit.op, grids: [], refusal: { ...refusal, members: {}, grids: [] } };
    groups.set(name, {
      op: edit.op,
      grids: union(group.grids, [mendedGrid(edit)]),
      refusal: {
        ...group.refusal,
        grids: union(group.refusal.grids, refusal.grids),
        members: merged(group.refusal.members, refusal.members),
      },
    });
  }
  return [...groups.values()];
}

const union = (one: readonly unknown[], other: readonly unknown[]): string[] =>
  [...new Set([...one, ...other])].map(String).filter((each) => each !== '');

const merged = (one: Refusal['members'], other: Refusal['members']): Refusal['members'] =>
  Object.fromEntries(
    Object.entries({ ...one, ...other }).map(([name]) => [
      name,
      union([one[name] ?? []].flat(), [other[name] ?? []].flat()),
    ]),
  );
