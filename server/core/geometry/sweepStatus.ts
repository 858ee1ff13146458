import { type Segments, sideOf } from './segments.ts';

const NONE = -1;

/**
 * The segments that the sweep line cuts just now, from bottom to top: a treap whose nodes are segment numbers, threaded as a
 * doubly linked list so that neighbours are one read away. Priorities are a fixed hash of the number, so a run is repeatable.
 */
export class SweepStatus {
  readonly below: Int32Array;
  readonly above: Int32Array;
  readonly present: Uint8Array;
  /** A segment that could not be ordered because it runs along another one: the other's number, else −1. */
  alongside = NONE;
  bottom = NONE;
  top = NONE;

  readonly #segments: Segments;
  readonly #lower: Int32Array;
  readonly #upper: Int32Array;
  readonly #parent: Int32Array;
  readonly #priority: Uint32Array;
  #root = NONE;

  constructor(segments: Segments) {
    const size = segments.count;
    this.#segments = segments;
    this.below = new Int32Array(size).fill(NONE);
    this.above = new Int32Array(size).fill(NONE);
    this.present = new Uint8Array(size);
    this.#lower = new Int32Array(size).fill(NONE);
    this.#upper = new Int32Array(size).fill(NONE);
    this.#parent = new Int32Array(size).fill(NONE);
    this.#priority = new Uint32Array(size);
    for (let i = 0; i < size; i++) this.#priority[i] = Math.imul(i ^ (i >>> 15), 0x2c1b3c6d) ^ Math.imul(i, 0x9e3779b1);
  }

  /** Puts in a segment whose left end is the sweep's point. False, and nothing changed, when it runs along one that is there. */
  insert(s: number): boolean {
    const segments = this.#segments;
    const x = segments.leftX[s] as number;
    const y = segments.leftY[s] as number;
    let parent = NONE;
    let isAbove = false;
    for (let node = this.#root; node !== NONE; ) {
      let side = sideOf(segments, node, x, y);
      if (side === 0) side = sideOf(segments, node, segments.rightX[s] as number, segments.rightY[s] as number);
      if (side === 0) {
        this.alongside = node;
        return false;
      }
      parent = node;
      isAbove = side > 0;
      node = (isAbove ? this.#upper[node] : this.#lower[node]) as number;
    }
    this.#link(s, parent, isAbove);
    this.present[s] = 1;
    return true;
  }

  #link(s: number, parent: number, isAbove: boolean): void {
    this.#parent[s] = parent;
    this.#lower[s] = NONE;
    this.#upper[s] = NONE;
    if (parent === NONE) {
      this.#root = s;
      this.below[s] = NONE;
      this.above[s] = NONE;
      this.bottom = s;
      this.top = s;
      return;
    }
    if (isAbove) this.#upper[parent] = s;
    else this.#lower[parent] = s;
    const below = isAbove ? parent : (this.below[parent] as number);
    const above = isAbove ? (this.above[parent] as number) : parent;
    this.#thread(below, s);
    this.#thread(s, above);
    while (this.#parent[s] !== NONE && (this.#priority[this.#parent[s]] as number) < (this.#priority[s] as number))
      this.#rotateUp(s);
  }

  #thread(lower: number, upper: number): void {
    if (lower === NONE) this.bottom = upper;
    else this.above[lower] = upper;
    if (upper === NONE) this.top = lower;
    else this.below[upper] = lower;
  }

  #rotateUp(s: number): void {
    const parent = this.#parent[s] as number;
    const grandparent = this.#parent[parent] as number;
    if (this.#lower[parent] === s) {
      const moved = this.#upper[s] as number;
      this.#lower[parent] = moved;
      if (moved !== NONE) this.#parent[moved] = parent;
      this.#upper[s] = parent;
    } else {
      const moved = this.#lower[s] as number;
      this.#upper[parent] = moved;
      if (moved !== NONE) this.#parent[moved] = parent;
      this.#lower[s] = parent;
    }
    this.#parent[parent] = s;
    this.#parent[s] = grandparent;
    if (grandparent === NONE) this.#root = s;
    else if (this.#lower[grandparent] === parent) this.#lower[grandparent] = s;
    else this.#upper[grandparent] = s;
  }

  /** Takes out a segment that is there. */
  remove(s: number): void {
    for (;;) {
      const lower = this.#lower[s] as number;
      const upper = this.#upper[s] as number;
      if (lower === NONE || upper === NONE) {
        this.#splice(s, lower === NONE ? upper : lower);
        break;
      }
      this.#rotateUp((this.#priority[lower] as number) > (this.#priority[upper] as number) ? lower : upper);
    }
    this.#thread(this.below[s] as number, this.above[s] as number);
    this.present[s] = 0;
  }

  #splice(s: number, child: number): void {
    const parent = this.#parent[s] as number;
    if (child !== NONE) this.#parent[child] = parent;
    if (parent === NONE) this.#root = child;
    else if (this.#lower[parent] === s) this.#lower[parent] = child;
    else this.#upper[parent] = child;
  }
}
