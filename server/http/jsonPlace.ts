import { type JSONVisitor, visit } from 'jsonc-parser';

/** Where in a JSON text something stands. */
export interface JsonPlace {
  /** The JSON pointer (RFC 6901) of the value that it belongs to. */
  pointer: string;
  /** The index of the character. */
  at: number;
}

/** `ParseErrorCode.UnexpectedEndOfString`; the library's enum is a constant one, which a single file cannot read. */
const UNEXPECTED_END_OF_STRING = 12;
/** The library calls itself for every level; a text that is deeper than this is looked at no further. */
const DEEPEST = 1_000;

/**
 * The place of a character of a JSON text or, when the text stops being JSON before it, the place where it does: the beginning of
 * the word or text that cannot stand there. For refusals only: the parser is faster, but does not say where it was.
 */
export function placeInJson(text: string, at = text.length): JsonPlace {
  const finder = new PlaceFinder(text, at);
  try {
    // A byte-order mark may stand before JSON.
    visit(text.replace(/^\uFEFF/, ' '), finder, { disallowComments: true });
  } catch (error) {
    if (error !== finder.found) throw error;
  }
  return finder.found ?? { pointer: '', at: text.length };
}

/** Makes a key or an index a part of a JSON pointer. */
export const pointerPart = (key: string | number): string =>
  `/${String(key).slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Keeps where a walk over a JSON text is, and ends it, by throwing the place, at the one looked for. */
class PlaceFinder implements JSONVisitor {
  found: JsonPlace | undefined;
  readonly #text: string;
  readonly #at: number;
  /** For every array around the place the index in it, for every object the key last read, null between members. */
  readonly #within: (string | number | null)[] = [];

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  readonly onObjectBegin = (at: number): void => this.#open(at, null);
  readonly onArrayBegin = (at: number): void => this.#open(at, 0);
  readonly onObjectEnd = (): void => void this.#within.pop();
  readonly onArrayEnd = (): void => void this.#within.pop();
  readonly onLiteralValue = (_value: unknown, at: number): void => this.#pass(at);

  readonly onObjectProperty = (key: string, at: number): void => {
    this.#pass(at);
    this.#within[this.#within.length - 1] = key;
  };

  readonly onSeparator = (character: string): void => {
    const last = this.#within.at(-1);
    if (character === ',') this.#within[this.#within.length - 1] = typeof last === 'number' ? last + 1 : null;
  };

  readonly onError = (error: number, at: number, length: number): void => {
    const isBrokenOff = error === UNEXPECTED_END_OF_STRING && at + length >= this.#text.length;
    this.#end(isBrokenOff ? this.#text.length : at);
  };

  #open(at: number, first: number | null): void {
    this.#pass(at);
    this.#within.push(first);
    if (this.#within.length > DEEPEST) this.#end(at);
  }

  #pass(at: number): void {
    if (at >= this.#at) this.#end(at);
  }

  #end(at: number): never {
    const pointer = this.#within.map((part) => (part === null ? '' : pointerPart(part))).join('');
    this.found = { pointer, at };
    throw this.found;
  }
}
