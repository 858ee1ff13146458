import type { Area, Point, Ring } from '../../geometry/lattice.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { readPoint } from './readArguments.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';

/**
 * Moves shared vertices: every grid that has one follows, so that no border opens. A vertex moved onto its neighbour on the border is
 * welded with it. A corner that was put on the district's outline slides along it; the corners of the mandated outline stay.
 */
export function moveVertices(ground: EditableCoverage, edit: Extract<Edit, { op: 'moveVertices' }>): Change {
  const moves = new Map<string, Point>();
  const codes = new Set<string>();
  edit.moves.forEach(({ from, to }, i) => {
    const [x, y] = readPoint(from, `/moves/${i}/from`);
    const target = readPoint(to, `/moves/${i}/to`);
    const holders = ground.withVertex(x, y);
    if (holders.length === 0) throw refusal(`/moves/${i}/from`, 'no-corner-here');
    if (moves.has(`${x},${y}`)) throw refusal(`/moves/${i}/from`, 'corner-moved-twice');
    moves.set(`${x},${y}`, target);
    for (const grid of holders) codes.add(grid.code);
  });
  const sketch = new Sketch(ground);
  for (const code of codes) sketch.reshape(code, movedArea(sketch.area(code), moves));
  return sketch.finish(moves.size === 1 ? 'Move a corner' : `Move ${moves.size} corners`);
}

/** An area with some vertices elsewhere. Vertices that fall together are one; a hole of which nothing is left goes. */
export function movedArea(area: Area, moves: ReadonlyMap<string, Point>): Area {
  // Words are only made of vertices that may be meant: of most rings none is.
  const columns = new Set([...moves.keys()].map((key) => Number.parseInt(key, 10)));
  const isMeant = (x: number, y: number): boolean => columns.has(x) && moves.has(`${x},${y}`);
  return area.flatMap((polygon) => {
    const rings = polygon.map((ring) => (hasSuch(ring, isMeant) ? movedRing(ring, moves, columns) : ring));
    const shell = rings[0] as Ring;
    if (shell.length < 6 && polygon.length === 1 && area.length > 1) return [];
    return [[shell, ...rings.slice(1).filter((ring) => ring.length >= 6)]];
  });
}

function hasSuch(ring: Ring, isSuch: (x: number, y: number) => boolean): boolean {
  for (let i = 0; i < ring.length; i += 2) if (isSuch(ring[i] as number, ring[i + 1] as number)) return true;
  return false;
}

function movedRing(ring: Ring, moves: ReadonlyMap<string, Point>, columns: ReadonlySet<number>): Ring {
  const points: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    let [x, y] = [ring[i] as number, ring[i + 1] as number];
    const moved = columns.has(x) ? moves.get(`${x},${y}`) : undefined;
    if (moved) [x, y] = moved;
    if (points.length >= 2 && points.at(-2) === x && points.at(-1) === y) continue;
    points.push(x, y);
  }
  while (points.length > 2 && points[0] === points.at(-2) && points[1] === points.at(-1)) points.splice(-2);
  return Int32Array.from(points);
}
