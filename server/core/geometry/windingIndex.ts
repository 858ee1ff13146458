import Flatbush from 'flatbush';
import { type ExactPoint, fractionOf } from './exactPoint.ts';
import type { Area, Ring } from './lattice.ts';

/** Below so many vertices walking all edges is faster than asking an index. */
const INDEX_FROM = 1000;
/** How far a double may be from the exact value it stands for, in lattice units, with plenty to spare. */
const UNCERTAIN = 1e-3;

/**
 * Answers how often an area's boundary winds around a spot next to an exact point, without rounding. The spot lies an
 * infinitesimal step to the left of a directed line through the point, which decides for points on the boundary itself.
 */
export class WindingIndex {
  readonly #rings: readonly Ring[];
  readonly #index: Flatbush | null;
  readonly #places: Int32Array;
  readonly #edges: number;
  readonly #box: readonly [number, number, number, number];
  /** How many edges have been looked at so far, for those who must not look at too many. */
  visited = 0;

  constructor(area: Area) {
    this.#rings = area.flat();
    const edges = this.#rings.reduce((sum, ring) => sum + ring.length / 2, 0);
    this.#edges = edges;
    this.#index = edges >= INDEX_FROM ? new Flatbush(edges, 16, Float64Array) : null;
    this.#places = new Int32Array(this.#index ? edges * 2 : 0);
    let at = 0;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    this.#rings.forEach((ring, r) => {
      for (let i = 0; i < ring.length; i += 2) {
        const [ax, ay, bx, by] = edgeAt(ring, i);
        [minX, minY, maxX, maxY] = [Math.min(minX, ax), Math.min(minY, ay), Math.max(maxX, ax), Math.max(maxY, ay)];
        if (!this.#index) continue;
        this.#index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
        this.#places[at++] = r;
        this.#places[at++] = i;
      }
    });
    this.#index?.finish();
    this.#box = [minX, minY, maxX, maxY];
  }

  /** The winding number just left of the direction (dx, dy) at `point`, which need not be on the boundary. */
  windingBeside(point: ExactPoint, dx: number, dy: number): number {
    const [minX, minY, maxX, maxY] = this.#box;
    if (point.x < minX - 1 || point.x > maxX + 1 || point.y < minY - 1 || point.y > maxY + 1) return 0;
    // The ray runs against x, or for level lines against y, so that the infinitesimal step is never along it.
    const swap = Math.abs(dy) < Math.abs(dx);
    const ray = new Ray(point, dx, dy, swap);
    if (!this.#index) {
      this.visited += this.#edges;
      for (const ring of this.#rings) for (let i = 0; i < ring.length; i += 2) ray.meet(...edgeAt(ring, i));
      return ray.winding;
    }
    const found = swap
      ? this.#index.search(point.x - 1, minY, point.x + 1, point.y + 1)
      : this.#index.search(minX, point.y - 1, point.x + 1, point.y + 1);
    this.visited += found.length;
    for (const e of found) {
      ray.meet(...edgeAt(this.#rings[this.#places[e * 2] as number] as Ring, this.#places[e * 2 + 1] as number));
    }
    return ray.winding;
  }
}

function edgeAt(ring: Ring, i: number): [number, number, number, number] {
  const next = i + 2 === ring.length ? 0 : i + 2;
  return [ring[i] as number, ring[i + 1] as number, ring[next] as number, ring[next + 1] as number];
}

/** A ray from a spot beside a point towards smaller x (or, swapped, smaller y), counting the edges it crosses. */
class Ray {
  winding = 0;
  readonly #point: ExactPoint;
  readonly #dx: number;
  readonly #dy: number;
  readonly #swap: boolean;

  constructor(point: ExactPoint, dx: number, dy: number, swap: boolean) {
    this.#point = point;
    this.#dx = dx;
    this.#dy = dy;
    this.#swap = swap;
  }

  meet(ax: number, ay: number, bx: number, by: number): void {
    const { x, y } = this.#point;
    const [from, to, at] = this.#swap ? [ax, bx, x] : [ay, by, y];
    if ((from > at + 1 && to > at + 1) || (from < at - 1 && to < at - 1)) return;
    const fromIsUp = this.#isBeyond(from);
    if (fromIsUp === this.#isBeyond(to)) return;
    const side = this.#sideOf(ax, ay, bx, by);
    // Seen from the ray's tail an edge counts when it lies towards smaller x (or y): its far side decides by its direction.
    const rising = !fromIsUp;
    const crosses = this.#swap ? rising === side > 0 : rising === side < 0;
    if (!crosses) return;
    // Left of a rising edge lies smaller x, and left of an edge that runs to larger x lies larger y.
    this.winding += this.#swap ? (rising ? 1 : -1) : rising ? -1 : 1;
  }

  /** Is the coordinate larger than the point's (an equal one counts as not larger)? */
  #isBeyond(coordinate: number): boolean {
    const at = this.#swap ? this.#point.x : this.#point.y;
    if (coordinate > at + UNCERTAIN) return true;
    if (coordinate < at - UNCERTAIN) return false;
    const exact = fractionOf(this.#point);
    return BigInt(coordinate) * exact.over > (this.#swap ? exact.x : exact.y);
  }

  /** Positive when the spot lies left of a→b, negative when right; a spot on the line is judged by its infinitesimal step. */
  #sideOf(ax: number, ay: number, bx: number, by: number): number {
    const { x, y } = this.#point;
    const left = (bx - ax) * (y - ay);
    const right = (by - ay) * (x - ax);
    const doubt = (Math.abs(left) + Math.abs(right)) * 1e-12 + (Math.abs(bx - ax) + Math.abs(by - ay)) * 1e-5;
    if (Math.abs(left - right) > doubt) return left - right;
    const exact = fractionOf(this.#point);
    const turn =
      BigInt(bx - ax) * (exact.y - BigInt(ay) * exact.over) - BigInt(by - ay) * (exact.x - BigInt(ax) * exact.over);
    if (turn !== 0n) return turn > 0n ? 1 : -1;
    return (bx - ax) * this.#dx + (by - ay) * this.#dy > 0 ? 1 : -1;
  }
}
