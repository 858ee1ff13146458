import type { Projection } from './geoJson.ts';
import { type Area, type Polygon, type Ring, toDegrees } from './lattice.ts';

/** A piece holds so many positions at most, so that to make one takes well under a millisecond. */
const POSITIONS_A_PIECE = 500;

/** A feature before its geometry has been written. */
export interface AreaFeature {
  id?: string;
  properties: object;
  area: Area;
}

/** The members of a collection that stand before its features and after them. */
export interface CollectionMembers {
  before?: object;
  after?: object;
}

/** A ring's positions in degrees, the first again at the end, in pieces of text. */
export function* positionPieces(
  ring: Ring,
  project: Projection | null,
  write: (x: number, y: number) => string,
  separator: string,
): Generator<string> {
  let piece = '';
  for (let i = 0; i <= ring.length && ring.length > 0; i += 2) {
    const at = i === ring.length ? 0 : i;
    const [x, y] = [toDegrees(ring[at] as number), toDegrees(ring[at + 1] as number)];
    const [east, north] = project ? project(x, y) : [x, y];
    piece += (i === 0 ? '' : separator) + write(east, north);
    if (i % (2 * POSITIONS_A_PIECE) !== 0 || i === 0) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

const jsonPosition = (x: number, y: number): string => `[${x},${y}]`;

function* polygonPieces(polygon: Polygon, project: Projection | null): Generator<string> {
  for (const [r, ring] of polygon.entries()) {
    yield r === 0 ? '[[' : ',[';
    yield* positionPieces(ring, project, jsonPosition, ',');
    yield ']';
  }
  yield polygon.length === 0 ? '[]' : ']';
}

/** The text that `JSON.stringify(toGeoJson(area, project))` gives, in pieces: an area may have a hundred thousand vertices. */
export function* geometryPieces(area: Area, project: Projection | null = null): Generator<string> {
  const [only] = area;
  if (area.length === 1 && only) {
    yield '{"type":"Polygon","coordinates":';
    yield* polygonPieces(only, project);
    yield '}';
    return;
  }
  yield '{"type":"MultiPolygon","coordinates":[';
  for (const [p, polygon] of area.entries()) {
    if (p > 0) yield ',';
    yield* polygonPieces(polygon, project);
  }
  yield ']}';
}

function* featurePieces({ id, properties, area }: AreaFeature, project: Projection | null): Generator<string> {
  const named = id === undefined ? '' : `"id":${JSON.stringify(id)},`;
  yield `{"type":"Feature",${named}"properties":${JSON.stringify(properties)},"geometry":`;
  yield* geometryPieces(area, project);
  yield '}';
}

/** A collection as the text of GeoJSON, in pieces. Features are taken as they are needed, so that none but one is held. */
export function* collectionPieces(
  features: Iterable<AreaFeature>,
  project: Projection | null = null,
  { before = {}, after = {} }: CollectionMembers = {},
): Generator<string> {
  yield `${JSON.stringify({ type: 'FeatureCollection', ...before }).slice(0, -1)},"features":[`;
  let isFirst = true;
  for (const feature of features) {
    if (!isFirst) yield ',';
    isFirst = false;
    yield* featurePieces(feature, project);
  }
  const rest = JSON.stringify(after).slice(1);
  yield rest === '}' ? ']}' : `],${rest}`;
}
