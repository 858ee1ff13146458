import { readFileSync } from 'node:fs';
import type { Grid } from '../../server/core/coverage/model.ts';
import { readFeatures } from '../../server/core/coverage/proof/validation.ts';
import { linesOfBasemap } from '../../server/core/drafting/basemapLines.ts';
import type { DraftInput, DraftLine, WeightedPoints } from '../../server/core/drafting/model.ts';
import { AreaReader } from '../../server/core/geometry/geoJson.ts';
import { readPlaces } from '../../server/places/readPlaces.ts';
import { randomSource } from '../unit/coverage/randomCoverage.ts';
import { blocksOfRegion, divideBlocks, draftGrids, draftUnits } from './built.ts';
import { type Division, type DivisionFigures, figuresOf } from './divisionFigures.ts';
import type { Row } from './measure.ts';
import { divideByMetis, hasMetis, METIS_COMMAND } from './metis.ts';

const LIMITS = { seconds: 3, deviation: 0.03, onLines: 0.85 };
/** Points are strewn so far around the demo's businesses, lattice units. */
const STREWN = 40_000;
const SEED = 1;

/** What is drafted, and whether the limits of the design hold for it. */
interface Case {
  what: string;
  /** One unit, each unit by itself, or the district as one region. */
  within: 'unit' | 'units' | 'region';
  count: number;
  points: number;
  isSkewed: boolean;
  hasLimits: boolean;
}

const CASES: readonly Case[] = [
  { what: 'in 6 units', within: 'units', count: 80, points: 100_000, isSkewed: false, hasLimits: true },
  { what: 'in one region', within: 'region', count: 80, points: 100_000, isSkewed: false, hasLimits: true },
  { what: 'in one unit', within: 'unit', count: 12, points: 100_000, isSkewed: false, hasLimits: true },
  { what: 'in 6 units, skewed weights', within: 'units', count: 80, points: 10_000, isSkewed: true, hasLimits: false },
  { what: 'in 6 units', within: 'units', count: 20, points: 10_000, isSkewed: false, hasLimits: false },
  { what: 'in 6 units', within: 'units', count: 300, points: 100_000, isSkewed: false, hasLimits: false },
];

type Ground = Pick<DraftInput, 'lines' | 'weights' | 'seed'> & { grids: Grid[]; units: string[] };
type Region = Pick<DraftInput, 'grids' | 'neighbours' | 'count'>;

/** First drafts of the demo district: how long they take, and ours beside METIS on the same blocks by the same yardstick. */
export async function benchDrafting(): Promise<Row[]> {
  const hasPeer = hasMetis();
  process.stderr.write(
    hasPeer
      ? `  beside METIS: ${METIS_COMMAND}\n`
      : '  METIS is not installed (Debian: metis); ours is measured alone\n',
  );
  const ground = demoGround();
  const points = (one: Case) => strewnPoints(one.points, one.isSkewed);
  return (await Promise.all(CASES.map(points))).flatMap((weights, i) =>
    measure({ ...ground, weights }, CASES[i] as Case, hasPeer),
  );
}

function measure(ground: Ground, one: Case, hasPeer: boolean): Row[] {
  const start = performance.now();
  const regions = draft(ground, one);
  const seconds = (performance.now() - start) / 1000;
  const ours: Division[] = [];
  const theirs: Division[] = [];
  for (const region of regions) {
    const input = { ...ground, ...region };
    const laid = blocksOfRegion(input);
    const began = performance.now();
    const { partOf } = divideBlocks(laid.graph, region.count, { seed: SEED, share: region.count / one.count });
    ours.push({ laid, ...region, partOf, seconds: (performance.now() - began) / 1000 });
    if (hasPeer) theirs.push({ laid, ...region, ...divideByMetis(laid.graph, region.count) });
  }
  return rowsOf(one, seconds, figuresOf(ours), hasPeer ? figuresOf(theirs) : null);
}

/** Drafts as the product does; gives the regions it has divided and into how many grids each. */
function draft({ grids, units, ...ground }: Ground, { within, count }: Case): Region[] {
  if (within === 'region') {
    draftGrids({ ...ground, grids, neighbours: [], count });
    return [{ grids, neighbours: [], count }];
  }
  const wanted = within === 'unit' ? units.slice(0, 1) : units;
  return draftUnits({ ...ground, grids, units: wanted, count }).units.map(({ unit, parts }) => ({
    grids: grids.filter(({ code }) => code.startsWith(unit)),
    neighbours: grids.filter(({ code }) => !code.startsWith(unit)),
    count: parts.length,
  }));
}

function rowsOf(one: Case, seconds: number, ours: DivisionFigures, theirs: DivisionFigures | null): Row[] {
  const size = `${one.points} points, ${one.count} grids ${one.what}`;
  const row = (what: string, of: (figures: DivisionFigures) => number, unit: string, limit?: Limit): Row => ({
    what,
    size,
    ours: of(ours),
    unit,
    peer: 'METIS',
    ...(theirs ? { theirs: of(theirs) } : {}),
    target: limit && one.hasLimits ? limit.target : 'stated',
    met: limit && one.hasLimits ? limit.isMet(of(ours), theirs && of(theirs)) : null,
  });
  const most = (limit: number, target: string): Limit => ({ target, isMet: (value) => value <= limit });
  return [
    {
      what: 'first draft',
      size,
      ours: seconds,
      unit: 's',
      target: one.hasLimits ? `≤ ${LIMITS.seconds} s` : 'stated',
      met: one.hasLimits ? seconds <= LIMITS.seconds : null,
    },
    row('  of it handing out the blocks', (figures) => figures.seconds, 's'),
    row('  largest deviation', ({ deviation }) => deviation * 100, '%', most(LIMITS.deviation * 100, '≤ 3 %')),
    row('  borders on lines', ({ onLines }) => onLines * 100, '%', {
      target: '≥ 85 %',
      isMet: (value) => value >= LIMITS.onLines * 100,
    }),
    row('  least Polsby-Popper', ({ leastCompactness }) => leastCompactness, '', {
      target: 'not below METIS',
      isMet: (value, peer) => (peer === null ? null : value >= peer),
    }),
    row('  mean Polsby-Popper', ({ meanCompactness }) => meanCompactness, ''),
  ];
}

interface Limit {
  target: string;
  isMet: (ours: number, theirs: number | null) => boolean | null;
}

const demo = (name: string): string => readFileSync(new URL(`../../data/demo/${name}`, import.meta.url), 'utf8');
const features = (name: string) => JSON.parse(demo(name)) as GeoJSON.FeatureCollection;

function demoGround(): Omit<Ground, 'weights'> {
  const collection = features('grids.geojson');
  const grids = readFeatures(collection, new AreaReader(), '').map(({ area }, i): Grid => {
    const code = String(collection.features[i]?.properties?.['code']);
    return { id: code, code, name: code, revision: 1, area };
  });
  const lines = ['streets.geojson', 'water.geojson'].flatMap((name) => linesIn(features(name)));
  return { grids, lines, units: [...new Set(grids.map(({ code }) => code.slice(0, 4)))], seed: SEED };
}

function linesIn({ features: list }: GeoJSON.FeatureCollection): DraftLine[] {
  return linesOfBasemap({
    type: 'FeatureCollection',
    features: list.map((feature) => ({ ...feature, properties: { kind: 'street', ...feature.properties } })),
  });
}

/** Points around the demo's businesses, all of weight 1 or, skewed, half of 1 and ever fewer up to 50. */
async function strewnPoints(count: number, isSkewed: boolean): Promise<WeightedPoints> {
  const businesses = await readPlaces(demo('businesses.csv'), null);
  const random = randomSource(1);
  const [x, y] = [new Int32Array(count), new Int32Array(count)];
  const weight = new Float64Array(count).fill(1);
  for (let i = 0; i < count; i++) {
    const near = businesses[Math.floor(random() * businesses.length)];
    x[i] = (near?.x ?? 0) + Math.round((random() - 0.5) * STREWN);
    y[i] = (near?.y ?? 0) + Math.round((random() - 0.5) * STREWN);
    if (isSkewed) weight[i] = Math.min(50, Math.floor(1 / (1 - random())));
  }
  return { x, y, weight };
}
