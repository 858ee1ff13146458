import { KeyNumbers, OpenObjects } from './jsonKeys.ts';

/** Why a JSON text is refused although a parser might take it; `syntax` is left to the parser. */
export interface JsonObjection {
  kind: 'too-deep' | 'duplicate-key' | 'nul' | 'lone-surrogate' | 'prototype-key';
  detail: string;
  /** Where: the byte at which the string or the bracket begins. */
  byte: number;
  /** The key in question, for what is wrong with a key. */
  key?: string;
}

/** GeoJSON needs eight levels; nothing we take needs half of this. */
export const DEEPEST_JSON = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const LOWER_U = 0x75;

/**
 * One pass over the bytes of a JSON text, before it is parsed: nesting, keys given twice, keys that reach for the prototype,
 * NUL and half characters, none of which may get as far as the database. Gives the first objection, or null.
 */
export function objectionTo(bytes: Buffer): JsonObjection | null {
  const [keys, open] = [new KeyNumbers(bytes), new OpenObjects()];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    // Numbers and what separates them, most of what comes.
    if (byte < OPEN_BRACKET && byte !== QUOTE) continue;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (open.depth === DEEPEST_JSON)
        return { kind: 'too-deep', detail: `The JSON is nested deeper than ${DEEPEST_JSON} levels.`, byte: at };
      open.open(byte === OPEN_BRACE);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      open.close();
    } else if (byte === QUOTE) {
      const end = endOfString(bytes, at + 1);
      if (typeof end !== 'number') return { ...end, byte: at };
      if (open.isInObject && isFollowedByColon(bytes, end + 1)) {
        const objection = objectionToKey(keys, at, end, open);
        if (objection !== null) return objection;
      }
      at = end;
    }
  }
  return null;
}

/** The index of a string's closing quote (or of the text's end), or an objection to what the string holds. */
function endOfString(bytes: Buffer, start: number): number | Omit<JsonObjection, 'byte'> {
  let highSurrogateAt = -1;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== BACKSLASH) {
      if (highSurrogateAt === at) return LONE_SURROGATE;
      if (byte === QUOTE) return at;
      continue;
    }
    const unit = bytes[at + 1] === LOWER_U ? Number.parseInt(bytes.toString('latin1', at + 2, at + 6), 16) : -1;
    if (unit === 0) return { kind: 'nul', detail: 'Text with the character NUL (\\u0000) is not accepted.' };
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (isLow !== (highSurrogateAt === at)) return LONE_SURROGATE;
    const isHigh = unit >= 0xd800 && unit <= 0xdbff;
    at += unit >= 0 ? 5 : 1;
    highSurrogateAt = isHigh ? at + 1 : -1;
  }
  return bytes.length;
}

const LONE_SURROGATE = {
  kind: 'lone-surrogate',
  detail: 'Text with half a character (a lone surrogate) is not accepted.',
} as const;

function objectionToKey(keys: KeyNumbers, start: number, end: number, open: OpenObjects): JsonObjection | null {
  const number = keys.of(start, end);
  const isFirst = open.add(number);
  if (isFirst && number !== keys.prototypeKey) return null;
  const key = keys.textOf(start, end);
  const shown = key.slice(0, 60);
  if (isFirst) return { kind: 'prototype-key', detail: `A member named “${shown}” is not accepted.`, byte: start, key };
  return { kind: 'duplicate-key', detail: `The JSON has the member “${shown}” twice in one object.`, byte: start, key };
}

function isFollowedByColon(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at < bytes.length && (bytes[at] as number) <= 0x20) at++;
  return bytes[at] === COLON;
}
