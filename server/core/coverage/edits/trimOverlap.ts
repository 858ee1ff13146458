import type { DraftChange } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { NOBODYS } from '../passages.ts';
import { type FaultFace, type FaultGround, faultGround, mendedGrid } from './faultFaces.ts';
import { readArea } from './readArguments.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/**
 * Takes an overlap, as it was reported, away from one of its grids: exactly the ground in it that others cover too. A grid of which
 * nothing is left, because another one has the same area, goes.
 */
export function trimOverlap(ground: EditableCoverage, edit: Extract<Edit, { op: 'trimOverlap' }>): DraftChange {
  const { code } = mendedGrid(ground, edit.from, '/from');
  const sketch = new Sketch(ground);
  const around = faultGround(ground, sketch, readArea(edit.overlap, '/overlap'), '/overlap');
  const doubled = around.faces.filter(({ grids }) => grids.length > 1 && grids.includes(code));
  if (doubled.length === 0) throw refusal('/overlap', 'no-overlap-here', { grid: code });
  return takeAway(sketch, around, code, doubled, `Trim an overlap from ${code}`);
}

/** Cuts off what a grid has outside the district, within a fault as it was reported. A grid of which nothing is left goes. */
export function trimOutside(ground: EditableCoverage, edit: Extract<Edit, { op: 'trimOutside' }>): DraftChange {
  const { code } = mendedGrid(ground, edit.from, '/from');
  const sketch = new Sketch(ground);
  const around = faultGround(ground, sketch, readArea(edit.outside, '/outside'), '/outside');
  const beyond = around.faces.filter(({ grids, inDistrict }) => !inDistrict && grids.includes(code));
  if (beyond.length === 0) throw refusal('/outside', 'nothing-outside-here', { grid: code });
  return takeAway(sketch, around, code, beyond, `Cut off what ${code} has outside`);
}

function takeAway(
  sketch: Sketch,
  around: FaultGround,
  code: string,
  faces: readonly FaultFace[],
  note: string,
): DraftChange {
  const rest = around.without(code, faces);
  if (rest.length === 0) sketch.remove(code);
  else sketch.reshape(code, rest);
  return sketch.finishMend(note, { between: [code, NOBODYS], ...around.sizeOf(code, faces) });
}
