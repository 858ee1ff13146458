import type { Edit } from '../../plans/schemas.ts';
import type { Change } from '../change.ts';
import type { Ground } from '../ground.ts';
import { outlineOf } from '../outlines.ts';
import { faultFaces } from './faultFaces.ts';
import { readArea } from './readArguments.ts';
import { refusal } from './refusals.ts';
import { Sketch } from './sketch.ts';

/** Gives a gap, as it was reported, to a grid: exactly the ground in it that no grid covers. */
export function fillGap(ground: Ground, edit: Extract<Edit, { op: 'fillGap' }>): Change {
  const to = ground.get(edit.to, '/to');
  const gap = readArea(edit.gap, '/gap');
  const sketch = new Sketch(ground);
  const found = faultFaces(ground, gap, '/gap');
  const free = found.faces.filter((face) => face.grids.length === 0 && face.inDistrict);
  if (free.length === 0) throw refusal('/gap', 'no-gap-here');
  sketch.insertAlong(found.lines);
  sketch.reshape(to.code, outlineOf([sketch.area(to.code), ...free.map((face) => [face.polygon])]));
  return { ...sketch.finish(`Give a gap to ${to.code}`), mends: true };
}
