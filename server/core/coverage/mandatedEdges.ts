import Flatbush from 'flatbush';
import { metresPerUnit } from '../geometry/area.ts';
import { edgesOf } from '../geometry/edges.ts';
import { type Area, type Edge, toDegrees } from '../geometry/lattice.ts';
import { nearestOnEdge } from '../geometry/scale.ts';

/** The mandated outline's edges, found by where they lie. */
export class MandatedEdges {
  readonly #edges: readonly Edge[];
  readonly #index: Flatbush;

  constructor(outline: Area) {
    this.#edges = [...edgesOf(outline)];
    this.#index = new Flatbush(Math.max(1, this.#edges.length), 16, Float64Array);
    for (const [ax, ay, bx, by] of this.#edges)
      this.#index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    if (this.#edges.length === 0) this.#index.add(0, 0, 0, 0);
    this.#index.finish();
  }

  /** Infinity when no edge is within some ten metres. */
  metresTo(x: number, y: number): number {
    const scale = metresPerUnit(toDegrees(y));
    const reach = 1000;
    let least = Infinity;
    for (const e of this.#index.search(x - reach, y - reach, x + reach, y + reach)) {
      const edge = this.#edges[e];
      if (edge) least = Math.min(least, nearestOnEdge(scale, ...edge, x, y).metres);
    }
    return least;
  }
}
