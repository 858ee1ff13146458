import { orientation } from '../geometry/orientation.ts';
import type { Piece, Vertices } from './network.ts';

/**
 * The half-edges of planar pieces: 2p runs along piece p, 2p + 1 back, each with one face on its left. `cycle` numbers the closed
 * walks around faces; `start` has one half-edge of each.
 */
export interface Cycles {
  pieces: readonly Piece[];
  next: Int32Array;
  cycle: Int32Array;
  start: number[];
}

/** The vertex a half-edge starts from. */
export const originOf = (pieces: readonly Piece[], half: number): number => {
  const piece = pieces[half >> 1] as Piece;
  return (half & 1) === 0 ? piece.from : piece.to;
};

/** The half-edges of a cycle in order. */
export function halvesOf({ next, start }: Cycles, cycle: number): number[] {
  const first = start[cycle] as number;
  const halves = [first];
  for (let half = next[first] as number; half !== first; half = next[half] as number) halves.push(half);
  return halves;
}

/** Walks around all faces of planar pieces. O(n log n). */
export function traceCycles(vertices: Vertices, pieces: readonly Piece[]): Cycles {
  const next = linkHalves(vertices, pieces);
  const cycle = new Int32Array(next.length).fill(-1);
  const start: number[] = [];
  for (let first = 0; first < next.length; first++) {
    if (cycle[first] !== -1) continue;
    for (let half = first; cycle[half] === -1; half = next[half] as number) cycle[half] = start.length;
    start.push(first);
  }
  return { pieces, next, cycle, start };
}

function linkHalves(vertices: Vertices, pieces: readonly Piece[]): Int32Array {
  const leaving: number[][] = [];
  for (let half = 0; half < pieces.length * 2; half++) {
    const origin = originOf(pieces, half);
    const list = leaving[origin];
    if (list) list.push(half);
    else leaving[origin] = [half];
  }
  const next = new Int32Array(pieces.length * 2);
  for (const [vertex, halves] of leaving.entries()) {
    if (!halves) continue;
    if (halves.length > 1) sortByAngle(vertices, pieces, vertex, halves);
    // Arriving on the twin of a half-edge, the next one clockwise keeps the same face on the left.
    for (let i = 0; i < halves.length; i++)
      next[(halves[i] as number) ^ 1] = halves[(i + halves.length - 1) % halves.length] as number;
  }
  return next;
}

/** Counter-clockwise from straight right, exact. */
function sortByAngle(vertices: Vertices, pieces: readonly Piece[], vertex: number, halves: number[]): void {
  const { x, y } = vertices;
  const [ox, oy] = [x[vertex] as number, y[vertex] as number];
  const direction = (half: number): [number, number] => {
    const end = originOf(pieces, half ^ 1);
    return [(x[end] as number) - ox, (y[end] as number) - oy];
  };
  const isLower = ([dx, dy]: [number, number]): number => (dy < 0 || (dy === 0 && dx < 0) ? 1 : 0);
  halves.sort((g, h) => {
    const [u, v] = [direction(g), direction(h)];
    return isLower(u) - isLower(v) || -orientation(0, 0, u[0], u[1], v[0], v[1]);
  });
}
