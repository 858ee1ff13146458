import { latticePoint, midpoint } from '../geometry/exactPoint.ts';
import { type Area } from '../geometry/lattice.ts';
import { WindingIndex } from '../geometry/windingIndex.ts';
import { OUTLINE, type Piece, type Vertices } from './network.ts';

/** Tells of planar pieces whether they lie inside the region; those of its outline do. Remembers what it has said. */
export class InsideTest {
  readonly #vertices: Vertices;
  readonly #winding: WindingIndex;
  readonly #known = new WeakMap<Piece, boolean>();

  constructor(vertices: Vertices, region: Area) {
    this.#vertices = vertices;
    this.#winding = new WindingIndex(region);
  }

  isInside(piece: Piece): boolean {
    if (piece.kind === OUTLINE) return true;
    let known = this.#known.get(piece);
    if (known === undefined) {
      const { x, y } = this.#vertices;
      const [ax, ay] = [x[piece.from] as number, y[piece.from] as number];
      const [bx, by] = [x[piece.to] as number, y[piece.to] as number];
      known = this.#winding.windingBeside(midpoint(latticePoint(ax, ay), latticePoint(bx, by)), bx - ax, by - ay) !== 0;
      this.#known.set(piece, known);
    }
    return known;
  }
}

/** Removes dead ends until every vertex has two pieces at least. O(pieces). */
export function withoutDeadEnds(pieces: readonly Piece[], vertices: number): Piece[] {
  const at: number[][] = Array.from({ length: vertices }, () => []);
  const degree = new Int32Array(vertices);
  pieces.forEach(({ from, to }, p) => {
    for (const vertex of [from, to]) {
      (at[vertex] as number[]).push(p);
      degree[vertex] = (degree[vertex] as number) + 1;
    }
  });
  const gone = new Uint8Array(pieces.length);
  const open: number[] = [];
  for (let vertex = 0; vertex < vertices; vertex++) if (degree[vertex] === 1) open.push(vertex);
  for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
    for (const p of at[vertex] as number[]) {
      if (gone[p]) continue;
      gone[p] = 1;
      const { from, to } = pieces[p] as Piece;
      const other = from === vertex ? to : from;
      degree[other] = (degree[other] as number) - 1;
      if (degree[other] === 1) open.push(other);
    }
  }
  return pieces.filter((_, p) => !gone[p]);
}
