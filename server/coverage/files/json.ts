import { feature as topojsonFeature } from 'topojson-client';
import { Fault } from '../../core/fault.ts';
import { placeInJson } from '../../http/jsonPlace.ts';
import type { RawContent } from './content.ts';
import { crsOfMember } from './crs.ts';
import { decodeText } from './signature.ts';

type Topology = Parameters<typeof topojsonFeature>[0];
type TopologyObject = Topology['objects'][string];

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const bytes = Buffer.from(text);
    const { pointer, byte } = placeInJson(bytes);
    const where =
      byte >= bytes.length ? 'breaks off' : `is malformed at character ${bytes.toString('utf8', 0, byte).length}`;
    throw new Fault('unreadable-file', `The JSON ${where}.`, [{ path: pointer, message: where }]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('unreadable-file', 'The JSON is neither GeoJSON nor TopoJSON: it is not an object.');
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
  throw new Fault(
    'unreadable-file',
    'The JSON is neither GeoJSON nor TopoJSON: its `type` or its features are missing.',
  );
}

const POLYGONAL = new Set(['Polygon', 'MultiPolygon', 'GeometryCollection']);

/** The objects of a topology that hold polygons, the largest first. */
function polygonObjects(topology: Topology): [string, TopologyObject][] {
  const size = (object: TopologyObject): number => ('geometries' in object ? object.geometries.length : 1);
  return Object.entries(topology.objects)
    .filter(([, object]) => POLYGONAL.has(object?.type ?? ''))
    .toSorted(([, a], [, b]) => size(b) - size(a));
}

function readTopology(value: Record<string, unknown>): RawContent {
  const topology = value as unknown as Topology;
  try {
    const objects = polygonObjects(topology);
    const [chosen, ...rest] = objects;
    if (!chosen) throw new Fault('unreadable-file', 'The TopoJSON holds no object with polygons.');
    const features = topojsonFeature(topology, chosen[1]);
    const notes =
      rest.length === 0
        ? []
        : [
            `Of ${objects.length} objects “${chosen[0]}” was taken; left out: ${rest.map(([name]) => `“${name}”`).join(', ')}.`,
          ];
    return { format: 'TopoJSON', features: featuresOf(features as unknown as Record<string, unknown>), notes };
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('unreadable-file', 'The TopoJSON is malformed: its objects do not fit its arcs.');
  }
}

/** GeoJSON or TopoJSON. `needsProjection` is set when the coordinates are not degrees, for GDAL to convert. */
export function readJson(bytes: Uint8Array): RawContent & { needsProjection: boolean } {
  const { text, note } = decodeText(bytes);
  const value = parse(text.replace(/^\uFEFF/, ''));
  const notes = note ? [note] : [];
  if (value['type'] === 'Topology') {
    const raw = readTopology(value);
    return { ...raw, notes: [...notes, ...raw.notes], needsProjection: false };
  }
  const crs = crsOfMember(value['crs']);
  return {
    format: 'GeoJSON',
    features: featuresOf(value),
    notes,
    ...(crs ? { declaredCrs: crs.name } : {}),
    needsProjection: crs !== null && !crs.isDegrees,
  };
}
