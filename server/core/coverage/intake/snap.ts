import type { Area, Point } from '../../geometry/lattice.ts';
import { keyOf, type Layers, scaleOf } from './layers.ts';
import { makeSoundMoves } from './soundMoves.ts';
import { vertexMoves } from './vertexMoves.ts';

/** The outcome of snapping: the areas, how many vertices moved and how far at most, and where a snap was left out. */
export interface Snapped {
  areas: Area[];
  moved: number;
  farthestMetres: number;
  leftOut: Point[];
}

/**
 * Joins loose vertices that lie within the tolerance of one another, the closest pairs first, and moves each group to its vertex of
 * highest standing; no vertex moves farther than the tolerance, and one of the fixed areas not at all. Vertices that follow each
 * other along a ring stay apart, so detail finer than the tolerance is kept. A snap that would make a valid area invalid is left out.
 * O(n log n) for evenly spread vertices.
 */
export function snapVertices({ areas, fixed, loose }: Layers, toleranceMetres: number): Snapped {
  const { east, north } = scaleOf(areas);
  const vertices = looseVertices(areas, loose);
  const distance = (a: Vertex, b: Vertex) => Math.hypot((a.x - b.x) * east, (a.y - b.y) * north);
  const groups = new Groups(vertices, fixed, toleranceMetres, distance);
  for (const [a, b] of closePairs(vertices, toleranceMetres, east, north, distance)) groups.join(a, b);
  const targets = groups.targets();
  const moves = vertexMoves(areas, fixed, new Map([...targets].map(([key, { head }]) => [key, [head.x, head.y]])));
  const { areas: snapped, leftOut, places } = makeSoundMoves(areas, moves);
  const made = [...targets.values()].filter((_, move) => !leftOut.has(move));
  const farthestMetres = made.reduce((farthest, { vertex, head }) => Math.max(farthest, distance(vertex, head)), 0);
  return { areas: snapped, moved: moves.count(leftOut), farthestMetres, leftOut: places };
}

interface Vertex {
  x: number;
  y: number;
  /** The first area that has it: the smaller, the higher its standing. */
  standing: number;
  /** The vertices before and after it in the rings it is on. */
  beside: Set<string>;
}

function looseVertices(areas: readonly Area[], loose: Layers['loose']): Vertex[] {
  const vertices = new Map<string, Vertex>();
  areas.forEach((area, standing) => {
    for (const ring of area.flat()) {
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = [ring[i] as number, ring[i + 1] as number];
        if (!loose.hasVertex(x, y)) continue;
        const vertex = vertices.get(keyOf(x, y)) ?? { x, y, standing, beside: new Set<string>() };
        vertices.set(keyOf(x, y), vertex);
        for (const n of [(i + 2) % ring.length, (i + ring.length - 2) % ring.length]) {
          vertex.beside.add(keyOf(ring[n] as number, ring[n + 1] as number));
        }
      }
    }
  });
  return [...vertices.values()];
}

type Distance = (a: Vertex, b: Vertex) => number;

/** All pairs within the tolerance, the closest first, found in a hash of squares as wide as the tolerance. */
function closePairs(
  vertices: readonly Vertex[],
  tolerance: number,
  east: number,
  north: number,
  distance: Distance,
): [number, number][] {
  const cells = new Map<string, number[]>();
  const pairs: { a: number; b: number; metres: number }[] = [];
  vertices.forEach((vertex, b) => {
    const [column, row] = [Math.floor((vertex.x * east) / tolerance), Math.floor((vertex.y * north) / tolerance)];
    for (let c = column - 1; c <= column + 1; c++) {
      for (let r = row - 1; r <= row + 1; r++) {
        for (const a of cells.get(`${c},${r}`) ?? []) {
          const metres = distance(vertices[a] as Vertex, vertex);
          if (metres <= tolerance) pairs.push({ a, b, metres });
        }
      }
    }
    const key = `${column},${row}`;
    const cell = cells.get(key);
    if (cell) cell.push(b);
    else cells.set(key, [b]);
  });
  return pairs.sort((p, q) => p.metres - q.metres || p.a - q.a || p.b - q.b).map(({ a, b }) => [a, b]);
}

/** Vertices that become one. */
class Groups {
  readonly #vertices: readonly Vertex[];
  readonly #fixed: number;
  readonly #tolerance: number;
  readonly #distance: Distance;
  readonly #groupOf: number[];
  readonly #members: number[][];

  constructor(vertices: readonly Vertex[], fixed: number, tolerance: number, distance: Distance) {
    this.#vertices = vertices;
    this.#fixed = fixed;
    this.#tolerance = tolerance;
    this.#distance = distance;
    this.#groupOf = vertices.map((_, v) => v);
    this.#members = vertices.map((_, v) => [v]);
  }

  /** Makes one group of two, unless neighbours along a ring or two fixed vertices would fall together or one move too far. */
  join(a: number, b: number): void {
    const [g, h] = [this.#groupOf[a] as number, this.#groupOf[b] as number];
    if (g === h) return;
    const all = [...(this.#members[g] as number[]), ...(this.#members[h] as number[])].map(
      (v) => this.#vertices[v] as Vertex,
    );
    const head = all.reduce((best, vertex) => (vertex.standing < best.standing ? vertex : best));
    if (all.filter((vertex) => vertex.standing < this.#fixed).length > 1) return;
    if (all.some((vertex) => this.#distance(vertex, head) > this.#tolerance)) return;
    if (all.some((vertex) => all.some((other) => vertex.beside.has(keyOf(other.x, other.y))))) return;
    for (const v of this.#members[h] as number[]) this.#groupOf[v] = g;
    (this.#members[g] as number[]).push(...(this.#members[h] as number[]));
    this.#members[h] = [];
  }

  /** Where each vertex that moves goes. */
  targets(): Map<string, { vertex: Vertex; head: Vertex }> {
    const targets = new Map<string, { vertex: Vertex; head: Vertex }>();
    for (const members of this.#members) {
      if (members.length < 2) continue;
      const all = members.map((v) => this.#vertices[v] as Vertex);
      const head = all.reduce((best, vertex) => (vertex.standing < best.standing ? vertex : best));
      for (const vertex of all) if (vertex !== head) targets.set(keyOf(vertex.x, vertex.y), { vertex, head });
    }
    return targets;
  }
}
