import { unitOf } from '../../codes/codes.ts';
import { doubledArea } from '../../geometry/area.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/**
 * Moves a grid to another unit. The unit is part of the code, so the grid gets the next code there and its old one is retired;
 * it stays the same grid, with its id and its history.
 */
export function assignUnit(ground: EditableCoverage, edit: Extract<Edit, { op: 'assignUnit' }>): Change {
  const grid = ground.get(edit.grid, '/grid');
  const unit = ground.units.get(edit.unit);
  if (!unit) throw refusal('/unit', 'no-such-unit', { unit: edit.unit });
  if (unitOf(grid.code) === unit.code) throw refusal('/unit', 'same-unit', { grid: grid.code, unit: unit.code });
  const [code] = ground.newCodes(unit.code, 1) as [string];
  const sketch = new Sketch(ground);
  sketch.remove(grid.code);
  sketch.put({ id: grid.id, code, name: grid.name, area: grid.area });
  return sketch.finish(
    `Assign ${grid.code} to ${unit.code}`,
    [{ code, from: [grid.code] }],
    [{ between: [grid.code, code], doubledUnits: doubledArea(grid.area) }],
  );
}
