import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import { recogniseForeign } from './foreignContent.ts';
import { decodeText, SAMPLE_BYTES } from './text.ts';

/** What a file is by its first bytes; its name is never asked. */
export type Container = 'zip' | 'geopackage' | 'flatgeobuf' | 'json' | 'xml' | 'bare-shapefile';

const startsWith = (bytes: Uint8Array, ...signature: number[]): boolean =>
  signature.every((byte, i) => bytes[i] === byte);

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
