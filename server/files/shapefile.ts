import { unreadable, unusable } from '../core/coverage/intake/fileReasons.ts';
import type { FileNote } from '../core/coverage/intake/schemas.ts';
import type { ArchiveFile } from './archive.ts';
import type { LayerSource } from './content.ts';
import { unknownCrs } from './crs.ts';
import type { GdalHost } from './gdal.ts';
import { isValidUtf8 } from './text.ts';

/** The files of one Shapefile layer, by ending (`shp`, `dbf`, …). */
export interface ShapefileLayer {
  name: string;
  parts: Map<string, Buffer>;
}

const POLYGON_TYPES = new Set([5, 15, 25]);
const SHAPE_TYPE_AT = 32;
const HEADER_BYTES = 100;
const FILE_CODE = 9994;

/** Groups the files of an archive into Shapefile layers, each called by its file or, where several are called alike, its path. */
export function shapefileLayers(files: readonly ArchiveFile[]): ShapefileLayer[] {
  const layers = new Map<string, ShapefileLayer>();
  for (const { path, bytes } of files) {
    const dot = path.lastIndexOf('.');
    const stem = path.slice(0, dot);
    const layer = layers.get(stem.toLowerCase()) ?? { name: stem, parts: new Map() };
    layer.parts.set(path.slice(dot + 1).toLowerCase(), bytes);
    layers.set(stem.toLowerCase(), layer);
  }
  return [...layers.values()].filter(({ parts }) => parts.has('shp'));
}

/** A Shapefile layer, read by GDAL. */
export const shapefileSource = (layer: ShapefileLayer, name: string, gdal: GdalHost): LayerSource => ({
  name,
  countAreas: async () => countPolygons(layer),
  read: async () => {
    demandParts(layer, name);
    const { encoding, note } = dbfEncoding(layer);
    const files = ['shp', 'shx', 'dbf', 'prj'].flatMap((ending): [string, Buffer][] => {
      const bytes = layer.parts.get(ending);
      return bytes ? [[ending, bytes]] : [];
    });
    const openOptions = [`ENCODING=${encoding}`];
    const [source] = await gdal.layers({ format: 'Shapefile', files: new Map(files), openOptions });
    const raw = await (source as LayerSource).read();
    const prj = layer.parts.get('prj')?.toString('utf8').trim();
    if (prj && raw.declaredCrs === undefined) throw unknownCrs(prj);
    return { ...raw, notes: [...(note ? [note] : []), ...raw.notes] };
  },
});

function shpOf({ parts, name }: ShapefileLayer): Buffer {
  const shp = parts.get('shp') as Buffer;
  if (shp.length < HEADER_BYTES || shp.readInt32BE(0) !== FILE_CODE)
    throw unreadable('truncated', `${name}.shp is not a Shapefile or breaks off. Please export or copy it again.`);
  return shp;
}

/** How many records are polygons; each says its length in 16-bit words before its content, which begins with its type. */
function countPolygons(layer: ShapefileLayer): number {
  const shp = shpOf(layer);
  if (!POLYGON_TYPES.has(shp.readInt32LE(SHAPE_TYPE_AT))) return 0;
  let count = 0;
  for (let at = HEADER_BYTES; at + 12 <= shp.length; ) {
    if (POLYGON_TYPES.has(shp.readInt32LE(at + 8))) count++;
    const words = shp.readInt32BE(at + 4);
    if (words < 2) break;
    at += 8 + words * 2;
  }
  return count;
}

/** Throws where a layer holds no polygons or has lost its table; a lost index GDAL makes anew. */
function demandParts(layer: ShapefileLayer, name: string): void {
  if (!POLYGON_TYPES.has(shpOf(layer).readInt32LE(SHAPE_TYPE_AT)))
    throw unusable('no-areas', `The Shapefile “${name}” holds no polygons.`);
  if (layer.parts.has('dbf')) return;
  throw unreadable('dbf-missing', `${name}.dbf is missing from the archive: without it there are no codes.`);
}

/**
 * The text encoding of a layer's DBF. A .cpg decides; without one the text is UTF-8 where it is valid UTF-8, else GBK, as Chinese
 * programs write it.
 */
function dbfEncoding({ parts }: ShapefileLayer): { encoding: string; note?: FileNote } {
  const declared = parts.get('cpg')?.toString('latin1').trim();
  if (declared) {
    if (/^(gb\s?k|gb\s?2312|gb\s?18030|936|cp936|ansi 936|ms936)$/i.test(declared)) return { encoding: 'GBK' };
    if (/^(utf-?8|65001)$/i.test(declared)) return { encoding: 'UTF-8' };
    return { encoding: declared.slice(0, 40) };
  }
  const dbf = parts.get('dbf') as Buffer;
  if (isValidUtf8(dbf.subarray(Math.min(dbf.length, dbf.readUInt16LE(8))))) return { encoding: 'UTF-8' };
  return {
    encoding: 'GBK',
    note: {
      note: 'text-encoding',
      severity: 'note',
      message: 'The Shapefile has no .cpg; its text was read as GBK.',
    },
  };
}
