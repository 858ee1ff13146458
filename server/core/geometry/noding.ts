import Flatbush from 'flatbush';
import type { Edge } from './lattice.ts';
import { orientation } from './orientation.ts';

/** Rounding a crossing can make another one a lattice unit away; after so many rounds the input is taken as hopeless. */
const MOST_ROUNDS = 40;

/** A point on an edge and how far along it lies. */
interface Insertion {
  along: number;
  x: number;
  y: number;
}

/**
 * Cuts edges at every point in which they meet, on the lattice: a crossing is rounded to it, which bends both edges by less than a
 * unit, and this is repeated until no two edges meet but in common ends (iterated snap rounding, Halperin and Packer 2002). Gives
 * for each edge the points along it, ends included, as `[x0, y0, x1, y1, …]`; null when it does not come to rest. The same edge
 * given twice, in either direction, is cut the same way.
 */
export function nodeEdges(edges: readonly Edge[]): number[][] | null {
  const { unique, numberOf } = withoutRepeats(edges);
  let lines = unique.map((edge) => [...edge]);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const insertions = findInsertions(lines);
    if (insertions.size === 0)
      return edges.map((edge, e) => inDirection(lines[numberOf[e] as number] as number[], edge));
    lines = lines.map((line, l) => withInsertions(line, l, insertions));
  }
  return null;
}

function withoutRepeats(edges: readonly Edge[]): { unique: Edge[]; numberOf: number[] } {
  const numbers = new Map<string, number>();
  const unique: Edge[] = [];
  const numberOf = edges.map(([ax, ay, bx, by]) => {
    const forward = ax < bx || (ax === bx && ay < by);
    const edge: Edge = forward ? [ax, ay, bx, by] : [bx, by, ax, ay];
    const key = edge.join(',');
    let number = numbers.get(key);
    if (number === undefined) {
      number = unique.length;
      numbers.set(key, number);
      unique.push(edge);
    }
    return number;
  });
  return { unique, numberOf };
}

function inDirection(line: readonly number[], [ax, ay]: Edge): number[] {
  if (line[0] === ax && line[1] === ay) return [...line];
  const turned: number[] = [];
  for (let i = line.length - 2; i >= 0; i -= 2) turned.push(line[i] as number, line[i + 1] as number);
  return turned;
}

/** The insertions wanted, by line and place of the segment in it (`line * 2²⁴ + place`). */
function findInsertions(lines: readonly (readonly number[])[]): Map<number, Insertion[]> {
  const places: number[] = [];
  lines.forEach((line, l) => {
    for (let i = 0; i + 3 < line.length; i += 2) places.push(l * 2 ** 24 + i);
  });
  const segments = places.map((place): Edge => {
    const line = lines[Math.floor(place / 2 ** 24)] as readonly number[];
    const i = place % 2 ** 24;
    return [line[i], line[i + 1], line[i + 2], line[i + 3]] as unknown as Edge;
  });
  const insertions = new Map<number, Insertion[]>();
  if (segments.length < 2) return insertions;
  const index = new Flatbush(segments.length, 16, Float64Array);
  for (const [ax, ay, bx, by] of segments)
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  index.finish();
  const insert = (s: number, x: number, y: number) => {
    const [ax, ay, bx, by] = segments[s] as Edge;
    if ((x === ax && y === ay) || (x === bx && y === by)) return;
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
    const list = insertions.get(places[s] as number);
    if (!list) insertions.set(places[s] as number, [{ along, x, y }]);
    else if (!list.some((other) => other.x === x && other.y === y)) list.push({ along, x, y });
  };
  segments.forEach(([ax, ay, bx, by], s) => {
    for (const t of index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)))
      if (t > s)
        meet(
          segments[s] as Edge,
          segments[t] as Edge,
          (x, y) => insert(s, x, y),
          (x, y) => insert(t, x, y),
        );
  });
  return insertions;
}

type Insert = (x: number, y: number) => void;

/** Where two segments meet: at ends that lie inside the other, else at their crossing, rounded. */
function meet(s: Edge, t: Edge, intoS: Insert, intoT: Insert): void {
  const [ax, ay, bx, by] = s;
  const [cx, cy, dx, dy] = t;
  const c = orientation(ax, ay, bx, by, cx, cy);
  const d = orientation(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return;
  const a = orientation(cx, cy, dx, dy, ax, ay);
  const b = orientation(cx, cy, dx, dy, bx, by);
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return;
  if (c === 0 && isInBox(s, cx, cy)) intoS(cx, cy);
  if (d === 0 && isInBox(s, dx, dy)) intoS(dx, dy);
  if (a === 0 && isInBox(t, ax, ay)) intoT(ax, ay);
  if (b === 0 && isInBox(t, bx, by)) intoT(bx, by);
  if (a === 0 || b === 0 || c === 0 || d === 0) return;
  const along = a / (a - b);
  const x = Math.round(ax + along * (bx - ax));
  const y = Math.round(ay + along * (by - ay));
  intoS(x, y);
  intoT(x, y);
}

const isInBox = ([ax, ay, bx, by]: Edge, x: number, y: number): boolean =>
  x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by);

function withInsertions(line: number[], l: number, insertions: ReadonlyMap<number, Insertion[]>): number[] {
  const points: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    points.push(line[i] as number, line[i + 1] as number);
    for (const { x, y } of insertions.get(l * 2 ** 24 + i)?.sort((p, q) => p.along - q.along) ?? []) points.push(x, y);
  }
  return withoutTurningBack(points);
}

/** A rounded crossing may come to lie on the line's own next point or behind it: what would run to and fro is left out. */
function withoutTurningBack(points: readonly number[]): number[] {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] as number, points[i + 1] as number];
    if (kept.length >= 2 && kept[kept.length - 2] === x && kept[kept.length - 1] === y) continue;
    kept.push(x, y);
  }
  return kept;
}
