import type { Box } from '../../geometry/lattice.ts';

/** A box that would lie in more buckets than this is kept in a list of its own: it is asked every time. */
const MOST_BUCKETS = 1024;

/**
 * Which boxes meet a box, with boxes that come and go: buckets of a square mesh about as wide as a usual box. Asking costs as much
 * as there are boxes near, however many there are in all.
 */
export class BoxBuckets {
  readonly #side: number;
  readonly #buckets = new Map<string, Map<string, Box>>();
  readonly #large = new Map<string, Box>();

  /** `usual` are boxes of the usual size, from whose median the mesh is made. */
  constructor(usual: readonly Box[]) {
    const sides = usual.map(([minX, minY, maxX, maxY]) => Math.max(maxX - minX, maxY - minY)).sort((a, b) => a - b);
    this.#side = Math.max(16, sides[sides.length >> 1] ?? 100_000);
  }

  add(key: string, box: Box): void {
    if (this.#isLarge(box)) {
      this.#large.set(key, box);
      return;
    }
    for (const bucket of this.#bucketsOf(box)) {
      let held = this.#buckets.get(bucket);
      if (!held) {
        held = new Map();
        this.#buckets.set(bucket, held);
      }
      held.set(key, box);
    }
  }

  /** Takes a box away; it must be the one that was added. */
  remove(key: string, box: Box): void {
    this.#large.delete(key);
    if (this.#isLarge(box)) return;
    for (const bucket of this.#bucketsOf(box)) this.#buckets.get(bucket)?.delete(key);
  }

  /** The keys of boxes that meet a box, in order. */
  meeting(box: Box): string[] {
    const found = new Set<string>();
    const look = (held: ReadonlyMap<string, Box> | undefined) => {
      for (const [key, other] of held ?? []) if (meets(other, box)) found.add(key);
    };
    look(this.#large);
    if (this.#isLarge(box)) for (const held of this.#buckets.values()) look(held);
    else for (const bucket of this.#bucketsOf(box)) look(this.#buckets.get(bucket));
    return [...found].sort();
  }

  #isLarge([minX, minY, maxX, maxY]: Box): boolean {
    const columns = Math.floor(maxX / this.#side) - Math.floor(minX / this.#side) + 1;
    const rows = Math.floor(maxY / this.#side) - Math.floor(minY / this.#side) + 1;
    return columns * rows > MOST_BUCKETS;
  }

  *#bucketsOf([minX, minY, maxX, maxY]: Box): Generator<string> {
    const side = this.#side;
    for (let column = Math.floor(minX / side); column <= Math.floor(maxX / side); column++)
      for (let row = Math.floor(minY / side); row <= Math.floor(maxY / side); row++) yield `${column},${row}`;
  }
}

const meets = (a: Box, b: Box): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
