import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { readPoint } from './readArguments.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/** Puts a new corner into an edge, on both sides of the border. It need not lie on the edge, but for the district's outline. */
export function insertVertex(ground: EditableCoverage, edit: Extract<Edit, { op: 'insertVertex' }>): Change {
  const [a, b] = [readPoint(edit.on[0], '/on/0'), readPoint(edit.on[1], '/on/1')];
  const at = readPoint(edit.at, '/at');
  if (!ground.leftOfEdge(...a, ...b) && !ground.leftOfEdge(...b, ...a)) throw refusal('/on', 'no-straight-border');
  const isEnd = (at[0] === a[0] && at[1] === a[1]) || (at[0] === b[0] && at[1] === b[1]);
  if (isEnd) throw refusal('/at', 'corner-here-already');
  const sketch = new Sketch(ground);
  sketch.insertAlong([[...a, ...at, ...b]]);
  return sketch.finish('Insert a corner');
}
