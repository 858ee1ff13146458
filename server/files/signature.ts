import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import type { FileNote } from '../core/coverage/intake/schemas.ts';
import { recogniseForeign } from './foreignContent.ts';

/** What a file is by its first bytes; its name is never asked. */
export type Container = 'zip' | 'geopackage' | 'flatgeobuf' | 'json' | 'xml' | 'bare-shapefile';

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean =>
  signature.every((byte, i) => bytes[i] === byte);

const SAMPLE_BYTES = 4096;

/** One of the files of a Shapefile by itself: .shp or .shx, .dbf (whose date of change comes second), or .prj. */
function isShapefilePart(bytes: Uint8Array): boolean {
  if (startsWith(bytes, 0, 0, 0x27, 0x0a)) return true;
  const [, , month = 0, day = 0] = bytes;
  if (startsWith(bytes, 3) && month >= 1 && month <= 12 && day >= 1 && day <= 31) return true;
  return /^(GEOGCS|PROJCS)\[/.test(Buffer.from(bytes.subarray(0, 7)).toString('latin1'));
}

/** The first character that is not white space or a byte order mark, in UTF-8 or UTF-16. */
function firstCharacter(bytes: Uint8Array): string {
  const text = decodeText(bytes.subarray(0, SAMPLE_BYTES)).text.trimStart();
  return text.charAt(0);
}

/** Decides by content what a file is. Throws `unreadable-file` for anything that is not read here. */
export function recognise(bytes: Uint8Array): Container {
  if (bytes.length === 0) throw unreadable('empty', 'The file is empty; please export it again.');
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (startsWith(bytes, ...Buffer.from('SQLite format 3\0'))) return 'geopackage';
  if (startsWith(bytes, 0x66, 0x67, 0x62, 0x03, 0x66, 0x67, 0x62)) return 'flatgeobuf';
  if (isShapefilePart(bytes)) return 'bare-shapefile';
  const first = firstCharacter(bytes);
  if (first === '{' || first === '[' || first === '\u001E') return 'json';
  if (first === '<') return 'xml';
  const { reason, detail } = recogniseForeign(bytes, decodeText(bytes.subarray(0, SAMPLE_BYTES)).text);
  throw unreadable(reason, detail);
}

/** A text file as text: UTF-16 by its mark, UTF-8 where it is valid, else GB 18030 (which holds GBK), with a note. */
export function decodeText(bytes: Uint8Array): { text: string; note?: FileNote } {
  if (startsWith(bytes, 0xff, 0xfe)) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (startsWith(bytes, 0xfe, 0xff)) return { text: new TextDecoder('utf-16be').decode(bytes) };
  // A sample may end within a character: the last three bytes do not decide.
  const isUtf8 =
    isValidUtf8(bytes) || (bytes.length === SAMPLE_BYTES && isValidUtf8(bytes.subarray(0, lastWhole(bytes))));
  if (isUtf8) return { text: new TextDecoder('utf-8').decode(bytes) };
  return {
    text: new TextDecoder('gb18030').decode(bytes),
    note: {
      note: 'text-encoding',
      severity: 'note',
      message: 'The text is not UTF-8; it was read as GB 18030 (GBK).',
    },
  };
}

export function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The length of the longest prefix that does not end within a UTF-8 character. */
function lastWhole(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--;
  return Math.max(0, end - 1);
}
