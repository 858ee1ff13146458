import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import yazl from 'yazl';
import { unitOf } from '../core/codes/codes.ts';
import type { Crs, Level } from '../core/coverage/schemas.ts';
import { areaSquareMetres } from '../core/geometry/area.ts';
import type { Area } from '../core/geometry/lattice.ts';
import type { PackedAreas } from './packedAreas.ts';

/** The formats boundaries are given out in. */
export const WRITTEN_FORMATS = ['geojson', 'gpkg', 'shp', 'kml'] as const;
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];
/** Those that GDAL writes, on a thread; the others are text, made as it is sent. */
export type BinaryFormat = Exclude<WrittenFormat, 'geojson' | 'kml'>;

export interface WrittenArea {
  code: string;
  name: string;
  area: Area;
}

/** What to write: areas of one level, in degrees of `crs`. */
export interface WritingWish {
  format: WrittenFormat;
  level: Level;
  crs: Crs;
  areas: readonly WrittenArea[];
}

/** The same on its way to the thread. */
export interface PackedWish {
  format: BinaryFormat;
  level: Level;
  crs: Crs;
  codes: string[];
  names: string[];
  areas: PackedAreas;
}

/** A file as it is sent; to be read once. */
export interface WrittenFile {
  content: Readable;
  mediaType: string;
  ending: string;
}

export const MEDIA_TYPES: Record<WrittenFormat, { mediaType: string; ending: string }> = {
  geojson: { mediaType: 'application/geo+json', ending: 'geojson' },
  gpkg: { mediaType: 'application/geopackage+sqlite3', ending: 'gpkg' },
  shp: { mediaType: 'application/zip', ending: 'zip' },
  kml: { mediaType: 'application/vnd.google-earth.kml+xml', ending: 'kml' },
};

/** What stands beside a geometry in every format. */
export interface WrittenProperties {
  code: string;
  name: string;
  level: Level;
  unit: string;
  area_m2: number;
}

/** Areas with their properties, each measured only when it is its turn. */
export function* writtenFeatures(
  level: Level,
  areas: Iterable<WrittenArea>,
): Generator<{ properties: WrittenProperties; area: Area }> {
  for (const { code, name, area } of areas) {
    const squareMetres = Math.round(areaSquareMetres(area) * 10) / 10;
    const unit = level === 'grid' ? unitOf(code) : '';
    yield { properties: { code, name, level, unit, area_m2: squareMetres }, area };
  }
}

/** The layer's name: ASCII letters only. */
export const layerOf = (level: Level): string => `${level}s`;

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
export function optionsFor({ format, level, crs }: PackedWish): string[] {
  const common = ['-nln', layerOf(level), '-a_srs', SYSTEMS[crs]];
  return format === 'gpkg'
    ? ['-f', 'GPKG', '-nlt', 'PROMOTE_TO_MULTI', ...common]
    : ['-f', 'ESRI Shapefile', '-lco', 'ENCODING=UTF-8', ...common];
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
