import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Fixtures in binary formats, written by GDAL from GeoJSON when the tests run. */

interface Gdal {
  open(path: string): Promise<{ datasets: unknown[] }>;
  ogr2ogr(dataset: unknown, options: string[], outputName: string): Promise<unknown>;
  close(dataset: unknown): Promise<void>;
}

let folder: string | null = null;
/** No name is used twice: the file system of WebAssembly remembers names that are gone. */
let count = 0;
let started: Promise<Gdal> | null = null;

function start(): Promise<Gdal> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('gdal3.js/node.js');
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-fixtures-'));
  const initialise = require(entry) as (config: object) => Promise<Gdal>;
  return initialise({
    path: relative(process.cwd(), join(dirname(entry), 'dist', 'package')),
    dest: folder,
    logHandler: () => undefined,
    errorHandler: () => undefined,
  });
}

/** Writes a GeoJSON object in another format; the files it is made of, by ending. */
export async function writeAs(driver: string, geoJson: object, options: string[] = []): Promise<Map<string, Buffer>> {
  started ??= start();
  const gdal = await started;
  const home = folder as string;
  const input = join(home, `input${count}.geojson`);
  writeFileSync(input, JSON.stringify(geoJson));
  const { datasets } = await gdal.open(input);
  await gdal.ogr2ogr(datasets[0], ['-f', driver, ...options], `fixture${count}`);
  await gdal.close(datasets[0]);
  const files = readdirSync(home).filter((name) => name.startsWith(`fixture${count}.`));
  const result = new Map(files.map((name) => [name.slice(name.lastIndexOf('.') + 1), readFileSync(join(home, name))]));
  for (const name of [...files, `input${count}.geojson`]) rmSync(join(home, name));
  count++;
  return result;
}

export const removeFixtures = (): void => {
  if (folder) rmSync(folder, { recursive: true, force: true });
};

const square = (x: number, y: number): number[][][] => [
  [
    [109 + x, 34.2 + y],
    [109.01 + x, 34.2 + y],
    [109.01 + x, 34.21 + y],
    [109 + x, 34.21 + y],
    [109 + x, 34.2 + y],
  ],
];

/** Two neighbouring grids of a hundredth of a degree. */
export const twoGrids = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: '050101', name: '安宁社区' },
      geometry: { type: 'Polygon', coordinates: square(0, 0) },
    },
    {
      type: 'Feature',
      properties: { code: '050102', name: '柳沟村' },
      geometry: { type: 'Polygon', coordinates: square(0.01, 0) },
    },
  ],
};
