import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Fault } from '../../core/fault.ts';
import type { FileFormat, RawContent } from './content.ts';
import { crsOfWkt } from './crs.ts';
import { type FileWish, optionsFor, zipped } from './writing.ts';

/** The part of gdal3.js that is used; its own types do not fit its Node entry. */
interface Gdal {
  open(path: string, options?: string[]): Promise<{ datasets: Dataset[] }>;
  ogrinfo(dataset: Dataset, options?: string[]): Promise<unknown>;
  ogr2ogr(dataset: Dataset, options: string[], outputName: string): Promise<unknown>;
  close(dataset: Dataset): Promise<void>;
}

interface Dataset {
  pointer: number;
}

interface Layer {
  name: string;
  featureCount: number;
  geometryFields?: { type: string; coordinateSystem?: { wkt?: string } | null }[];
}

/** Drivers that follow links to other files or servers, of which a sent file must not make use. */
const FORBIDDEN_DRIVERS = 'OGR_VRT,VRT,WFS,OAPIF,CSW,GTFS,OSM,PMTiles,MVT,GeoJSONSeq';

/**
 * GDAL (WebAssembly) in this thread, started when first needed. `folder` is all of the disk it can see. A crash inside GDAL comes
 * out as an ordinary `Error`; the thread must not be used any further then.
 */
export class GdalHost {
  readonly #folder: string;
  #errors: string[] = [];
  #gdal: Promise<Gdal> | null = null;
  /** Files read so far. No name is used twice: the file system of WebAssembly remembers names that are gone. */
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  #start(): Promise<Gdal> {
    const require = createRequire(import.meta.url);
    const entry = require.resolve('gdal3.js/node.js');
    // The package looks for its files relative to the working directory only.
    const path = relative(process.cwd(), join(dirname(entry), 'dist', 'package'));
    const initialise = require(entry) as (config: object) => Promise<Gdal>;
    return initialise({
      path,
      dest: this.#folder,
      env: {
        OGR_SKIP: FORBIDDEN_DRIVERS,
        SHAPE_RESTORE_SHX: 'YES',
        OGR_GEOJSON_MAX_OBJ_SIZE: '0',
        CPL_LOG_ERRORS: 'OFF',
      },
      logHandler: () => undefined,
      errorHandler: (message: string) => this.#errors.push(message),
    });
  }

  /** The polygon layer, in degrees, of a dataset made of the given files by ending (`shp`, `dbf`, …), the first of which is opened. */
  async read(
    format: FileFormat,
    files: ReadonlyMap<string, Uint8Array>,
    openOptions: string[] = [],
  ): Promise<RawContent> {
    this.#gdal ??= this.#start();
    const gdal = await this.#gdal;
    this.#errors = [];
    const stem = `file${this.#count++}`;
    const paths = [...files.keys()].map((ending) => join(this.#folder, `${stem}.${ending}`));
    try {
      [...files.values()].forEach((bytes, i) => writeFileSync(paths[i] as string, bytes));
      const dataset = await this.#open(gdal, paths[0] as string, format, openOptions);
      try {
        return await this.#readLayer(gdal, dataset, format, `${stem}-converted`);
      } finally {
        await gdal.close(dataset);
      }
    } finally {
      for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  /** Writes features as a GeoPackage, a zipped Shapefile or KML. Throws an `Error` when GDAL does not. */
  async write(wish: FileWish): Promise<Uint8Array> {
    this.#gdal ??= this.#start();
    const gdal = await this.#gdal;
    const stem = `given${this.#count++}`;
    try {
      const path = join(this.#folder, `${stem}.geojson`);
      writeFileSync(path, JSON.stringify(wish.features));
      const { datasets } = await gdal.open(path);
      const dataset = datasets[0] as Dataset;
      try {
        const { all } = (await gdal.ogr2ogr(dataset, optionsFor(wish), `${stem}-written`)) as {
          all: { real: string }[];
        };
        const paths = all.map(({ real }) => real);
        return wish.format === 'shp' ? await zipped(paths, wish.name) : readFileSync(paths[0] as string);
      } finally {
        await gdal.close(dataset);
      }
    } finally {
      for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  async #open(gdal: Gdal, path: string, format: FileFormat, options: string[]): Promise<Dataset> {
    try {
      const { datasets } = await gdal.open(path, options);
      if (datasets[0]) return datasets[0];
    } catch {
      // The reason is in the error handler's list.
    }
    throw this.#unreadable(format);
  }

  async #readLayer(gdal: Gdal, dataset: Dataset, format: FileFormat, output: string): Promise<RawContent> {
    const { layers = [] } = (await gdal.ogrinfo(dataset, ['-so', '-al'])) as { layers?: Layer[] };
    if (layers.length === 0) throw this.#unreadable(format);
    const { layer, notes } = chooseLayer(layers);
    const field = layer.geometryFields?.[0];
    const wkt = field?.coordinateSystem?.wkt;
    const crs = wkt ? crsOfWkt(wkt) : null;
    if (/Curve|MultiSurface/.test(field?.type ?? '')) {
      notes.push(
        'The layer holds curves; they were replaced by short straight edges, which may not match their neighbours’.',
      );
    }
    const options = ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=10'];
    if (crs && !crs.isDegrees) options.push('-t_srs', 'EPSG:4326');
    try {
      await gdal.ogr2ogr(dataset, [...options, layer.name], output);
    } catch {
      throw this.#unreadable(format);
    }
    const { features } = JSON.parse(readFileSync(join(this.#folder, `${output}.geojson`), 'utf8')) as {
      features: unknown[];
    };
    // GDAL gives what it could read; half a district must not pass for a whole one.
    const isDamaged = this.#errors.some((message) => message.startsWith('ERROR'));
    if (isDamaged || features.length < layer.featureCount) throw this.#unreadable(format);
    return { format, features, notes, ...(crs ? { declaredCrs: crs.name } : {}) };
  }

  #unreadable(format: FileFormat): Fault {
    const reason = this.#errors[0]?.replaceAll(/\/(input|output|vsi\w+)\/\S*/g, 'the file').slice(0, 200);
    return new Fault('unreadable-file', `The ${format} file cannot be read${reason ? `: ${reason}` : '.'}`);
  }
}

/** The layer to take: of those with polygons (or of no stated type) the one with the most features. */
function chooseLayer(layers: readonly Layer[]): { layer: Layer; notes: string[] } {
  const typeOf = ({ geometryFields }: Layer): string => geometryFields?.[0]?.type ?? 'None';
  const byCount = (a: Layer, b: Layer): number => b.featureCount - a.featureCount;
  const polygonal = layers.filter((layer) => /Polygon|Surface/.test(typeOf(layer))).toSorted(byCount);
  const untyped = layers.filter((layer) => /Unknown|^Geometry$|Collection/.test(typeOf(layer))).toSorted(byCount);
  const layer = polygonal.find(({ featureCount }) => featureCount > 0) ?? untyped[0] ?? polygonal[0];
  if (!layer) throw new Fault('invalid-input', 'The file has no layer with polygons.');
  if (layer.name.startsWith('-'))
    throw new Fault('unreadable-file', 'The layer’s name begins with a hyphen; rename it.');
  const rest = layers.filter((each) => each !== layer).map(({ name }) => `“${name}”`);
  const notes =
    rest.length === 0 ? [] : [`Of ${layers.length} layers “${layer.name}” was taken; left out: ${rest.join(', ')}.`];
  return { layer, notes };
}
