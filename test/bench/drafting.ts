import { readFileSync } from 'node:fs';
import type { Grid } from '../../server/core/coverage/model.ts';
import { readFeatures } from '../../server/core/coverage/validation.ts';
import { linesOfBasemap } from '../../server/core/drafting/basemapLines.ts';
import { draftUnits, type UnitsDraft } from '../../server/core/drafting/draftUnits.ts';
import type { DraftLine, WeightedPoints } from '../../server/core/drafting/model.ts';
import { AreaReader } from '../../server/core/geometry/geoJson.ts';
import { readPlaces } from '../../server/core/places/readPlaces.ts';
import { randomSource } from '../unit/coverage/randomCoverage.ts';
import type { Row } from './measure.ts';

const POINTS = 100_000;
const LIMIT_SECONDS = 20;
/** Points are strewn so far around the demo's businesses, lattice units. */
const STREWN = 40_000;

const demo = (name: string): string => readFileSync(new URL(`../../data/demo/${name}`, import.meta.url), 'utf8');
const features = (name: string) => JSON.parse(demo(name)) as GeoJSON.FeatureCollection;

/** A first draft of the demo district and of one unit of it, with 100,000 weighted points: time, balance and borders on lines. */
export async function benchDrafting(): Promise<Row[]> {
  const collection = features('grids.geojson');
  const grids = readFeatures(collection, new AreaReader(), '').map(({ area }, i): Grid => {
    const code = String(collection.features[i]?.properties?.['code']);
    return { id: code, code, name: code, revision: 1, area };
  });
  const lines = ['streets.geojson', 'water.geojson'].flatMap((name) => linesIn(features(name)));
  const units = [...new Set(grids.map(({ code }) => code.slice(0, 4)))];
  const weights = strewnPoints();
  return [
    ...measure(`${POINTS} points, 80 grids in ${units.length} units`, () =>
      draftUnits({ grids, units, lines, weights, count: 80, seed: 1 }),
    ),
    ...measure('one unit of it, 12 grids', () =>
      draftUnits({ grids, units: ['0501'], lines, weights, count: 12, seed: 1 }),
    ),
  ];
}

function linesIn({ features: list }: GeoJSON.FeatureCollection): DraftLine[] {
  return linesOfBasemap({
    type: 'FeatureCollection',
    features: list.map((feature) => ({ ...feature, properties: { kind: 'street', ...feature.properties } })),
  });
}

/** Points around the demo's businesses. */
function strewnPoints(): WeightedPoints {
  const businesses = readPlaces(demo('businesses.csv'), null);
  const random = randomSource(1);
  const [x, y] = [new Int32Array(POINTS), new Int32Array(POINTS)];
  for (let i = 0; i < POINTS; i++) {
    const near = businesses[Math.floor(random() * businesses.length)];
    x[i] = (near?.x ?? 0) + Math.round((random() - 0.5) * STREWN);
    y[i] = (near?.y ?? 0) + Math.round((random() - 0.5) * STREWN);
  }
  return { x, y, weight: new Float64Array(POINTS).fill(1) };
}

function measure(size: string, work: () => UnitsDraft): Row[] {
  const start = performance.now();
  const { units } = work();
  const seconds = (performance.now() - start) / 1000;
  const off = Math.max(...units.map(({ balance }) => balance.largestDeviation));
  const onLines = Math.min(...units.map(({ shareOfBorderOnLines }) => shareOfBorderOnLines));
  return [
    {
      what: 'first draft',
      size,
      ours: seconds,
      unit: 's',
      target: `≤ ${LIMIT_SECONDS} s`,
      met: seconds <= LIMIT_SECONDS,
    },
    { what: '  largest deviation from its unit’s mean', size, ours: off * 100, unit: '%', target: 'stated', met: null },
    { what: '  least share of borders on lines', size, ours: onLines * 100, unit: '%', target: 'stated', met: null },
  ];
}
