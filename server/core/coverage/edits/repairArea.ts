import type { DraftChange } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { Overlay } from '../proof/overlay.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/**
 * Makes a valid area of one whose border crosses or touches itself: all ground that its border winds around, each spot once. Crossings
 * become corners, which the neighbours get as well.
 */
export function repairArea(ground: EditableCoverage, edit: Extract<Edit, { op: 'repairArea' }>): DraftChange {
  const grid = ground.get(edit.grid, '/grid');
  const overlay = Overlay.of([grid.area]);
  if (!overlay) throw refusal('/grid', 'too-close-to-border');
  const area = overlay.area((windings) => (windings.get(0) ?? 0) !== 0);
  if (area.length === 0) throw refusal('/grid', 'nothing-left', { grid: grid.code });
  const sketch = new Sketch(ground);
  sketch.insertAlong(overlay.linesOf(0));
  sketch.reshape(grid.code, area);
  return sketch.finishMend(`Repair the border of ${grid.code}`);
}
