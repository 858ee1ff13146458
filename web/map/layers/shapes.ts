import type { AreaFeature } from '../../api/coverage.ts';
import { labelAnchor, type Rings } from './anchor.ts';

/** One polygon of an area, as deck.gl draws it. */
export interface Piece {
  code: string;
  rings: Rings;
}

/** One ring of an area, as a line. */
export interface Outline {
  code: string;
  path: [number, number][];
}

/** The polygons of a Polygon or MultiPolygon; of any other geometry none. */
export function polygonsOf(geometry: GeoJSON.Geometry | null): Rings[] {
  if (geometry?.type === 'Polygon') return [geometry.coordinates];
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates;
  return [];
}

/** The pieces of areas, each with its area's code. */
export const piecesOf = (areas: readonly AreaFeature[]): Piece[] =>
  areas.flatMap(({ properties, geometry }) => polygonsOf(geometry).map((rings) => ({ code: properties.code, rings })));

/** The rings of pieces, as lines. */
export const outlinesOf = (pieces: readonly Piece[]): Outline[] =>
  pieces.flatMap(({ code, rings }) =>
    rings.map((ring) => ({ code, path: ring.map(([x = 0, y = 0]) => [x, y] as [number, number]) })),
  );

/** An anchor takes some finding, and most areas stay as they are when one is edited. */
const anchors = new WeakMap<GeoJSON.Geometry, [number, number] | undefined>();

/** Where an area's label stands: inside its largest polygon. */
export function anchorOf(geometry: GeoJSON.Geometry): [number, number] | undefined {
  if (!anchors.has(geometry)) anchors.set(geometry, foundAnchor(geometry));
  return anchors.get(geometry);
}

function foundAnchor(geometry: GeoJSON.Geometry): [number, number] | undefined {
  const polygons = polygonsOf(geometry);
  const largest = polygons.toSorted((a, b) => shellSize(b) - shellSize(a))[0];
  return largest?.[0]?.length ? labelAnchor(largest) : undefined;
}

function shellSize(rings: Rings): number {
  const shell = rings[0] ?? [];
  let doubled = 0;
  for (let i = 0, j = shell.length - 1; i < shell.length; j = i++) {
    const [ax = 0, ay = 0] = shell[j] ?? [];
    const [bx = 0, by = 0] = shell[i] ?? [];
    doubled += ax * by - bx * ay;
  }
  return Math.abs(doubled);
}
