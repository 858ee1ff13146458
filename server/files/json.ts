import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import type { FileNote } from '../core/coverage/intake/schemas.ts';
import { placeInJson } from '../http/jsonPlace.ts';
import type { RawContent } from './content.ts';
import { crsOfMember } from './crs.ts';
import { readSequence } from './jsonSequence.ts';
import { decodeText } from './text.ts';

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { pointer, at } = placeInJson(text);
    const where = at >= text.length ? 'breaks off' : `is malformed at character ${at}`;
    const reason = at >= text.length ? 'truncated' : 'malformed';
    throw unreadable(reason, `The JSON ${where}.`, [{ path: pointer, message: where }]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable('not-geojson', 'The JSON is neither GeoJSON nor TopoJSON: it is not an object.');
  }
  return value as Record<string, unknown>;
}

/** A GeoJSON object's features; a bare geometry or feature stands for a collection of one. */
function featuresOf(value: Record<string, unknown>): readonly unknown[] {
  const { type, features, coordinates, geometries } = value;
  if (type === 'FeatureCollection' && Array.isArray(features)) return features as unknown[];
  if (type === 'Feature') return [value];
  if (Array.isArray(coordinates) || Array.isArray(geometries))
    return [{ type: 'Feature', properties: {}, geometry: value }];
  throw unreadable('not-geojson', 'The JSON is neither GeoJSON nor TopoJSON: its `type` or its features are missing.');
}

/** What a JSON text is: features, whose coordinates are not degrees where `needsProjection`, or a topology. */
export type JsonContent =
  | (RawContent & { needsProjection: boolean })
  | { topology: Record<string, unknown>; notes: FileNote[] };

/** Is the text one JSON value, as far as its beginning tells? The first line of a sequence is a value of its own. */
function mayBeOne(text: string): boolean {
  const [first = ''] = text.trimStart().split('\n', 1);
  return !first.startsWith('\u001E') && !first.trimEnd().endsWith('}');
}

/** Reads GeoJSON, newline-delimited and as a text sequence too, and recognises TopoJSON. */
export function readJson(bytes: Uint8Array): JsonContent {
  const { text, note } = decodeText(bytes);
  const notes = note ? [note] : [];
  const plain = text.replace(/^\uFEFF/, '');
  const sequence = mayBeOne(plain) ? null : readSequence(plain);
  if (sequence) return { format: 'GeoJSON', features: sequence.flatMap(featuresOf), notes, needsProjection: false };
  const value = parse(plain);
  if (value['type'] === 'Topology') return { topology: value, notes };
  const crs = crsOfMember(value['crs']);
  return {
    format: 'GeoJSON',
    features: featuresOf(value),
    notes,
    ...(crs ? { declaredCrs: crs.name } : {}),
    needsProjection: crs !== null && !crs.isDegrees,
  };
}
