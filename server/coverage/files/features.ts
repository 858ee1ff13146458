import { Fault } from '../../core/fault.ts';
import type { FileContent, RawContent, ReadCounts } from './content.ts';
import { codeText, findKeys } from './keys.ts';
import { demandWithin } from './limits.ts';

type Areal = GeoJSON.Polygon | GeoJSON.MultiPolygon;
type Properties = Record<string, unknown>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const propertiesOf = (feature: unknown): Properties =>
  isObject(feature) && isObject(feature['properties']) ? feature['properties'] : {};

/** Rings without heights, counted on the way. What is not an array stays as it is, for the engine to refuse with its place. */
function flatten(coordinates: unknown, depth: number, counts: ReadCounts): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  if (depth > 0) {
    if (depth === 1) {
      counts.vertices += Math.max(0, coordinates.length - 1);
      demandWithin('vertices', counts.vertices);
    }
    return coordinates.map((part) => flatten(part, depth - 1, counts));
  }
  if (coordinates.length <= 2) return coordinates;
  counts.droppedOrdinates += coordinates.length - 2;
  return coordinates.slice(0, 2);
}

/** A feature's polygons without heights; null for a feature that has none, which is counted. */
function arealGeometry(feature: unknown, counts: ReadCounts): Areal | null {
  const geometry = isObject(feature) ? feature['geometry'] : null;
  if (!isObject(geometry)) {
    counts.withoutGeometry++;
    return null;
  }
  const { type, coordinates } = geometry;
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    counts.otherGeometries++;
    return null;
  }
  if (Array.isArray(coordinates) && coordinates.length === 0) {
    counts.withoutGeometry++;
    return null;
  }
  return { type, coordinates: flatten(coordinates, type === 'Polygon' ? 2 : 3, counts) } as Areal;
}

/** A feature's properties with its code and name under these words. */
function named(properties: Properties, keys: FileContent['keys'], counts: ReadCounts): Properties {
  const code = keys.code === undefined ? null : codeText(properties[keys.code]);
  const name = keys.name === undefined ? undefined : properties[keys.name];
  if (code?.mended) counts.mendedCodes++;
  const hasName = typeof name === 'string' || typeof name === 'number';
  return { ...properties, ...(code ? { code: code.code } : {}), ...(hasName ? { name: String(name).trim() } : {}) };
}

const firstPosition = ({ type, coordinates }: Areal): unknown =>
  type === 'Polygon' ? coordinates[0]?.[0] : coordinates[0]?.[0]?.[0];

/** Refuses coordinates in metres from a file that does not say in which system they are. */
function refuseMetres(geometries: readonly Areal[], declaredCrs: string | undefined): void {
  if (declaredCrs !== undefined) return;
  const far = geometries.findIndex((geometry) => {
    const position = firstPosition(geometry);
    return Array.isArray(position) && position.some((value) => typeof value === 'number' && Math.abs(value) > 1000);
  });
  if (far < 0) return;
  throw new Fault(
    'invalid-input',
    'The coordinates are metres of a map projection, but the file does not say of which. Add its .prj or its coordinate system, or export it in degrees.',
    [{ path: `/features/${far}/geometry/coordinates`, message: 'are not degrees' }],
  );
}

function noteCounts(counts: ReadCounts, keys: FileContent['keys']): string[] {
  const notes: string[] = [];
  if (counts.withoutGeometry > 0) notes.push(`${counts.withoutGeometry} features have no geometry and were left out.`);
  if (counts.otherGeometries > 0) notes.push(`${counts.otherGeometries} features are not polygons and were left out.`);
  if (counts.droppedOrdinates > 0) notes.push(`${counts.droppedOrdinates} heights were dropped.`);
  if (counts.mendedCodes > 0) notes.push(`${counts.mendedCodes} codes got back their leading zero.`);
  if (keys.code === undefined) notes.push('No property looks like a code.');
  return notes;
}

/** Sorts out what a format's reader gave: polygons only, two ordinates, code and name found, everything counted. */
export function sortOut(raw: RawContent): FileContent {
  demandWithin('features', raw.features.length);
  const counts: ReadCounts = {
    features: 0,
    vertices: 0,
    withoutGeometry: 0,
    otherGeometries: 0,
    droppedOrdinates: 0,
    mendedCodes: 0,
  };
  const kept = raw.features.flatMap((feature) => {
    const geometry = arealGeometry(feature, counts);
    return geometry ? [{ geometry, properties: propertiesOf(feature) }] : [];
  });
  if (kept.length === 0) throw new Fault('invalid-input', 'The file holds no polygons.');
  refuseMetres(
    kept.map(({ geometry }) => geometry),
    raw.declaredCrs,
  );
  counts.features = kept.length;
  const keys = findKeys(kept.map(({ properties }) => properties));
  const features = kept.map(({ geometry, properties }) => ({
    type: 'Feature' as const,
    properties: named(properties, keys, counts),
    geometry,
  }));
  return {
    features: { type: 'FeatureCollection', features },
    format: raw.format,
    ...(raw.declaredCrs === undefined ? {} : { declaredCrs: raw.declaredCrs }),
    keys,
    counts,
    notes: [...raw.notes, ...noteCounts(counts, keys)],
  };
}
