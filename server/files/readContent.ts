import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import { Fault } from '../core/fault.ts';
import { type ArchiveFile, unpackArchive } from './archive.ts';
import type { FileContent, FileWish, LayerSource, RawContent } from './content.ts';
import { unknownCrs } from './crs.ts';
import { sortOut } from './features.ts';
import type { GdalHost } from './gdal.ts';
import { countAreas } from './geometries.ts';
import { readJson } from './json.ts';
import { readKml } from './kml.ts';
import { takeLayer } from './layers.ts';
import { demandWithin } from './limits.ts';
import { shapefileLayers, shapefileSource } from './shapefile.ts';
import { recognise } from './signature.ts';
import { topologyLayers } from './topology.ts';

/** Content that is in memory already, as a layer of its own. */
const inMemory = (name: string, raw: RawContent): LayerSource => ({
  name,
  countAreas: async () => countAreas(raw.features),
  read: async () => raw,
});

/** The layers of a file. In formats without layers the one there is is called ''. */
async function layersOf(bytes: Buffer, mayUnpack: boolean, gdal: GdalHost): Promise<LayerSource[]> {
  switch (recognise(bytes)) {
    case 'json':
      return jsonLayers(bytes, gdal);
    case 'xml':
      return [inMemory('', readKml(bytes))];
    case 'geopackage':
      return gdal.layers({ format: 'GeoPackage', files: new Map([['gpkg', bytes]]) });
    case 'flatgeobuf':
      return gdal.layers({ format: 'FlatGeobuf', files: new Map([['fgb', bytes]]) });
    case 'zip':
      if (!mayUnpack)
        throw unreadable(
          'archive-in-archive',
          'An archive inside an archive is not unpacked; please send the inner one.',
        );
      return archiveLayers(await unpackArchive(bytes), gdal);
    default:
      throw unreadable(
        'bare-shapefile',
        'This is one file of a Shapefile by itself: a .shp alone has no codes. Please zip .shp, .shx, .dbf and .prj together and send the zip.',
      );
  }
}

async function jsonLayers(bytes: Buffer, gdal: GdalHost): Promise<LayerSource[]> {
  const read = readJson(bytes);
  if ('topology' in read) return topologyLayers(read.topology, read.notes).map(([name, raw]) => inMemory(name, raw));
  const { needsProjection, ...raw } = read;
  if (!needsProjection) return [inMemory('', raw)];
  const layers = await gdal.layers({ format: 'GeoJSON', files: new Map([['geojson', bytes]]) });
  return layers.map((layer) => ({ ...layer, name: '', read: () => inKnownCrs(layer, raw.declaredCrs) }));
}

/** Reads what names a coordinate system, and says so where GDAL does not know that one. */
async function inKnownCrs(layer: LayerSource, named = 'unnamed'): Promise<RawContent> {
  try {
    const raw = await layer.read();
    if (raw.declaredCrs !== undefined) return raw;
  } catch (error) {
    if (!(error instanceof Fault) || !error.detail.includes('crs not found')) throw error;
  }
  throw unknownCrs(named);
}

/** All layers of all files of an archive: Shapefiles, and files of the other formats (KMZ is an archive with a KML). */
async function archiveLayers(files: readonly ArchiveFile[], gdal: GdalHost): Promise<LayerSource[]> {
  const shapefiles = shapefileLayers(files);
  const others = files.filter(({ name }) => !/\.(shp|shx|dbf|prj|cpg)$/i.test(name));
  if (shapefiles.length + others.length === 0) {
    throw unreadable(
      'archive-empty',
      'The archive holds no Shapefile, GeoPackage, GeoJSON, TopoJSON, KML or FlatGeobuf.',
    );
  }
  const paths = [...shapefiles.map(({ name }) => name), ...others.map(({ path }) => path)];
  const layers = shapefiles.map((layer) => shapefileSource(layer, shortest(layer.name, paths), gdal));
  for (const { path, bytes } of others) {
    const file = shortest(path, paths);
    const [only, ...more] = await layersIn(bytes, file, gdal);
    if (only && more.length === 0) layers.push(only.name === '' ? { ...only, name: file } : only);
    else if (only) for (const layer of [only, ...more]) layers.push({ ...layer, name: `${file}/${layer.name}` });
  }
  return layers;
}

/** The layers of one file of an archive; what cannot be read is a layer without areas, which says so when it is read. */
async function layersIn(bytes: Buffer, name: string, gdal: GdalHost): Promise<LayerSource[]> {
  try {
    return await layersOf(bytes, false, gdal);
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'too-large') throw error;
    const refuse = () => Promise.reject(error);
    return [{ name, countAreas: refuse, read: refuse }];
  }
}

/** A path without its folders where no other file of the archive is called so. */
function shortest(path: string, paths: readonly string[]): string {
  const nameOf = (each: string): string => each.slice(each.lastIndexOf('/') + 1);
  const name = nameOf(path);
  return paths.filter((each) => nameOf(each).toLowerCase() === name.toLowerCase()).length > 1 ? path : name;
}

/** Reads a boundary file of any supported format, told by its content. Throws the `Fault` that refuses it. */
export async function readContent(bytes: Buffer, gdal: GdalHost, wish: FileWish = {}): Promise<FileContent> {
  demandWithin('fileBytes', bytes.length);
  const { raw, layer, layers } = await takeLayer(await layersOf(bytes, true, gdal), wish.layer);
  const content = sortOut(raw, wish);
  if (layer === '') return content;
  const own = layers.length > 0 ? layers : [{ name: layer, areas: content.counts.features }];
  return { ...content, layer, layers: own };
}
