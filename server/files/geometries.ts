import { Fault } from '../core/fault.ts';

/** The polygons of a geometry, and how many points and lines stood with them. */
export interface ArealParts {
  geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  dropped: number;
}

/** Collections in collections, and the geometries in them, are counted no further. */
const MOST_PARTS = 100_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A feature's geometry; null where it has none. */
export const geometryOf = (feature: unknown): Record<string, unknown> | null => {
  const geometry = isObject(feature) ? feature['geometry'] : null;
  return isObject(geometry) ? geometry : null;
};

/**
 * What of a geometry is area: a Polygon or MultiPolygon itself, the polygons of a GeometryCollection however deep, each ring as it
 * is. Null where there is none. Throws `too-large` for a collection of more than 100,000 parts.
 */
export function arealParts(geometry: Record<string, unknown>): ArealParts | null {
  const { type, coordinates } = geometry;
  if (type === 'Polygon' || type === 'MultiPolygon') {
    const isEmpty = Array.isArray(coordinates) && coordinates.length === 0;
    return isEmpty ? null : { geometry: { type, coordinates } as ArealParts['geometry'], dropped: 0 };
  }
  if (type !== 'GeometryCollection') return null;
  const polygons: GeoJSON.Position[][][] = [];
  let dropped = 0;
  for (const part of simpleParts(geometry)) {
    const list = part['coordinates'];
    if (part['type'] === 'Polygon' && Array.isArray(list) && list.length > 0)
      polygons.push(list as GeoJSON.Position[][]);
    else if (part['type'] === 'MultiPolygon' && Array.isArray(list)) for (const each of list) polygons.push(each);
    else dropped++;
  }
  const [only] = polygons;
  if (!only) return null;
  return {
    geometry:
      polygons.length === 1 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: polygons },
    dropped,
  };
}

/** The geometries of a collection that are no collections themselves, in their order. */
function simpleParts(collection: Record<string, unknown>): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const waiting: unknown[] = [collection];
  while (waiting.length > 0) {
    if (found.length + waiting.length > MOST_PARTS)
      throw new Fault('too-large', `A geometry collection may have at most ${MOST_PARTS} parts.`, [], {
        limit: 'parts',
        most: MOST_PARTS,
      });
    const geometry = waiting.pop();
    if (!isObject(geometry)) continue;
    const { type, geometries } = geometry;
    if (type === 'GeometryCollection' && Array.isArray(geometries)) {
      for (let i = geometries.length - 1; i >= 0; i--) waiting.push(geometries[i]);
    } else found.push(geometry);
  }
  return found;
}

/** How many features have an area, whatever else is among them. */
export const countAreas = (features: readonly unknown[]): number =>
  features.reduce<number>((count, feature) => {
    const geometry = geometryOf(feature);
    return count + (geometry && arealParts(geometry) ? 1 : 0);
  }, 0);
