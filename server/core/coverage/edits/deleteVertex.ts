import { edgesOf } from '../../geometry/edges.ts';
import type { Area, Ring } from '../../geometry/lattice.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { readPoint } from './readArguments.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/**
 * Takes a corner out of a border, on both sides. Refused where borders meet: a corner that ends at more than two edges holds
 * them together.
 */
export function deleteVertex(ground: EditableCoverage, edit: Extract<Edit, { op: 'deleteVertex' }>): Change {
  const [x, y] = readPoint(edit.at, '/at');
  const holders = ground.withVertex(x, y);
  if (holders.length === 0) throw refusal('/at', 'no-corner-here');
  const ends = new Set<string>();
  for (const { area } of holders) {
    for (const [ax, ay, bx, by] of edgesOf(area)) {
      if (ax === x && ay === y) ends.add(`${bx},${by}`);
      if (bx === x && by === y) ends.add(`${ax},${ay}`);
    }
  }
  const grids = holders.map((grid) => grid.code);
  if (ends.size > 2) throw refusal('/at', 'borders-meet-here', { grids });
  const sketch = new Sketch(ground);
  for (const { code, area } of holders) {
    if (area.some((polygon) => polygon.some((ring) => ring.length <= 6 && has(ring, x, y))))
      throw refusal('/at', 'nothing-left', { grid: code });
    sketch.reshape(code, without(area, x, y));
  }
  return sketch.finish('Delete a corner');
}

const has = (ring: Ring, x: number, y: number): boolean => {
  for (let i = 0; i < ring.length; i += 2) if (ring[i] === x && ring[i + 1] === y) return true;
  return false;
};

const without = (area: Area, x: number, y: number): Area =>
  area.map((polygon) =>
    polygon.map((ring): Ring => {
      if (!has(ring, x, y)) return ring;
      const points: number[] = [];
      for (let i = 0; i < ring.length; i += 2)
        if (ring[i] !== x || ring[i + 1] !== y) points.push(ring[i] as number, ring[i + 1] as number);
      return Int32Array.from(points);
    }),
  );
