import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import type { FileNote } from '../core/coverage/intake/schemas.ts';
import type { Fault } from '../core/fault.ts';
import type { FileFormat, LayerSource, RawContent } from './content.ts';
import { crsOfWkt } from './crs.ts';
import { countAreas } from './geometries.ts';
import { writeGeoJson } from './textFormats.ts';
import { layerOf, optionsFor, type PackedWish, zipped } from './writing.ts';

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

/** The files of a dataset, by ending, and how to open them. */
export interface DatasetInput {
  format: FileFormat;
  files: ReadonlyMap<string, Uint8Array>;
  openOptions?: string[];
}

const typeOf = ({ geometryFields }: Layer): string => geometryFields?.[0]?.type ?? 'None';

/** Geometry types, as GDAL calls them, of layers among whose features may be areas. */
const MAY_HOLD_AREAS = /Polygon|Surface|Unknown|^(3D )?(Measured )?Geometry|Collection/;
const TO_GEOJSON = ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=10'];

const CURVES: FileNote = {
  note: 'curves-replaced',
  severity: 'note',
  message: 'The layer holds curves; they were replaced by short straight edges, which may not match their neighbours’.',
};

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

  /**
   * The layers that may hold areas of a dataset made of the given files by ending (`shp`, `dbf`, …), the first of which is opened.
   * What is read of them is in degrees.
   */
  layers(input: DatasetInput): Promise<LayerSource[]> {
    return this.#withDataset(input, async (gdal, dataset) => {
      const all = await this.#layersOf(gdal, dataset, input.format);
      return all.map((layer, number) => ({
        name: layer.name,
        countAreas: () => this.#countAreas(input, layer, number),
        read: () => this.#withDataset(input, (opened, again) => this.#readLayer(opened, again, input.format, number)),
      }));
    });
  }

  /** How many areas a layer holds; of one whose type says that it has none, none are looked for. */
  async #countAreas(input: DatasetInput, layer: Layer, number: number): Promise<number> {
    if (layer.featureCount === 0 || !MAY_HOLD_AREAS.test(typeOf(layer))) return 0;
    return this.#withDataset(input, async (gdal, dataset) =>
      countAreas(
        await this.#convert(gdal, dataset, input.format, await this.#layerOf(gdal, dataset, input.format, number), []),
      ),
    );
  }

  async #withDataset<T>(
    { format, files, openOptions = [] }: DatasetInput,
    work: (gdal: Gdal, dataset: Dataset) => Promise<T>,
  ): Promise<T> {
    this.#gdal ??= this.#start();
    const gdal = await this.#gdal;
    this.#errors = [];
    const stem = `file${this.#count++}`;
    const paths = [...files.keys()].map((ending) => join(this.#folder, `${stem}.${ending}`));
    try {
      [...files.values()].forEach((bytes, i) => writeFileSync(paths[i] as string, bytes));
      const dataset = await this.#open(gdal, paths[0] as string, format, openOptions);
      try {
        return await work(gdal, dataset);
      } finally {
        await gdal.close(dataset);
      }
    } finally {
      for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  /** Writes areas as a GeoPackage or a zipped Shapefile. Throws an `Error` when GDAL does not. */
  async write(wish: PackedWish): Promise<Uint8Array> {
    this.#gdal ??= this.#start();
    const gdal = await this.#gdal;
    const stem = `given${this.#count++}`;
    try {
      const path = join(this.#folder, `${stem}.geojson`);
      writeGeoJson(path, wish);
      const { datasets } = await gdal.open(path);
      const dataset = datasets[0] as Dataset;
      try {
        const { all } = (await gdal.ogr2ogr(dataset, optionsFor(wish), `${stem}-written`)) as {
          all: { real: string }[];
        };
        const paths = all.map(({ real }) => real);
        return wish.format === 'shp' ? await zipped(paths, layerOf(wish.level)) : readFileSync(paths[0] as string);
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

  async #layersOf(gdal: Gdal, dataset: Dataset, format: FileFormat): Promise<Layer[]> {
    const { layers = [] } = (await gdal.ogrinfo(dataset, ['-so', '-al'])) as { layers?: Layer[] };
    if (layers.length === 0) throw this.#unreadable(format);
    return layers;
  }

  /** A layer by its number: in formats without layers it is called by the file's name on the disk, another at each opening. */
  async #layerOf(gdal: Gdal, dataset: Dataset, format: FileFormat, number: number): Promise<Layer> {
    const layer = (await this.#layersOf(gdal, dataset, format))[number];
    if (!layer) throw this.#unreadable(format);
    return layer;
  }

  async #readLayer(gdal: Gdal, dataset: Dataset, format: FileFormat, number: number): Promise<RawContent> {
    const layer = await this.#layerOf(gdal, dataset, format, number);
    const field = layer.geometryFields?.[0];
    const wkt = field?.coordinateSystem?.wkt;
    const crs = wkt ? crsOfWkt(wkt) : null;
    const options = crs && !crs.isDegrees ? ['-t_srs', 'EPSG:4326'] : [];
    const features = await this.#convert(gdal, dataset, format, layer, options);
    const notes = /Curve|MultiSurface/.test(typeOf(layer)) ? [CURVES] : [];
    return { format, features, notes, ...(crs ? { declaredCrs: crs.name } : {}) };
  }

  /** A layer's features as GeoJSON. */
  async #convert(
    gdal: Gdal,
    dataset: Dataset,
    format: FileFormat,
    layer: Layer,
    options: readonly string[],
  ): Promise<unknown[]> {
    const output = `layer${this.#count++}`;
    if (layer.name.startsWith('-')) throw unreadable('malformed', 'The layer’s name begins with a hyphen; rename it.');
    try {
      await gdal.ogr2ogr(dataset, [...TO_GEOJSON, ...options, layer.name], output);
    } catch {
      throw this.#unreadable(format);
    }
    const { features } = JSON.parse(readFileSync(join(this.#folder, `${output}.geojson`), 'utf8')) as {
      features: unknown[];
    };
    // GDAL gives what it could read; half a district must not pass for a whole one.
    const isDamaged = this.#errors.some((message) => message.startsWith('ERROR'));
    if (isDamaged || features.length < layer.featureCount) throw this.#unreadable(format);
    return features;
  }

  #unreadable(format: FileFormat): Fault {
    const reason = this.#errors[0]?.replaceAll(/\/(input|output|vsi\w+)\/\S*/g, 'the file').slice(0, 200);
    return unreadable(
      'truncated',
      `The ${format} file is damaged or breaks off${reason ? ` (${reason})` : ''}. Please export or copy it again.`,
    );
  }
}
