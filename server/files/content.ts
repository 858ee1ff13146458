import type { FileColumn, FileLayer, FileNote } from '../core/coverage/intake/schemas.ts';

/** The formats that are read. */
export type FileFormat = 'GeoJSON' | 'TopoJSON' | 'KML' | 'Shapefile' | 'GeoPackage' | 'FlatGeobuf';

/** What the sender says of a file; what is not said is found out. */
export interface FileWish {
  /** The layer to read, by its name. */
  layer?: string | undefined;
  /** The property that holds the codes. */
  codeColumn?: string | undefined;
  /** The district's two digits, which tell a code that lost its leading zero from a number. */
  district?: string | undefined;
}

/** What was read and what was left out. */
export interface ReadCounts {
  /** Features with polygons: those that are given on. */
  features: number;
  /** Their vertices, closing ones not counted. */
  vertices: number;
  /** Features without a geometry, left out. */
  withoutGeometry: number;
  /** Features with other geometries than polygons, left out. */
  otherGeometries: number;
  /** Points and lines that stood in one feature with polygons, left out. */
  droppedParts: number;
  /** Third ordinates (heights) and more, dropped. */
  droppedOrdinates: number;
  /** Codes that were written otherwise than in plain digits, or had lost their leading zero. */
  mendedCodes: number;
}

/**
 * The polygons of a file, in degrees. `declaredCrs` is the coordinate system the file names, if it names one; from any other than
 * degrees of WGS84 or CGCS2000 it was converted. `keys` are the properties taken for code and name, which every feature carries
 * as `code` and `name` where it has them. `notes` are for the person who sent the file.
 */
export interface FileContent {
  features: GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon>;
  format: FileFormat;
  declaredCrs?: string;
  /** The layer taken and all there are; none in formats without layers. */
  layer?: string;
  layers: FileLayer[];
  keys: { code?: string; name?: string };
  columns: FileColumn[];
  counts: ReadCounts;
  notes: FileNote[];
}

/** Features as a format's own reader gives them, before they are sorted out (features.ts). */
export interface RawContent {
  format: FileFormat;
  features: readonly unknown[];
  declaredCrs?: string;
  notes: FileNote[];
}

/** A layer of a file that may hold areas, read only when asked. */
export interface LayerSource {
  name: string;
  /** How many of its features have an area. */
  countAreas: () => Promise<number>;
  read: () => Promise<RawContent>;
}

/** A file's features as they travel between threads, and what else is to be said of it. */
export interface PackedContent {
  packed: Uint8Array;
  rest: Omit<FileContent, 'features'>;
}
