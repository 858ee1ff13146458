/** Where in a JSON text something stands. */
export interface JsonPlace {
  /** The JSON pointer (RFC 6901) of the value that it belongs to. */
  pointer: string;
  /** The index of the byte. */
  byte: number;
}

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;
const ESCAPE = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;
const SPACE: ReadonlySet<number | undefined> = new Set(Buffer.from(' \t\n\r'));
const DELIMITERS: ReadonlySet<number> = new Set(Buffer.from(' \t\n\r,:[]{}"'));

/**
 * The place of a byte of a JSON text or, when the text stops being JSON before it, the place where it does. For refusals only:
 * the parser is faster, but does not say where it was.
 */
export function placeInJson(bytes: Buffer, byte = bytes.length): JsonPlace {
  const walk = new JsonWalk(bytes);
  while (walk.at < byte && walk.step());
  return walk.place();
}

/** Makes a key or an index a part of a JSON pointer. */
export const pointerPart = (key: string | number): string =>
  `/${String(key).slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1')}`;

class JsonWalk {
  at: number;
  readonly #bytes: Buffer;
  /** For every array around the place the index in it, for every object the key last read. */
  readonly #within: (string | number)[] = [];
  #expected: Expected = 'value';

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.at = hasByteOrderMark ? 3 : 0;
    this.#skipSpace();
  }

  /** Takes the next token; false when it cannot stand here. */
  step(): boolean {
    const taken = this.#take(String.fromCharCode(this.#bytes[this.at] as number));
    if (taken) this.#skipSpace();
    return taken;
  }

  place(): JsonPlace {
    const betweenMembers = this.#expected === 'key' || this.#expected === 'keyOrEnd';
    const parts = betweenMembers ? this.#within.slice(0, -1) : this.#within;
    return { pointer: parts.map(pointerPart).join(''), byte: this.at };
  }

  #take(character: string): boolean {
    switch (this.#expected) {
      case 'nothing':
        return false;
      case 'colon':
        return character === ':' && this.#pass('value');
      case 'key':
      case 'keyOrEnd':
        if (character === '}' && this.#expected === 'keyOrEnd') return this.#close();
        return character === '"' && this.#takeKey();
      case 'commaOrEnd':
        return this.#takeCommaOrEnd(character);
      default:
        if (character === ']' && this.#expected === 'valueOrEnd') return this.#close();
        return this.#takeValue(character);
    }
  }

  #takeValue(character: string): boolean {
    if (character === '{') return this.#open('', 'keyOrEnd');
    if (character === '[') return this.#open(0, 'valueOrEnd');
    if (character === '"') return this.#takeString() !== null && this.#afterValue();
    let end = this.at;
    while (end < this.#bytes.length && !DELIMITERS.has(this.#bytes[end] as number)) end++;
    if (!SCALAR.test(this.#bytes.toString('latin1', this.at, end))) return false;
    this.at = end;
    return this.#afterValue();
  }

  #takeKey(): boolean {
    const key = this.#takeString();
    if (key === null) return false;
    this.#within[this.#within.length - 1] = key;
    this.#expected = 'colon';
    return true;
  }

  #takeCommaOrEnd(character: string): boolean {
    const last = this.#within.at(-1);
    const isArray = typeof last === 'number';
    if (character === (isArray ? ']' : '}')) return this.#close();
    if (character !== ',') return false;
    if (isArray) this.#within[this.#within.length - 1] = last + 1;
    return this.#pass(isArray ? 'value' : 'key');
  }

  /** Reads a string and goes behind it; null, standing at the culprit, when it is broken. */
  #takeString(): string | null {
    const start = this.at;
    let at = start + 1;
    for (; at < this.#bytes.length && this.#bytes[at] !== QUOTE; at++) {
      const byte = this.#bytes[at] as number;
      const escape = byte === BACKSLASH ? ESCAPE.exec(this.#bytes.toString('latin1', at + 1, at + 6)) : undefined;
      if (byte < 0x20 || escape === null) break;
      at += escape === undefined ? 0 : escape[0].length;
    }
    if (this.#bytes[at] !== QUOTE) {
      this.at = Math.min(at, this.#bytes.length);
      return null;
    }
    this.at = at + 1;
    return JSON.parse(this.#bytes.toString('utf8', start, this.at)) as string;
  }

  #open(first: string | number, expected: Expected): boolean {
    this.#within.push(first);
    return this.#pass(expected);
  }

  #close(): boolean {
    this.#within.pop();
    this.at++;
    return this.#afterValue();
  }

  #afterValue(): boolean {
    this.#expected = this.#within.length === 0 ? 'nothing' : 'commaOrEnd';
    return true;
  }

  #pass(expected: Expected): boolean {
    this.at++;
    this.#expected = expected;
    return true;
  }

  #skipSpace(): void {
    while (SPACE.has(this.#bytes[this.at])) this.at++;
  }
}
