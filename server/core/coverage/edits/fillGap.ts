import type { DraftChange } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { NOBODYS } from '../passages.ts';
import { faultGround, mendedGrid } from './faultFaces.ts';
import { readArea } from './readArguments.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/** Gives a gap, as it was reported, to a grid: exactly the ground of the district in it that no grid covers. */
export function fillGap(ground: EditableCoverage, edit: Extract<Edit, { op: 'fillGap' }>): DraftChange {
  const to = mendedGrid(ground, edit.to, '/to');
  const gap = readArea(edit.gap, '/gap');
  const sketch = new Sketch(ground);
  const around = faultGround(ground, sketch, gap, '/gap');
  const free = around.faces.filter((face) => face.grids.length === 0 && face.inDistrict);
  if (free.length === 0) throw refusal('/gap', 'no-gap-here');
  sketch.reshape(to.code, around.with(to.code, free));
  return sketch.finishMend(`Give a gap to ${to.code}`, {
    between: [NOBODYS, to.code],
    ...around.sizeOf(to.code, free),
  });
}
