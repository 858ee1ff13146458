import { Fault } from '../../core/fault.ts';
import type { ArchiveFile } from './archive.ts';
import { isValidUtf8 } from './signature.ts';

/** The files of one Shapefile layer, by ending (`shp`, `dbf`, …). */
export interface ShapefileLayer {
  name: string;
  parts: Map<string, Buffer>;
}

const POLYGON_TYPES = new Set([5, 15, 25]);
const SHAPE_TYPE_AT = 32;

/** Groups the files of an archive into Shapefile layers. */
export function shapefileLayers(files: readonly ArchiveFile[]): ShapefileLayer[] {
  const layers = new Map<string, ShapefileLayer>();
  for (const { name, bytes } of files) {
    const dot = name.lastIndexOf('.');
    const stem = name.slice(0, dot);
    const layer = layers.get(stem.toLowerCase()) ?? { name: stem, parts: new Map() };
    layer.parts.set(name.slice(dot + 1).toLowerCase(), bytes);
    layers.set(stem.toLowerCase(), layer);
  }
  return [...layers.values()].filter(({ parts }) => parts.has('shp'));
}

function shapeType({ name, parts }: ShapefileLayer): number {
  const shp = parts.get('shp') as Buffer;
  if (shp.length < 100 || shp.readInt32BE(0) !== 9994) {
    throw new Fault('unreadable-file', `${name}.shp is not a Shapefile or breaks off.`);
  }
  return shp.readInt32LE(SHAPE_TYPE_AT);
}

/** The polygon layer of an archive, the largest if there are several, with a note that names the others. */
export function choosePolygonLayer(layers: readonly ShapefileLayer[]): { layer: ShapefileLayer; notes: string[] } {
  const size = ({ parts }: ShapefileLayer): number => (parts.get('shp') as Buffer).length;
  const [layer] = layers.filter((each) => POLYGON_TYPES.has(shapeType(each))).toSorted((a, b) => size(b) - size(a));
  if (!layer) throw new Fault('invalid-input', 'No Shapefile in the archive holds polygons.');
  for (const ending of ['dbf', 'shx']) {
    if (layer.parts.has(ending)) continue;
    if (ending === 'shx') continue; // GDAL makes the index anew.
    throw new Fault(
      'unreadable-file',
      `${layer.name}.${ending} is missing from the archive: without it there are no codes.`,
    );
  }
  const rest = layers.filter((each) => each !== layer).map(({ name }) => `“${name}”`);
  const notes =
    rest.length === 0 ? [] : [`Of ${layers.length} layers “${layer.name}” was taken; left out: ${rest.join(', ')}.`];
  return { layer, notes };
}

/**
 * The text encoding of a layer's DBF. A .cpg decides; without one the text is UTF-8 where it is valid UTF-8, else GBK, as Chinese
 * programs write it.
 */
export function dbfEncoding({ parts }: ShapefileLayer): { encoding: string; note?: string } {
  const declared = parts.get('cpg')?.toString('latin1').trim();
  if (declared) {
    if (/^(gb\s?k|gb\s?2312|gb\s?18030|936|cp936|ansi 936|ms936)$/i.test(declared)) return { encoding: 'GBK' };
    if (/^(utf-?8|65001)$/i.test(declared)) return { encoding: 'UTF-8' };
    return { encoding: declared.slice(0, 40) };
  }
  const dbf = parts.get('dbf') as Buffer;
  if (isValidUtf8(dbf.subarray(Math.min(dbf.length, dbf.readUInt16LE(8))))) return { encoding: 'UTF-8' };
  return { encoding: 'GBK', note: 'The Shapefile has no .cpg; its text was read as GBK.' };
}
