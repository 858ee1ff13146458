import { readFileSync } from 'node:fs';
import yazl from 'yazl';
import type { Crs } from '../core/coverage/schemas.ts';

/** The formats boundaries are given out in. */
export const WRITTEN_FORMATS = ['geojson', 'gpkg', 'shp', 'kml'] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

/** What to write: areas with properties of text and numbers, in degrees of `crs`; `name` is the layer's, ASCII letters only. */
export interface WritingWish {
  format: WrittenFormat;
  features: GeoJSON.FeatureCollection;
  name: string;
  crs: Crs;
}

/** A file as it is sent. */
export interface WrittenFile {
  bytes: Uint8Array;
  mediaType: string;
  ending: string;
}

export const MEDIA_TYPES: Record<WrittenFormat, { mediaType: string; ending: string }> = {
  geojson: { mediaType: 'application/geo+json', ending: 'geojson' },
  gpkg: { mediaType: 'application/geopackage+sqlite3', ending: 'gpkg' },
  shp: { mediaType: 'application/zip', ending: 'zip' },
  kml: { mediaType: 'application/vnd.google-earth.kml+xml', ending: 'kml' },
};

/** A geographic system by name: GCJ-02 and BD-09 have no code, and a file must not pass them off as WGS84. */
const named = (name: string): string =>
  `GEOGCS["${name}",DATUM["${name}",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]`;

const SYSTEMS: Record<Crs, string> = {
  wgs84: 'EPSG:4326',
  cgcs2000: 'EPSG:4490',
  gcj02: named('GCJ-02'),
  bd09: named('BD-09'),
};

/** Options of `ogr2ogr` for a format. */
export function optionsFor({ format, name, crs }: WritingWish): string[] {
  const system = ['-a_srs', SYSTEMS[crs]];
  if (format === 'gpkg') return ['-f', 'GPKG', '-nln', name, '-nlt', 'PROMOTE_TO_MULTI', ...system];
  if (format === 'kml') return ['-f', 'KML', '-nln', name, '-dsco', 'NameField=name'];
  return ['-f', 'ESRI Shapefile', '-nln', name, '-lco', 'ENCODING=UTF-8', ...system];
}

/** Files on disk as one zip, named for the layer. */
export function zipped(paths: readonly string[], name: string): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const path of paths) zip.addBuffer(readFileSync(path), `${name}${path.slice(path.lastIndexOf('.'))}`);
  zip.end();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
    zip.outputStream.on('end', () => resolve(Buffer.concat(chunks)));
    zip.outputStream.on('error', reject);
  });
}
