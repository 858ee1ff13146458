import { Fault } from '../../core/fault.ts';
import { type ArchiveFile, unpackArchive } from './archive.ts';
import type { FileContent, RawContent } from './content.ts';
import { sortOut } from './features.ts';
import type { GdalHost } from './gdal.ts';
import { readJson } from './json.ts';
import { readKml } from './kml.ts';
import { demandWithin } from './limits.ts';
import { choosePolygonLayer, dbfEncoding, type ShapefileLayer, shapefileLayers } from './shapefile.ts';
import { recognise } from './signature.ts';

function readShapefile(layers: readonly ShapefileLayer[], gdal: GdalHost): Promise<RawContent> {
  const { layer, notes } = choosePolygonLayer(layers);
  const { encoding, note } = dbfEncoding(layer);
  const files = ['shp', 'shx', 'dbf', 'prj'].flatMap((ending): [string, Buffer][] => {
    const bytes = layer.parts.get(ending);
    return bytes ? [[ending, bytes]] : [];
  });
  return gdal.read('Shapefile', new Map(files), [`ENCODING=${encoding}`]).then((raw) => ({
    ...raw,
    notes: [...notes, ...(note ? [note] : []), ...raw.notes],
  }));
}

/** The one file of an archive that is not a Shapefile: KMZ, or a zipped GeoPackage or GeoJSON. */
function readPacked(files: readonly ArchiveFile[], gdal: GdalHost): Promise<RawContent> {
  const [largest, ...rest] = files.toSorted((a, b) => b.bytes.length - a.bytes.length);
  if (!largest) {
    throw new Fault(
      'unreadable-file',
      'The archive holds no Shapefile, GeoPackage, GeoJSON, TopoJSON, KML or FlatGeobuf.',
    );
  }
  const note = `Of ${files.length} files in the archive “${largest.name}” was taken.`;
  return readRaw(largest.bytes, false, gdal).then((raw) =>
    rest.length === 0 ? raw : { ...raw, notes: [note, ...raw.notes] },
  );
}

async function readJsonFile(bytes: Buffer, gdal: GdalHost): Promise<RawContent> {
  const { needsProjection, ...raw } = readJson(bytes);
  if (!needsProjection) return raw;
  return gdal.read('GeoJSON', new Map([['geojson', bytes]]));
}

async function readRaw(bytes: Buffer, mayUnpack: boolean, gdal: GdalHost): Promise<RawContent> {
  switch (recognise(bytes)) {
    case 'json':
      return readJsonFile(bytes, gdal);
    case 'xml':
      return readKml(bytes);
    case 'geopackage':
      return gdal.read('GeoPackage', new Map([['gpkg', bytes]]));
    case 'flatgeobuf':
      return gdal.read('FlatGeobuf', new Map([['fgb', bytes]]));
    case 'zip':
      if (!mayUnpack) throw new Fault('unreadable-file', 'An archive inside an archive is not unpacked.');
      return readArchive(await unpackArchive(bytes), gdal);
    default:
      throw new Fault('unreadable-file', 'A .shp alone has no codes: please zip .shp, .shx, .dbf and .prj together.');
  }
}

function readArchive(files: readonly ArchiveFile[], gdal: GdalHost): Promise<RawContent> {
  const layers = shapefileLayers(files);
  if (layers.length > 0) return readShapefile(layers, gdal);
  return readPacked(
    files.filter(({ name }) => !/\.(dbf|prj|cpg|shx)$/i.test(name)),
    gdal,
  );
}

/** Reads a boundary file of any supported format, told by its content. Throws the `Fault` that refuses it. */
export async function readContent(bytes: Buffer, gdal: GdalHost): Promise<FileContent> {
  demandWithin('fileBytes', bytes.length);
  return sortOut(await readRaw(bytes, true, gdal));
}
