import { edgesOf, piecesOf } from '../geometry/edges.ts';
import { type Area, type Box, boundingBox } from '../geometry/lattice.ts';
import type { Edge, OutlineBend } from './change.ts';
import { boundaryEdges } from './outlines.ts';
import { MandatedOutline } from './proof/refinement.ts';

/** The mandated outline with the points that grids have put on it, as a coverage under change has it. */
export class WorkingOutline {
  readonly mandated: MandatedOutline;
  /** The pieces of those mandated edges that are no longer in one, by the edge's number. */
  readonly #parted = new Map<number, Map<string, Edge>>();
  readonly #pieces = new Map<string, Edge>();

  /** Begins as `outline`; what of it does not refine the mandated one is left out. */
  constructor(mandated: Area, outline: Area) {
    this.mandated = new MandatedOutline(mandated);
    for (const line of this.mandated.refinedBy(edgesOf(outline)).insertions)
      this.bend({ gone: [[line[0], line[1], line.at(-2), line.at(-1)] as Edge], come: piecesOf(line) });
  }

  /** Does it run a → b? */
  has(ax: number, ay: number, bx: number, by: number): boolean {
    const number = this.mandated.numberOf(ax, ay, bx, by);
    return (number >= 0 && !this.#parted.has(number)) || this.#pieces.has(`${ax},${ay},${bx},${by}`);
  }

  /** Its edges, the district on their left. */
  edges(): Edge[] {
    return [...this.mandated.edges.filter((_, number) => !this.#parted.has(number)), ...this.#pieces.values()];
  }

  bend({ gone, come }: OutlineBend): void {
    for (const edge of gone) {
      this.#part(edge)?.delete(edge.join());
      this.#pieces.delete(edge.join());
    }
    for (const edge of come) {
      this.#part(edge)?.set(edge.join(), edge);
      this.#pieces.set(edge.join(), edge);
    }
  }

  /**
   * Puts on the mandated edges that some boundaries run along the points that the grids there have on them now, and no others: the ends of
   * edges that no neighbour cancels. `near` gives the areas that meet a box. Gives how it bent by that.
   */
  redrawAlong(boundaries: Area, near: (box: Box) => readonly Area[]): OutlineBend | undefined {
    const numbers = this.#runAlong(boundaries);
    if (numbers.size === 0) return undefined;
    const before = [...numbers].flatMap((number) => this.#piecesOf(number));
    const after = this.#redrawn(numbers, near);
    const [old, now] = [new Set(before.map(String)), new Set(after.map(String))];
    const bend = {
      gone: before.filter((edge) => !now.has(String(edge))),
      come: after.filter((edge) => !old.has(String(edge))),
    };
    if (bend.gone.length + bend.come.length === 0) return undefined;
    this.bend(bend);
    return bend;
  }

  /** The numbers of the mandated edges that boundaries run along, in either direction: what runs against the outline may cancel what runs along it. */
  #runAlong(boundaries: Area): Set<number> {
    const numbers = new Set<number>();
    for (const polygon of boundaries) {
      if (!this.mandated.meets(boundingBox([polygon]))) continue;
      for (const [ax, ay, bx, by] of edgesOf([polygon]))
        numbers.add(this.mandated.along([ax, ay, bx, by])).add(this.mandated.along([bx, by, ax, ay]));
    }
    numbers.delete(-1);
    return numbers;
  }

  #redrawn(numbers: ReadonlySet<number>, near: (box: Box) => readonly Area[]): Edge[] {
    const areas = new Set([...numbers].flatMap((number) => near(this.mandated.boxOf(number))));
    const beside = new Map([...numbers].map((number) => [number, [] as Edge[]]));
    for (const edge of boundaryEdges([...areas])) beside.get(this.mandated.along(edge))?.push(edge);
    return [...beside].flatMap(([number, edges]) => piecesOf(this.mandated.refinedEdge(number, edges)));
  }

  #piecesOf(number: number): Edge[] {
    const pieces = this.#parted.get(number);
    return pieces ? [...pieces.values()] : [this.mandated.edges[number] as Edge];
  }

  /** The pieces of the mandated edge that an edge lies along, from now on on their own. */
  #part(edge: Edge): Map<string, Edge> | undefined {
    const number = this.mandated.along(edge);
    if (number < 0) return undefined;
    const before = this.#parted.get(number);
    if (before) return before;
    const pieces = new Map(this.#piecesOf(number).map((piece) => [piece.join(), piece]));
    this.#parted.set(number, pieces);
    for (const [key, piece] of pieces) this.#pieces.set(key, piece);
    return pieces;
  }
}
