import { doubledArea } from '../../geometry/area.ts';
import type { Edit } from '../../plans/schemas.ts';
import { Chain } from '../chain.ts';
import type { Change } from '../change.ts';
import type { Ground } from '../ground.ts';
import { areaOfChain } from '../outlines.ts';
import { faultFaces } from './faultFaces.ts';
import { readArea } from './readArguments.ts';
import { broken, refusal } from './refusals.ts';
import { Sketch } from './sketch.ts';

/** Takes an overlap, as it was reported, away from one of its grids: exactly the ground in it that others cover too. */
export function trimOverlap(ground: Ground, edit: Extract<Edit, { op: 'trimOverlap' }>): Change {
  const from = ground.get(edit.from, '/from');
  const overlap = readArea(edit.overlap, '/overlap');
  const sketch = new Sketch(ground);
  const found = faultFaces(ground, overlap, '/overlap');
  const doubled = found.faces.filter(({ grids }) => grids.length > 1 && grids.includes(from.code));
  if (doubled.length === 0) throw refusal('/overlap', 'no-overlap-here', { grid: from.code });
  sketch.insertAlong(found.lines);
  const chain = new Chain(256);
  chain.addBoundary(sketch.area(from.code), 0);
  for (const face of doubled) chain.addBoundary([face.polygon], 1, -1);
  const rest = areaOfChain(chain);
  if (rest.length === 0 || doubledArea(rest) <= 0n) {
    throw broken('nothing-left', { grid: from.code, grids: [from.code] });
  }
  sketch.reshape(from.code, rest);
  return { ...sketch.finish(`Trim an overlap from ${from.code}`), mends: true };
}
