import type { Area } from '../../geometry/lattice.ts';

/** No owner on that side (yet). */
export const NOBODY = -1;
/** The owner on the far side of the mandated outline. */
export const OUTSIDE = -2;

/**
 * A chain: a multiset of directed edges in which opposite edges cancel, kept as a hash table from undirected edges to their net
 * count. Entry e runs from its lexicographically smaller end a to its larger end b; `net` counts a→b less b→a; `left` and `right`
 * remember the last owner that brought a→b and b→a, whose insides lie on those sides.
 */
export class Chain {
  size = 0;
  /** Directed edges taken in so far, both directions counted. */
  directedEdges = 0;
  ax: Int32Array;
  ay: Int32Array;
  bx: Int32Array;
  by: Int32Array;
  net: Int32Array;
  left: Int32Array;
  right: Int32Array;
  #slots: Int32Array;
  #mask: number;

  constructor(expectedEdges: number) {
    const capacity = Math.max(16, expectedEdges);
    this.ax = new Int32Array(capacity);
    this.ay = new Int32Array(capacity);
    this.bx = new Int32Array(capacity);
    this.by = new Int32Array(capacity);
    this.net = new Int32Array(capacity);
    this.left = new Int32Array(capacity).fill(NOBODY);
    this.right = new Int32Array(capacity).fill(NOBODY);
    let slots = 32;
    while (slots < capacity * 1.6) slots *= 2;
    this.#slots = new Int32Array(slots);
    this.#mask = slots - 1;
  }

  /** Adds the boundary of an area (`sign` +1), or takes it away (−1, which is the same as adding it the other way round). */
  addBoundary(area: Area, owner: number, sign: 1 | -1 = 1): void {
    for (const polygon of area) {
      for (const ring of polygon) {
        const size = ring.length;
        let x = ring[size - 2] as number;
        let y = ring[size - 1] as number;
        for (let i = 0; i < size; i += 2) {
          const nextX = ring[i] as number;
          const nextY = ring[i + 1] as number;
          if (sign === 1) this.add(x, y, nextX, nextY, owner);
          else this.add(nextX, nextY, x, y, owner);
          x = nextX;
          y = nextY;
        }
      }
    }
  }

  /** Adds one directed edge; an edge without length adds nothing. */
  add(fromX: number, fromY: number, toX: number, toY: number, owner: number): void {
    const forward = fromX < toX || (fromX === toX && fromY < toY);
    if (!forward && fromX === toX && fromY === toY) return;
    this.directedEdges++;
    const entry = forward ? this.#entry(fromX, fromY, toX, toY) : this.#entry(toX, toY, fromX, fromY);
    if (forward) {
      this.net[entry] = (this.net[entry] as number) + 1;
      this.left[entry] = owner;
    } else {
      this.net[entry] = (this.net[entry] as number) - 1;
      this.right[entry] = owner;
    }
  }

  /** The entry of the undirected edge between two points, −1 where there is none. */
  find(fromX: number, fromY: number, toX: number, toY: number): number {
    const forward = fromX < toX || (fromX === toX && fromY < toY);
    const slot = forward ? this.#slot(fromX, fromY, toX, toY) : this.#slot(toX, toY, fromX, fromY);
    return (this.#slots[slot] as number) - 1;
  }

  /** True when everything has cancelled. */
  isZero(): boolean {
    for (let e = 0; e < this.size; e++) if (this.net[e] !== 0) return false;
    return true;
  }

  /** The entries that have not cancelled. */
  residual(): number[] {
    const entries: number[] = [];
    for (let e = 0; e < this.size; e++) if (this.net[e] !== 0) entries.push(e);
    return entries;
  }

  #entry(ax: number, ay: number, bx: number, by: number): number {
    let slot = this.#slot(ax, ay, bx, by);
    const found = this.#slots[slot] as number;
    if (found !== 0) return found - 1;
    if (this.size === this.ax.length) this.#growEntries();
    if (this.size * 1.5 > this.#slots.length) {
      this.#growSlots();
      slot = this.#slot(ax, ay, bx, by);
    }
    const entry = this.size++;
    this.ax[entry] = ax;
    this.ay[entry] = ay;
    this.bx[entry] = bx;
    this.by[entry] = by;
    this.#slots[slot] = entry + 1;
    return entry;
  }

  #slot(ax: number, ay: number, bx: number, by: number): number {
    const { ax: xs, ay: ys, bx: us, by: vs } = this;
    const slots = this.#slots;
    let hash = Math.imul(ax, 0x9e3779b1) ^ Math.imul(ay, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ Math.imul(bx, 0xc2b2ae35) ^ Math.imul(by, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 13), 0x297a2d39);
    let slot = (hash ^ (hash >>> 16)) & this.#mask;
    for (;;) {
      const entry = (slots[slot] as number) - 1;
      if (entry < 0 || (xs[entry] === ax && ys[entry] === ay && us[entry] === bx && vs[entry] === by)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #growEntries(): void {
    const grown = (old: Int32Array, fill = 0): Int32Array => {
      const next = new Int32Array(old.length * 2);
      if (fill !== 0) next.fill(fill, old.length);
      next.set(old);
      return next;
    };
    this.ax = grown(this.ax);
    this.ay = grown(this.ay);
    this.bx = grown(this.bx);
    this.by = grown(this.by);
    this.net = grown(this.net);
    this.left = grown(this.left, NOBODY);
    this.right = grown(this.right, NOBODY);
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    this.#mask = this.#slots.length - 1;
    for (let e = 0; e < this.size; e++) {
      const slot = this.#slot(this.ax[e] as number, this.ay[e] as number, this.bx[e] as number, this.by[e] as number);
      this.#slots[slot] = e + 1;
    }
  }
}
