import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/** Gives a grid another name. */
export function rename(ground: EditableCoverage, edit: Extract<Edit, { op: 'rename' }>): Change {
  const grid = ground.get(edit.grid, '/grid');
  const name = edit.name.trim();
  if (name === '') throw refusal('/name', 'name-wanted');
  if (name === grid.name) throw refusal('/name', 'same-name', { grid: grid.code });
  const sketch = new Sketch(ground);
  sketch.put({ id: grid.id, code: grid.code, name, area: grid.area });
  return sketch.finish(`Rename ${grid.code}`, [], []);
}
