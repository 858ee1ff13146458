import { toDegrees } from '../../geometry/lattice.ts';
import { type Change, codesOf, type DraftChange } from '../change.ts';
import { checkChange } from '../checkChange.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { type CodedGround, demandBalance, passagesBetween } from '../passages.ts';
import { refuseOtherGround } from './askedGround.ts';
import { assignUnit } from './assignUnit.ts';
import { deleteVertex } from './deleteVertex.ts';
import { fillGap } from './fillGap.ts';
import { insertVertex } from './insertVertex.ts';
import { matchVertex } from './matchVertex.ts';
import { merge } from './merge.ts';
import { moveVertices } from './moveVertices.ts';
import { redrawBorder } from './redrawBorder.ts';
import { refusal } from './refusals.ts';
import { rename } from './rename.ts';
import { repairArea } from './repairArea.ts';
import { replace } from './replace.ts';
import type { Edit, Op } from './schemas.ts';
import { simplifyBorder } from './simplifyBorder.ts';
import { split } from './split.ts';
import { transfer } from './transfer.ts';
import { trimOutside, trimOverlap } from './trimOverlap.ts';

type Verbs = { [O in Op]: (ground: EditableCoverage, edit: Extract<Edit, { op: O }>) => DraftChange };

const VERBS: Verbs = {
  split,
  merge,
  moveVertices,
  insertVertex,
  deleteVertex,
  redrawBorder,
  transfer,
  simplifyBorder,
  assignUnit,
  rename,
  fillGap,
  trimOverlap,
  trimOutside,
  matchVertex,
  repairArea,
  replace,
};

/**
 * The change an edit makes of a ground, checked: applied to a proven coverage, it leaves a proven one. The ground itself is not
 * touched. It carries the books of the ground it moves, which balance, and moves what it was asked to. Throws the reason otherwise: `invalid-input` for arguments that make no sense here (with their place in the edit),
 * `coverage-broken` with the faults there would be, `conflict` when a unit has no codes left or nothing would change.
 */
export function changeFor(ground: EditableCoverage, edit: Edit): Change {
  const { asked, ...change } = (VERBS[edit.op] as (ground: EditableCoverage, edit: Edit) => DraftChange)(ground, edit);
  if (change.put.length === 0 && change.remove.length === 0) throw refusal('', 'changes-nothing');
  const before = groundBefore(ground, change);
  checkChange(change, before);
  const passages = passagesBetween(before, change.put);
  demandBalance(before, change.put, passages);
  if (asked) refuseOtherGround(asked, passages);
  return { ...change, passages };
}

/** What stood under the codes a change touches. */
export const groundBefore = (ground: EditableCoverage, change: Change): CodedGround[] =>
  codesOf(change).flatMap((code) => ground.find(code) ?? []);

/** A lattice point in degrees, for arguments. */
export const degreesOf = (x: number, y: number): [number, number] => [toDegrees(x), toDegrees(y)];
