interface Entry<T> {
  source: string;
  item: T;
}

/**
 * A bounded queue that sources share: the next item is of the source that was served longest ago. A full queue makes room by
 * dropping the newest item of the source that has most, so that no source keeps others out, however much it sends.
 */
export class FairQueue<T> {
  readonly #most: number;
  /** In the order in which they are served. */
  readonly #waiting = new Map<string, T[]>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** How many items of a source wait. */
  sizeOf(source: string): number {
    return this.#waiting.get(source)?.length ?? 0;
  }

  /** Adds an item; gives the one for which there is no room, this or another, or null. */
  add(source: string, item: T): Entry<T> | null {
    const dropped = this.#size < this.#most ? null : this.#makeRoomFor(source);
    if (this.#size >= this.#most) return { source, item };
    const own = this.#waiting.get(source);
    if (own === undefined) this.#waiting.set(source, [item]);
    else own.push(item);
    this.#size++;
    return dropped;
  }

  /** Takes the next item. */
  take(): T | undefined {
    const first = this.#waiting.entries().next();
    if (first.done === true) return undefined;
    const [source, items] = first.value;
    const item = items.shift();
    this.#waiting.delete(source);
    if (items.length > 0) this.#waiting.set(source, items);
    this.#size--;
    return item;
  }

  #makeRoomFor(source: string): Entry<T> | null {
    let longest: [string, T[]] | null = null;
    for (const entry of this.#waiting) if (longest === null || entry[1].length > longest[1].length) longest = entry;
    // With one more each, the newcomer's source would only trade places with the other.
    if (longest === null || longest[1].length <= this.sizeOf(source) + 1) return null;
    const item = longest[1].pop();
    this.#size--;
    return item === undefined ? null : { source: longest[0], item };
  }
}
