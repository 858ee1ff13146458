import Flatbush from 'flatbush';
import { type Arrangement, type ChainEdge, originOf, type Piece } from './arrangement.ts';
import { type ExactPoint, fractionOf, order } from './exactPoint.ts';
import { orientation } from './orientation.ts';

/** How often an owner's boundary runs along an edge: a→b less b→a. */
export interface Turn {
  owner: number;
  net: number;
}

/** How often the boundary of each owner winds around a face; owners that do not are not in it. */
export type Windings = ReadonlyMap<number, number>;

/** Labels of the faces of an arrangement. */
export interface FaceLabels {
  /** The label of each cycle's face. */
  of: readonly Windings[];
  /** For the cycle around a connected part, the cycle of the face that the part lies in, −1 for the outer face; −1 for all others. */
  container: Int32Array;
}

/**
 * Tells for every face of an arrangement how often each owner's boundary winds around it, from the pieces alone: crossing a piece
 * changes the windings by exactly what runs along it, beginning with nothing in the outer face. No point is tested against geometry
 * that was not rounded with the arrangement. `turnsOf` says what runs along an edge. Equal labels are the same object.
 */
export function labelFaces(
  arrangement: Arrangement,
  edges: readonly ChainEdge[],
  turnsOf: (edge: number) => readonly Turn[],
): FaceLabels {
  const { pieces, cycle, firstOfCycle, hull } = arrangement;
  const labels = new LabelTable();
  const of: (Windings | undefined)[] = firstOfCycle.map(() => undefined);
  const container = new Int32Array(firstOfCycle.length).fill(-1);
  const rows = new Rows(arrangement, edges);
  for (const { outer, node } of partsInOrder(arrangement)) {
    if (!hull[outer]) continue;
    container[outer] = rows.cycleLeftOf(node);
    const around = container[outer] as number;
    of[outer] = around < 0 ? labels.empty : (of[around] as Windings);
    const stack = [outer];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const first = firstOfCycle[at] as number;
      let half = first;
      do {
        const other = cycle[half ^ 1] as number;
        if (of[other] === undefined) {
          const piece = pieces[half >>> 1] as Piece;
          of[other] = labels.across(of[at] as Windings, piece, (half & 1) === 0 ? -1 : 1, turnsOf);
          stack.push(other);
        }
        half = arrangement.next[half] as number;
      } while (half !== first);
    }
  }
  return { of: of as Windings[], container };
}

/** Labels made once each, so that equal ones are the same. */
class LabelTable {
  readonly empty: Windings = new Map();
  readonly #known = new Map<string, Windings>([['', this.empty]]);

  across(from: Windings, piece: Piece, sign: 1 | -1, turnsOf: (edge: number) => readonly Turn[]): Windings {
    const next = new Map(from);
    for (const source of piece.sources) {
      for (const { owner, net } of turnsOf(source)) {
        const count = (next.get(owner) ?? 0) + sign * net;
        if (count === 0) next.delete(owner);
        else next.set(owner, count);
      }
    }
    const key = [...next].sort(([a], [b]) => a - b).join(' ');
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, next);
    return next;
  }
}

/** The connected parts of an arrangement by their smallest nodes, with the cycle around each: what surrounds a part comes before it. */
function partsInOrder(arrangement: Arrangement): { outer: number; node: ExactPoint }[] {
  const least = new Map<number, ExactPoint>();
  for (let half = 0; half < arrangement.cycle.length; half++) {
    const outer = arrangement.cycle[half] as number;
    if (!arrangement.hull[outer]) continue;
    const node = arrangement.nodes[originOf(arrangement, half)] as ExactPoint;
    const known = least.get(outer);
    if (!known || order(node, known) < 0) least.set(outer, node);
  }
  return [...least].map(([outer, node]) => ({ outer, node })).sort((a, b) => order(a.node, b.node));
}

/** Finds the face left of a lattice point, a touch above its row. */
class Rows {
  readonly #arrangement: Arrangement;
  readonly #edges: readonly ChainEdge[];
  readonly #index: Flatbush | null;
  readonly #piecesOf = new Map<number, number[]>();
  readonly #minX: number;

  constructor(arrangement: Arrangement, edges: readonly ChainEdge[]) {
    this.#arrangement = arrangement;
    this.#edges = edges;
    this.#minX = edges.reduce((least, e) => Math.min(least, e.ax), Infinity);
    this.#index = edges.length > 0 ? new Flatbush(edges.length, 16, Float64Array) : null;
    for (const e of edges) this.#index?.add(e.ax, Math.min(e.ay, e.by), e.bx, Math.max(e.ay, e.by));
    this.#index?.finish();
  }

  cycleLeftOf({ x, y }: ExactPoint): number {
    let nearest = -1;
    for (const e of this.#index?.search(this.#minX, y, x, y) ?? []) {
      if (!this.#isLeftOf(e, x, y)) continue;
      if (nearest < 0 || this.#compareAtRow(e, nearest, y) > 0) nearest = e;
    }
    if (nearest < 0) return -1;
    const half = this.#halfAtRow(nearest, y);
    return this.#arrangement.cycle[half] as number;
  }

  #isLeftOf(e: number, x: number, y: number): boolean {
    const { ax, ay, bx, by } = this.#edges[e] as ChainEdge;
    if (ay <= y && y < by) return orientation(ax, ay, bx, by, x, y) < 0;
    return by <= y && y < ay && orientation(ax, ay, bx, by, x, y) > 0;
  }

  /** Which of two edges lies further right a touch above a row: positive for the first. */
  #compareAtRow(e: number, f: number, y: number): number {
    const place = (edge: number) => {
      const { ax, ay, bx, by } = this.#edges[edge] as ChainEdge;
      const rise = BigInt(by - ay);
      const sign = rise < 0n ? -1n : 1n;
      return {
        over: BigInt(ax) * rise * sign + BigInt(y - ay) * BigInt(bx - ax) * sign,
        rise: rise * sign,
        run: BigInt(bx - ax) * sign,
      };
    };
    const [p, q] = [place(e), place(f)];
    const at = p.over * q.rise - q.over * p.rise;
    if (at !== 0n) return at > 0n ? 1 : -1;
    const slope = p.run * q.rise - q.run * p.rise;
    return slope > 0n ? 1 : slope < 0n ? -1 : 0;
  }

  /** The half-edge of an edge's piece at a row with the face to its right, which is larger x, on its left hand. */
  #halfAtRow(e: number, y: number): number {
    const { nodes, pieces } = this.#arrangement;
    const isAbove = (node: number) => {
      const exact = fractionOf(nodes[node] as ExactPoint);
      return exact.y > BigInt(y) * exact.over;
    };
    const p = this.#pieces(e).find((piece) => {
      const { from, to } = pieces[piece] as Piece;
      return isAbove(from) !== isAbove(to);
    }) as number;
    // Left of a falling edge lies larger x.
    return isAbove((pieces[p] as Piece).from) ? 2 * p : 2 * p + 1;
  }

  #pieces(e: number): readonly number[] {
    if (this.#piecesOf.size === 0) {
      this.#arrangement.pieces.forEach(({ sources }, p) => {
        for (const source of sources) {
          const list = this.#piecesOf.get(source);
          if (list) list.push(p);
          else this.#piecesOf.set(source, [p]);
        }
      });
    }
    return this.#piecesOf.get(e) ?? [];
  }
}
