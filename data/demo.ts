/**
 * `npm run demo`: draws the demo district into `data/demo/`, or divides a given outline:
 * `npm run demo -- --district FILE [--feature NAME] [--crs wgs84|cgcs2000|gcj02|bd09] [--seed N] [--grids-per-unit N|N,N,…] [--out DIR]`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Crs } from '../server/core/coverage/schemas.ts';
import { Fault } from '../server/core/fault.ts';
import { areaSquareMetres } from '../server/core/geometry/area.ts';
import { DEMO_GRIDS_PER_UNIT, DEMO_SEED, demoPlan } from './generator/demoPlan.ts';
import { writeFiles } from './generator/files.ts';
import { type DemoDistrict, generateDistrict, type Plan } from './generator/generate.ts';
import { nameDistrict, readDistrict } from './generator/readDistrict.ts';

const DATUMS: readonly string[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] satisfies Crs[];

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new Fault('invalid-input', `--${option} wants a whole number from 0 to ${most}, not "${text}".`);
}

function gridsPerUnit(text: string): number[] {
  const counts = text.split(',').map((part) => Math.max(1, wholeNumber('grids-per-unit', part, 99)));
  return counts.length === 1 ? DEMO_GRIDS_PER_UNIT.map(() => counts[0] as number) : counts;
}

function datum(text: string): Crs {
  if (DATUMS.includes(text)) return text as Crs;
  throw new Fault('invalid-input', `--crs is one of ${DATUMS.join(', ')}, not "${text}".`);
}

/** What the command line asks for, and where to put it. Dividing a given outline never writes over the demo district. */
function readCommand(args: readonly string[]): { plan: Plan; out: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      district: { type: 'string' },
      feature: { type: 'string' },
      crs: { type: 'string', default: 'wgs84' },
      seed: { type: 'string', default: String(DEMO_SEED) },
      'grids-per-unit': { type: 'string', default: DEMO_GRIDS_PER_UNIT.join(',') },
      out: { type: 'string' },
    },
  });
  const seed = wholeNumber('seed', values.seed, 4294967295);
  const drawn = { ...demoPlan(seed), gridsPerUnit: gridsPerUnit(values['grids-per-unit']) };
  const demoFolder = join(dirname(fileURLToPath(import.meta.url)), 'demo');
  if (values.district === undefined) return { plan: drawn, out: values.out ?? demoFolder };
  const { outline, name } = readDistrict(values.district, datum(values.crs), values.feature);
  return {
    plan: { ...drawn, outline, district: nameDistrict(drawn.district, name) },
    out: values.out ?? join('var', 'demo'),
  };
}

/** What was drawn, in a few lines. */
function describe({ district, outline, units, grids, courses, addresses, businesses, report }: DemoDistrict): string {
  const sizes = grids.map(({ area }) => areaSquareMetres(area) / 1e6);
  const streets = new Set(courses.filter(({ kind }) => kind !== 'river').map(({ name }) => name)).size;
  return [
    `${district.code} ${district.name}: ${(areaSquareMetres(outline) / 1e6).toFixed(2)} km², proven at three levels`,
    `${units.length} units, ${grids.length} grids of ${Math.min(...sizes).toFixed(2)} to ${Math.max(...sizes).toFixed(2)} km² with ${report.vertices} vertices, from ${report.blocks} blocks`,
    `${streets} streets, ${addresses.length} addresses, ${businesses.length} businesses`,
    `${report.addedCorners} corners added to the outline, which bends it by ${report.bendLatticeUnits.toFixed(2)} lattice units (1 unit is about 1 cm) at most`,
  ].join('\n');
}

function main(): void {
  const { plan, out } = readCommand(process.argv.slice(2));
  const district = generateDistrict(plan);
  mkdirSync(out, { recursive: true });
  for (const [name, text] of writeFiles(district)) writeFileSync(join(out, name), text);
  process.stdout.write(`${describe(district)}\nwritten to ${out}\n`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof Fault) && !(error instanceof Error && 'code' in error)) throw error;
  const reasons =
    error instanceof Fault ? [error.detail, ...error.errors.map((e) => `${e.path}: ${e.message}`)] : [error.message];
  process.stderr.write(`${reasons.join('\n')}\n`);
  process.exitCode = 1;
}
