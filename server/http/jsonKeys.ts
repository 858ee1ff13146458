const BACKSLASH = 0x5c;
/** So many different keys are known again by their bytes; the rest by their text. */
const MOST_BY_BYTES = 16;
/** Keys with numbers below this are bits of one number. */
const BITS = 30;

/** The keys of a JSON text, numbered in the order in which they first come: most texts hold a few, thousands of times. */
export class KeyNumbers {
  readonly #bytes: Buffer;
  /** The number of the key that reaches for the prototype. */
  readonly prototypeKey = 0;
  readonly #numbers = new Map([['__proto__', this.prototypeKey]]);
  /** Where the first keys stand, begin and end in turn; their numbers are beside them. */
  readonly #places: number[] = [];
  readonly #known: number[] = [];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The number of the key between two quotes; keys that say the same have the same, however they are written. */
  of(start: number, end: number): number {
    for (let k = 0; k < this.#known.length; k++)
      if (this.#isSame(this.#places[2 * k] as number, this.#places[2 * k + 1] as number, start, end))
        return this.#known[k] as number;
    const text = this.textOf(start, end);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    if (this.#known.length < MOST_BY_BYTES) {
      this.#places.push(start, end);
      this.#known.push(number);
    }
    return number;
  }

  /** What the key between two quotes says. */
  textOf(start: number, end: number): string {
    const text = this.#bytes.toString('utf8', start + 1, end);
    if (!this.#bytes.subarray(start, end).includes(BACKSLASH)) return text;
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      return text;
    }
  }

  #isSame(start: number, end: number, otherStart: number, otherEnd: number): boolean {
    if (end - start !== otherEnd - otherStart) return false;
    for (let i = 1; i < end - start; i++) if (this.#bytes[start + i] !== this.#bytes[otherStart + i]) return false;
    return true;
  }
}

/** The keys that the objects have had which are open, one inside the other, by their numbers. */
export class OpenObjects {
  /** A bit for each of the first keys; −1 stands for an array, which has none. */
  readonly #bits: number[] = [];
  readonly #more: (Set<number> | undefined)[] = [];

  get depth(): number {
    return this.#bits.length;
  }

  open(isObject: boolean): void {
    this.#bits.push(isObject ? 0 : -1);
    this.#more.push(undefined);
  }

  close(): void {
    this.#bits.pop();
    this.#more.pop();
  }

  get isInObject(): boolean {
    return (this.#bits.at(-1) ?? -1) >= 0;
  }

  /** Notes a key of the innermost object; false where it has had that already. */
  add(key: number): boolean {
    const at = this.#bits.length - 1;
    if (key >= BITS) {
      const keys = (this.#more[at] ??= new Set());
      return keys.size < keys.add(key).size;
    }
    const bits = this.#bits[at] as number;
    this.#bits[at] = bits | (1 << key);
    return (bits & (1 << key)) === 0;
  }
}
