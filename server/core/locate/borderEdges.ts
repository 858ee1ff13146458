import type { Chain } from '../coverage/proof/chain.ts';
import { orientation } from '../geometry/orientation.ts';

/** Nobody's ground: what lies outside all areas. */
export const NO_OWNER = -1;

/** Numbers per edge; a power of two, so that no edge lies across two lines of the processor's cache. */
const STRIDE = 8;

/**
 * The borders of a proven coverage: edges that do not cross, each with the owner on either side. Reads from the chain of the proof,
 * in which edge e runs from its lexicographically smaller end a to its larger end b with `left` and `right` beside it.
 */
export class BorderEdges {
  readonly count: number;
  /** ax, ay, bx, by, left and right of each edge side by side: whoever asks for one asks for the others. */
  readonly #values: Int32Array;

  constructor(chain: Chain) {
    this.count = chain.size;
    this.#values = new Int32Array(STRIDE * this.count);
    for (let e = 0; e < this.count; e++) {
      const at = STRIDE * e;
      this.#values[at] = chain.ax[e] as number;
      this.#values[at + 1] = chain.ay[e] as number;
      this.#values[at + 2] = chain.bx[e] as number;
      this.#values[at + 3] = chain.by[e] as number;
      this.#values[at + 4] = chain.left[e] as number;
      this.#values[at + 5] = chain.right[e] as number;
    }
  }

  ax(e: number): number {
    return this.#values[STRIDE * e] as number;
  }

  ay(e: number): number {
    return this.#values[STRIDE * e + 1] as number;
  }

  bx(e: number): number {
    return this.#values[STRIDE * e + 2] as number;
  }

  by(e: number): number {
    return this.#values[STRIDE * e + 3] as number;
  }

  /** Owner on the left of a→b: above the edge, or west of one that runs due north. */
  leftOf(e: number): number {
    return Math.max(NO_OWNER, this.#values[STRIDE * e + 4] as number);
  }

  /** Owner on the right of a→b: below the edge, or east of one that runs due north. */
  rightOf(e: number): number {
    return Math.max(NO_OWNER, this.#values[STRIDE * e + 5] as number);
  }

  /** Side of (x, y) seen along a→b: positive left, negative right. */
  side(e: number, x: number, y: number): number {
    return orientation(this.ax(e), this.ay(e), this.bx(e), this.by(e), x, y);
  }

  /** True when the edge lies over or under x, its left end counted and its right end not. */
  spansX(e: number, x: number): boolean {
    return this.ax(e) <= x && x < this.bx(e);
  }

  /** True when the edge passes the row y, its lower end counted and its upper end not. */
  spansY(e: number, y: number): boolean {
    const [ay, by] = [this.ay(e), this.by(e)];
    return ay < by ? ay <= y && y < by : by <= y && y < ay;
  }

  /** Of two edges that span the same x: does e run above f there? */
  isAbove(e: number, f: number): boolean {
    if (this.ax(e) < this.ax(f)) return !this.isAbove(f, e);
    const atStart = this.side(f, this.ax(e), this.ay(e));
    if (atStart !== 0) return atStart > 0;
    return this.bx(e) <= this.bx(f)
      ? this.side(f, this.bx(e), this.by(e)) > 0
      : this.side(e, this.bx(f), this.by(f)) < 0;
  }

  /** Of two edges that span the same row: does e pass to the right of f there? */
  isRightOf(e: number, f: number): boolean {
    const rising = (i: number) => this.by(i) > this.ay(i);
    const low = (i: number): [number, number] => (rising(i) ? [this.ax(i), this.ay(i)] : [this.bx(i), this.by(i)]);
    const high = (i: number): [number, number] => (rising(i) ? [this.bx(i), this.by(i)] : [this.ax(i), this.ay(i)]);
    const sideUpward = (i: number, [x, y]: [number, number]) => (rising(i) ? this.side(i, x, y) : -this.side(i, x, y));
    if (low(e)[1] < low(f)[1]) return !this.isRightOf(f, e);
    const atStart = sideUpward(f, low(e));
    if (atStart !== 0) return atStart < 0;
    return high(e)[1] <= high(f)[1] ? sideUpward(f, high(e)) < 0 : sideUpward(e, high(f)) > 0;
  }
}
