import { orientation } from '../geometry/orientation.ts';
import { OUTLINE, type Piece, type Vertices } from './network.ts';

/** What has to be done where two pieces meet: cut one of them at a vertex, or take one vertex for another. */
export interface Repairs {
  cut: (piece: number, vertex: number) => void;
  merge: (vertex: number, into: number) => void;
}

/** Crossings this near to a piece's end are taken at that end: metres between lines, and on the region's outline. */
const SNAP_METRES = 2;
const OUTLINE_SNAP_METRES = 8;

/** Finds what is to be repaired where pieces p and q meet otherwise than in common ends. `closed`: the outline takes no corners. */
export class Meetings {
  readonly #vertices: Vertices;
  readonly #pieces: readonly Piece[];
  readonly #closed: boolean;
  readonly #repairs: Repairs;

  constructor(vertices: Vertices, pieces: readonly Piece[], closed: boolean, repairs: Repairs) {
    this.#vertices = vertices;
    this.#pieces = pieces;
    this.#closed = closed;
    this.#repairs = repairs;
  }

  /** Registers the repairs for one pair; true when there are any. */
  repair(p: number, q: number): boolean {
    const [s, t] = [this.#pieces[p] as Piece, this.#pieces[q] as Piece];
    const sFrom = this.#side(t, s.from);
    const sTo = this.#side(t, s.to);
    if ((sFrom > 0 && sTo > 0) || (sFrom < 0 && sTo < 0)) return false;
    const tFrom = this.#side(s, t.from);
    const tTo = this.#side(s, t.to);
    if ((tFrom > 0 && tTo > 0) || (tFrom < 0 && tTo < 0)) return false;
    if (sFrom !== 0 && sTo !== 0 && tFrom !== 0 && tTo !== 0) return this.#cross(p, q, s, t, sFrom / (sFrom - sTo));
    let any = false;
    if (sFrom === 0) any = this.#touch(q, t, s.from) || any;
    if (sTo === 0) any = this.#touch(q, t, s.to) || any;
    if (tFrom === 0) any = this.#touch(p, s, t.from) || any;
    if (tTo === 0) any = this.#touch(p, s, t.to) || any;
    return any;
  }

  #side({ from, to }: Piece, vertex: number): number {
    const { x, y } = this.#vertices;
    if (vertex === from || vertex === to) return 0;
    return orientation(
      x[from] as number,
      y[from] as number,
      x[to] as number,
      y[to] as number,
      x[vertex] as number,
      y[vertex] as number,
    );
  }

  /** A vertex on the line of a piece: cuts it when it lies inside it. */
  #touch(number: number, piece: Piece, vertex: number): boolean {
    const { x, y } = this.#vertices;
    const { from, to } = piece;
    if (vertex === from || vertex === to) return false;
    const between = (a: number, b: number, c: number) => (a < b ? c >= a && c <= b : c >= b && c <= a);
    const inBox =
      between(x[from] as number, x[to] as number, x[vertex] as number) &&
      between(y[from] as number, y[to] as number, y[vertex] as number);
    if (!inBox) return false;
    if (piece.kind === OUTLINE) {
      const end = this.#endNear(piece, vertex);
      if (end >= 0) {
        this.#repairs.merge(vertex, end);
        return true;
      }
    }
    this.#repairs.cut(number, vertex);
    return true;
  }

  #cross(p: number, q: number, s: Piece, t: Piece, along: number): boolean {
    const { x, y } = this.#vertices;
    const [ax, ay] = [x[s.from] as number, y[s.from] as number];
    const at = this.#vertices.number(
      Math.round(ax + along * ((x[s.to] as number) - ax)),
      Math.round(ay + along * ((y[s.to] as number) - ay)),
    );
    const outline = s.kind === OUTLINE ? s : t.kind === OUTLINE ? t : null;
    const vertex = this.#meetingVertex(s, t, outline, at);
    for (const [number, piece] of [
      [p, s],
      [q, t],
    ] as const)
      if (vertex !== piece.from && vertex !== piece.to) this.#repairs.cut(number, vertex);
    return true;
  }

  /** Where a crossing is taken: at an end that is near, on the outline first, else at the rounded point itself. */
  #meetingVertex(s: Piece, t: Piece, outline: Piece | null, at: number): number {
    if (outline) {
      const end = this.#endNear(outline, at);
      return end >= 0 ? end : at;
    }
    const ends = [s.from, s.to, t.from, t.to];
    const nearest = ends.reduce((a, b) => (this.#vertices.metres(b, at) < this.#vertices.metres(a, at) ? b : a));
    return this.#vertices.metres(nearest, at) <= SNAP_METRES ? nearest : at;
  }

  /** The end of an outline's piece to take instead of a spot on it; −1 when a corner is put there. */
  #endNear({ from, to }: Piece, spot: number): number {
    const end = this.#vertices.metres(from, spot) <= this.#vertices.metres(to, spot) ? from : to;
    return this.#closed || this.#vertices.metres(end, spot) <= OUTLINE_SNAP_METRES ? end : -1;
  }
}
