/** The formats that are read. */
export type FileFormat = 'GeoJSON' | 'TopoJSON' | 'KML' | 'Shapefile' | 'GeoPackage' | 'FlatGeobuf';

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
  /** Third ordinates (heights) and more, dropped. */
  droppedOrdinates: number;
  /** Codes that a spreadsheet had turned into numbers and robbed of their leading zero, restored. */
  mendedCodes: number;
}

/**
 * The polygons of a file, in degrees. `declaredCrs` is the coordinate system the file names, if it names one; from any other than
 * degrees of WGS84 or CGCS2000 it was converted. `keys` are the properties taken for code and name, which every feature carries
 * as `code` and `name` where it has them. `notes` are sentences for the person who sent the file.
 */
export interface FileContent {
  features: GeoJSON.FeatureCollection<GeoJSON.Polygon | GeoJSON.MultiPolygon>;
  format: FileFormat;
  declaredCrs?: string;
  keys: { code?: string; name?: string };
  counts: ReadCounts;
  notes: string[];
}

/** Features as a format's own reader gives them, before they are sorted out (features.ts). */
export interface RawContent {
  format: FileFormat;
  features: readonly unknown[];
  declaredCrs?: string;
  notes: string[];
}
