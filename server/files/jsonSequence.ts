import { unreadable } from '../core/coverage/intake/fileReasons.ts';

/** Begins each text of a GeoJSON text sequence (RFC 8142). */
const RECORD_SEPARATOR = '\u001E';
const TYPES = new Set([
  'FeatureCollection',
  'Feature',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
]);

type JsonObject = Record<string, unknown>;

/** A text as a GeoJSON object; null for anything else. */
function objectIn(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    const isGeoJson = TYPES.has(String((value as JsonObject | null)?.['type']));
    return isGeoJson ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

/**
 * The objects of newline-delimited GeoJSON or of a GeoJSON text sequence (RFC 8142); null where the text is neither, which its first
 * record decides. Throws `unreadable-file` with the record that is no GeoJSON.
 */
export function readSequence(text: string): JsonObject[] | null {
  const isMarked = text.trimStart().startsWith(RECORD_SEPARATOR);
  const records = text
    .split(isMarked ? RECORD_SEPARATOR : /\r?\n/)
    .map((record, i) => ({ text: record.trim(), number: isMarked ? i : i + 1 }))
    .filter((record) => record.text !== '');
  const [first] = records;
  if (!first || (records.length < 2 && !isMarked) || !objectIn(first.text)) return null;
  return records.map((record, i) => {
    const object = objectIn(record.text);
    if (object) return object;
    const isLast = i === records.length - 1;
    const where = `${isMarked ? 'Record' : 'Line'} ${record.number}`;
    throw unreadable(
      isLast ? 'truncated' : 'malformed',
      isLast ? `${where} breaks off or is no GeoJSON.` : `${where} is no GeoJSON.`,
      [{ path: `/${i}`, message: 'is no GeoJSON' }],
    );
  });
}
