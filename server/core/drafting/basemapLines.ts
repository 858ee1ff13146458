import { toUnits } from '../geometry/lattice.ts';
import type { DraftLine, LineKind } from './model.ts';

/** Classes of streets that part neighbourhoods: our own, and those of OpenStreetMap's `highway` and `railway`. */
const ARTERIALS = new Set(['arterial', 'motorway', 'trunk', 'primary', 'secondary', 'rail']);
const WATER = new Set(['river', 'water', 'stream', 'canal']);

/** The streets and rivers of a base map that borders may follow: lines, and the shores of areas of water. Points are left out. */
export function linesOfBasemap(basemap: GeoJSON.FeatureCollection): DraftLine[] {
  return basemap.features.flatMap(({ geometry, properties }) => {
    const kind = kindOf(String(properties?.['kind'] ?? ''), String(properties?.['class'] ?? ''));
    return kind === null ? [] : pathsOf(geometry, kind === 'river').map((path) => ({ kind, points: lattice(path) }));
  });
}

function kindOf(kind: string, roadClass: string): LineKind | null {
  if (WATER.has(kind) || WATER.has(roadClass)) return 'river';
  if (kind !== 'street') return null;
  return ARTERIALS.has(roadClass) ? 'arterial' : 'street';
}

function pathsOf(geometry: GeoJSON.Geometry | null, withShores: boolean): GeoJSON.Position[][] {
  switch (geometry?.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiLineString':
      return geometry.coordinates;
    case 'Polygon':
      return withShores ? geometry.coordinates : [];
    case 'MultiPolygon':
      return withShores ? geometry.coordinates.flat() : [];
    default:
      return [];
  }
}

const lattice = (path: readonly GeoJSON.Position[]): Int32Array =>
  Int32Array.from(path.flatMap(([longitude = 0, latitude = 0]) => [toUnits(longitude), toUnits(latitude)]));
