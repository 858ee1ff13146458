import { edgesOf, piecesOf } from '../geometry/edges.ts';
import type { Area, Box } from '../geometry/lattice.ts';
import type { Edge, OutlineBend } from './change.ts';
import { boundaryEdges } from './outlines.ts';
import { MandatedOutline } from './refinement.ts';

/** The mandated outline with the points that grids have put on it, as a coverage under change has it. */
export class WorkingOutline {
  readonly mandated: MandatedOutline;
  readonly #edges = new Map<string, Edge>();

  /** Begins as `outline`; what of it does not refine the mandated one is left out. */
  constructor(mandated: Area, outline: Area) {
    this.mandated = new MandatedOutline(mandated);
    const refined = this.mandated.refinedBy(edgesOf(outline)).outline;
    this.bend({ gone: [], come: [...edgesOf(refined)] });
  }

  /** Does it run a → b? */
  has(ax: number, ay: number, bx: number, by: number): boolean {
    return this.#edges.has(`${ax},${ay},${bx},${by}`);
  }

  /** Its edges, the district on their left. */
  edges(): Edge[] {
    return [...this.#edges.values()];
  }

  bend({ gone, come }: OutlineBend): void {
    for (const edge of gone) this.#edges.delete(edge.join());
    for (const edge of come) this.#edges.set(edge.join(), edge);
  }

  /**
   * Puts on the mandated edges that some boundaries run along the points that the grids there have on them now, and no others: the ends of
   * edges that no neighbour cancels. `near`
   * gives the areas that meet a box. Gives how it bent by that.
   */
  redrawAlong(boundaries: Area, near: (box: Box) => readonly Area[]): OutlineBend | undefined {
    const numbers = new Set<number>();
    // What runs against the outline may cancel what runs along it.
    for (const [ax, ay, bx, by] of edgesOf(boundaries))
      numbers.add(this.mandated.along([ax, ay, bx, by])).add(this.mandated.along([bx, by, ax, ay]));
    numbers.delete(-1);
    if (numbers.size === 0) return undefined;
    const before = this.edges().filter((edge) => numbers.has(this.mandated.along(edge)));
    const after = [...numbers].flatMap((number) =>
      piecesOf(this.mandated.refinedEdge(number, boundaryEdges(near(this.mandated.boxOf(number))))),
    );
    const [old, now] = [new Set(before.map(String)), new Set(after.map(String))];
    const bend = {
      gone: before.filter((edge) => !now.has(String(edge))),
      come: after.filter((edge) => !old.has(String(edge))),
    };
    if (bend.gone.length + bend.come.length === 0) return undefined;
    this.bend(bend);
    return bend;
  }
}
