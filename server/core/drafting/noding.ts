import Flatbush from 'flatbush';
import { Meetings } from './meeting.ts';
import { OUTLINE, type Piece, type Vertices, withoutDoubles } from './network.ts';

const MOST_ROUNDS = 12;

/**
 * Makes pieces planar: cuts them where they meet until they meet in common ends only. Crossings are rounded to the lattice or taken
 * at an end that is near. Where rounding goes on making new crossings, the less important piece is left out; lines only say
 * where a border would be good. With `closed` the outline gets no corner. `fresh`: how many of the last pieces are new; the
 * others are planar among themselves.
 */
export function nodePieces(
  vertices: Vertices,
  pieces: readonly Piece[],
  closed: boolean,
  fresh: number = pieces.length,
): Piece[] {
  const planar = new Set(pieces.slice(0, pieces.length - fresh));
  let current = withoutDoubles(pieces, vertices.x.length);
  let isFresh = current.map((piece) => !planar.has(piece));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const cuts = new Map<number, number[]>();
    const merged = new Map<number, number>();
    const meetings = new Meetings(vertices, current, closed, {
      cut: (piece, vertex) => {
        const known = cuts.get(piece);
        if (known) known.push(vertex);
        else cuts.set(piece, [vertex]);
      },
      merge: (vertex, into) => merged.set(vertex, into),
    });
    for (const [p, q] of closePairs(vertices, current, isFresh)) meetings.repair(p, q);
    if (cuts.size === 0 && merged.size === 0) return current;
    ({ pieces: current, isFresh } = applyRepairs(vertices, current, cuts, merged));
  }
  return withoutCrossings(vertices, current, closed);
}

/** Pairs of pieces whose boxes meet and of which one is fresh at least; each once. */
function* closePairs(
  vertices: Vertices,
  pieces: readonly Piece[],
  isFresh: readonly boolean[],
): Generator<[number, number]> {
  if (pieces.length < 2) return;
  const { x, y } = vertices;
  const boxes = pieces.map(({ from, to }): [number, number, number, number] => {
    const [ax, ay, bx, by] = [x[from] as number, y[from] as number, x[to] as number, y[to] as number];
    return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
  });
  const index = new Flatbush(pieces.length, 16, Float64Array);
  for (const box of boxes) index.add(...box);
  index.finish();
  for (let p = 0; p < pieces.length; p++) {
    if (!isFresh[p]) continue;
    for (const q of index.search(...(boxes[p] as [number, number, number, number])))
      if (q !== p && (q > p || !isFresh[q])) yield [p, q];
  }
}

interface Repaired {
  pieces: Piece[];
  isFresh: boolean[];
}

function applyRepairs(
  vertices: Vertices,
  pieces: readonly Piece[],
  cuts: ReadonlyMap<number, number[]>,
  merged: ReadonlyMap<number, number>,
): Repaired {
  const standing = (vertex: number): number => {
    let at = vertex;
    for (let steps = 0; steps < 8; steps++) {
      const into = merged.get(at);
      if (into === undefined || into === vertex) break;
      at = into;
    }
    return at;
  };
  const old = new Set<Piece>();
  const all = pieces.flatMap((piece, p): Piece[] => {
    const stays = piece.kind === OUTLINE;
    const at = cuts.get(p);
    const moves = !stays && (merged.has(piece.from) || merged.has(piece.to));
    if (!at && !moves) {
      old.add(piece);
      return [piece];
    }
    const inOrder = [...new Set(at ?? [])].sort(
      (a, b) => vertices.metres(piece.from, a) - vertices.metres(piece.from, b) || a - b,
    );
    const stops = [piece.from, ...inOrder, piece.to];
    // The outline's own vertices never move: its pieces are those of a border that others have too.
    const ends = stays ? stops : stops.map(standing);
    return ends.slice(1).map((to, i) => ({ ...piece, from: ends[i] as number, to }));
  });
  const kept = withoutDoubles(all, vertices.x.length);
  return { pieces: kept, isFresh: kept.map((piece) => !old.has(piece)) };
}

/** Leaves out the less important of any two pieces that still meet. */
function withoutCrossings(vertices: Vertices, pieces: readonly Piece[], closed: boolean): Piece[] {
  const dropped = new Set<number>();
  const meetings = new Meetings(vertices, pieces, closed, { cut: () => undefined, merge: () => undefined });
  const all = pieces.map(() => true);
  for (const [p, q] of closePairs(vertices, pieces, all)) {
    if (dropped.has(p) || dropped.has(q) || !meetings.repair(p, q)) continue;
    const less = (pieces[p] as Piece).kind >= (pieces[q] as Piece).kind ? p : q;
    if ((pieces[less] as Piece).kind !== OUTLINE) dropped.add(less);
  }
  return pieces.filter((_, p) => !dropped.has(p));
}
