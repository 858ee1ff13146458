import { metresPerUnit } from '../geometry/area.ts';
import { toDegrees } from '../geometry/lattice.ts';
import { type BorderEdges, NO_OWNER } from './borderEdges.ts';

/** Edges that share one box; a box that is too far away saves looking at them. */
const EDGES_PER_BOX = 8;

/** The nearest border to a spot: its distance, and the owners on its two sides. */
export interface NearestBorder {
  distanceMetres: number;
  owners: readonly [number, number];
}

/**
 * Each area's own edges. The nearest border to a point inside an area is one of them, since whatever lies behind is farther; so
 * the cost follows the area's outline and not the distance. An area's edges come in the order of the chain, which follows the
 * rings, so that neighbours in the list are neighbours on the ground and share a small box.
 */
export class AreaBorders {
  readonly #edges: BorderEdges;
  /** Where each area's edges begin in `#lists`, padded to whole boxes. */
  readonly #starts: Int32Array;
  readonly #lists: Int32Array;
  /** min x, min y, max x, max y of each run of `EDGES_PER_BOX` in `#lists`. */
  readonly #boxes: Int32Array;

  /** O(edges + areas). */
  constructor(edges: BorderEdges, areas: number) {
    this.#edges = edges;
    const counts = new Int32Array(areas);
    this.#eachSide((owner) => {
      counts[owner] = (counts[owner] as number) + 1;
    });
    this.#starts = new Int32Array(areas + 1);
    for (let area = 0; area < areas; area++) {
      const boxes = Math.ceil((counts[area] as number) / EDGES_PER_BOX);
      this.#starts[area + 1] = (this.#starts[area] as number) + boxes * EDGES_PER_BOX;
    }
    this.#lists = new Int32Array(this.#starts[areas] as number).fill(-1);
    const next = this.#starts.slice();
    this.#eachSide((owner, e) => {
      this.#lists[next[owner] as number] = e;
      next[owner] = (next[owner] as number) + 1;
    });
    this.#boxes = this.#boxEdges();
  }

  /** The nearest border to a point inside the area, or null where it has none. Distances on the local tangent plane. */
  nearest(area: number, x: number, y: number): NearestBorder | null {
    const { east, north } = metresPerUnit(toDegrees(y));
    const boxes = this.#boxes;
    const to = (this.#starts[area + 1] as number) / EDGES_PER_BOX;
    let best = -1;
    let least = Infinity;
    for (let box = (this.#starts[area] as number) / EDGES_PER_BOX; box < to; box++) {
      const b = 4 * box;
      const besideX = Math.max((boxes[b] as number) - x, x - (boxes[b + 2] as number), 0) * east;
      const besideY = Math.max((boxes[b + 1] as number) - y, y - (boxes[b + 3] as number), 0) * north;
      if (besideX * besideX + besideY * besideY >= least) continue;
      for (let i = box * EDGES_PER_BOX; i < (box + 1) * EDGES_PER_BOX; i++) {
        const e = this.#lists[i] as number;
        if (e < 0) break;
        const squared = squaredMetres(this.#edges, e, x, y, east, north);
        if (squared < least) [least, best] = [squared, e];
      }
    }
    if (best < 0) return null;
    return { distanceMetres: Math.sqrt(least), owners: [this.#edges.leftOf(best), this.#edges.rightOf(best)] };
  }

  #eachSide(visit: (owner: number, e: number) => void): void {
    for (let e = 0; e < this.#edges.count; e++) {
      const [left, right] = [this.#edges.leftOf(e), this.#edges.rightOf(e)];
      if (left !== NO_OWNER) visit(left, e);
      if (right !== NO_OWNER && right !== left) visit(right, e);
    }
  }

  #boxEdges(): Int32Array {
    const edges = this.#edges;
    const boxes = new Int32Array((4 * this.#lists.length) / EDGES_PER_BOX);
    for (let box = 0; 4 * box < boxes.length; box++) {
      const run = this.#lists.subarray(box * EDGES_PER_BOX, (box + 1) * EDGES_PER_BOX).filter((e) => e >= 0);
      let [minX, minY, maxX, maxY] = [0x7fffffff, 0x7fffffff, -0x80000000, -0x80000000];
      for (const e of run) {
        minX = Math.min(minX, edges.ax(e));
        maxX = Math.max(maxX, edges.bx(e));
        minY = Math.min(minY, edges.ay(e), edges.by(e));
        maxY = Math.max(maxY, edges.ay(e), edges.by(e));
      }
      boxes.set([minX, minY, maxX, maxY], 4 * box);
    }
    return boxes;
  }
}

/** The square of the distance from a point to an edge, `east` and `north` being the metres of a lattice unit. */
export function squaredMetres(
  edges: BorderEdges,
  e: number,
  x: number,
  y: number,
  east: number,
  north: number,
): number {
  const dx = (edges.bx(e) - edges.ax(e)) * east;
  const dy = (edges.by(e) - edges.ay(e)) * north;
  const px = (x - edges.ax(e)) * east;
  const py = (y - edges.ay(e)) * north;
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
  const [qx, qy] = [px - along * dx, py - along * dy];
  return qx * qx + qy * qy;
}
