import { randomInt, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock/clock.ts';
import type { SecondOpinion } from '../core/coverage/secondOpinion.ts';
import { judge } from '../coverage/opinion/judge.ts';
import { replaceOpinion } from '../coverage/opinion/opinionQueries.ts';
import { servedBy } from '../coverage/opinion/served.ts';
import { PublishedCoverages } from '../coverage/publishedCoverages.ts';
import { findGeneration, findGenerationAt } from '../coverage/queries.ts';
import type { Database } from '../db/database.ts';
import { runCommand, UsageError, withDatabase } from './commandLine.ts';

const USAGE = `Usage: npm run verify:postgis [-- --generation N] [--seed N]
Lets PostGIS judge a published generation (default: the one in force) as the database stores it, and stores its verdict.
  --generation N   another generation
  --seed N         the same random points as another time (0 to 4294967295)
Ends with 0 when PostGIS agrees.`;

const OPTIONS = { generation: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean' } } as const;
const LARGEST_SEED = 2 ** 32;

async function verifyPostgis(): Promise<number> {
  const { generation, seed, help } = readArguments();
  if (help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const opinion = await withDatabase((database, { district }) =>
    judgeAndStore(database, district, generation, seed ?? randomInt(LARGEST_SEED)),
  );
  tell(opinion);
  return opinion.ok ? 0 : 1;
}

function readArguments(): { generation?: number; seed?: number; help?: boolean } {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    return {
      generation: wholeNumber('--generation', values.generation, 2 ** 31),
      seed: wholeNumber('--seed', values.seed, LARGEST_SEED),
      help: values.help,
    };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`);
  }
}

function wholeNumber(name: string, text: string | undefined, below: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9]{1,10}$/.test(text) || Number(text) >= below)
    throw new Error(`${name} ${text} is no whole number below ${below}.`);
  return Number(text);
}

async function judgeAndStore(
  database: Database,
  district: string,
  chosen: number | undefined,
  seed: number,
): Promise<SecondOpinion> {
  const kysely = database.owner;
  const published = new PublishedCoverages(database.owner, district);
  const generation = chosen ?? (await findGenerationAt(kysely, district, systemClock()))?.number;
  if (generation === undefined) throw new UsageError(`District ${district} has no generation in force.`);
  const served = await servedBy(published, generation);
  const subject = { district, generation };
  if ('refused' in served && !(await exists(database, subject)))
    throw new UsageError(`District ${district} has no generation ${generation}.`);
  process.stdout.write(`Generation ${generation} of district ${district}\n`);
  const opinion = await judge({ kysely, subject, served, seed, now: systemClock, step: async () => {} });
  await replaceOpinion(kysely, { ...subject, claim: randomUUID() }, opinion);
  return opinion;
}

async function exists({ owner }: Database, { district, generation }: { district: string; generation: number }) {
  return (await findGeneration(owner, district, generation)) !== undefined;
}

function tell(opinion: SecondOpinion): void {
  const { allowedDifferenceSquareMetres: allowedArea, allowedHausdorffMetres: allowedDistance } = opinion;
  const lines: [string, number | null, string][] = [
    [`of ${opinion.grids} grids are not valid`, opinion.invalidGrids, ''],
    ['pairs of grids overlap', opinion.overlappingPairs, ''],
    [`of ${opinion.units} units differ from the union of their grids`, opinion.differingUnits, ''],
    [`of ${opinion.points} points (seed ${opinion.seed}) have another owner`, opinion.differingPoints, ''],
    [
      `between the union and the mandated outline (allowed ${shown(allowedArea)} m²)`,
      opinion.symmetricDifferenceSquareMetres,
      ' m²',
    ],
    [`Hausdorff distance to it (allowed ${shown(allowedDistance)} m)`, opinion.hausdorffMetres, ' m'],
  ];
  for (const [what, figure, unit] of lines)
    process.stdout.write(`${shown(figure).padStart(10)}${unit.padEnd(3)} ${what}\n`);
  for (const { message } of opinion.findings) process.stdout.write(`  ✗ ${message}\n`);
  const verdict = opinion.ok ? 'agrees' : 'does NOT agree';
  process.stdout.write(`\n${opinion.by} ${verdict} (${opinion.tookMilliseconds} ms).\n`);
}

const shown = (figure: number | null): string => (figure === null ? '?' : String(Math.round(figure * 10_000) / 10_000));

await runCommand(verifyPostgis);
