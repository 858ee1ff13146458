import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock/clock.ts';
import { readConfig } from '../config.ts';
import { type PlannedImport, planImport } from '../core/coverage/intake/planImport.ts';
import type { FileNote } from '../core/coverage/intake/schemas.ts';
import type { Crs } from '../core/coverage/schemas.ts';
import { outlineInForce } from '../coverage/givenOutline.ts';
import { publish } from '../coverage/publication.ts';
import { openDatabase } from '../db/database.ts';
import { embeddedFiles } from '../db/embeddedFiles.ts';
import { sqlStateOf } from '../db/transaction.ts';
import { BoundaryFiles } from '../files/boundaryFiles.ts';
import { runCommand, UsageError, withDatabase } from './commandLine.ts';
import { STEP_WORDS, tell, waysOut, writeFaults } from './importReport.ts';

const USAGE = `Usage: npm run import -- --district FILE [--units FILE] [--grids FILE]
  --crs wgs84|cgcs2000|gcj02|bd09   the datum of the files (default wgs84)
  --snap-metres N                   join vertices that lie within N metres (default 0)
  --assign-codes                    number areas in the order of the files instead of reading their codes
  --note TEXT                       what to remember of this publication
  --faults FILE                     write the faults that remain as GeoJSON
  --dry-run                         report only, publish nothing
Files: GeoJSON, zipped Shapefile, GeoPackage, KML, TopoJSON, FlatGeobuf. --district may be left out when --grids is given:
the grids then have to fill the outline in force, or make the first one.`;

/** PostgreSQL's state for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

const OPTIONS = {
  district: { type: 'string' },
  units: { type: 'string' },
  grids: { type: 'string' },
  crs: { type: 'string', default: 'wgs84' },
  'snap-metres': { type: 'string', default: '0' },
  'assign-codes': { type: 'boolean', default: false },
  note: { type: 'string' },
  faults: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Arguments = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

async function importBoundaries(): Promise<number> {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const config = readConfig(process.env);
  // Grids alone have to fill the outline in force, which only the database has.
  const standing = values.district ? null : await standingOutline(config, crsOf(values));
  const planned = await plan(values, config.district, standing);
  tell(planned.report);
  if (values.faults) writeFaults(values.faults, planned.report);
  if (!planned.report.ok) {
    process.stdout.write(`\nNothing was published: ${waysOut(planned.report)}.\n`);
    return 1;
  }
  if (values['dry-run']) return 0;
  return publishPlanned(planned, values);
}

function readArguments(): Arguments {
  let values: Arguments;
  try {
    ({ values } = parseArgs({ options: OPTIONS }));
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`);
  }
  if (values.help) return values;
  if (!values.district && !values.grids) throw new UsageError(USAGE);
  if (!['wgs84', 'cgcs2000', 'gcj02', 'bd09'].includes(values.crs))
    throw new UsageError(`--crs ${values.crs} is not known.\n\n${USAGE}`);
  const metres = Number(values['snap-metres']);
  if (!(metres >= 0 && metres <= 100)) throw new UsageError('--snap-metres must be between 0 and 100.');
  return values;
}

const crsOf = (values: Arguments): Crs => values.crs as Crs;

async function plan(
  values: Arguments,
  districtCode: string,
  standing: GeoJSON.FeatureCollection | null,
): Promise<PlannedImport> {
  const reader = new BoundaryFiles();
  try {
    const fileNotes: FileNote[] = [];
    const read = async (path: string | undefined, isOutline: boolean) => {
      if (!path) return null;
      process.stderr.write(`Reading ${basename(path)} …\n`);
      const { features, format, declaredCrs, counts, notes } = await reader.readFeatures(
        readFileSync(path),
        basename(path),
        { district: districtCode },
      );
      process.stdout.write(
        `${basename(path)}: ${format}, ${counts.features} areas, ${counts.vertices} vertices${declaredCrs ? `, ${declaredCrs}` : ''}\n`,
      );
      const told = notes.filter(({ note }) => !isOutline || !note.startsWith('codes-'));
      for (const { message } of told) process.stdout.write(`  ${message}\n`);
      fileNotes.push(...told);
      return features;
    };
    const district = (await read(values.district, true)) ?? standing;
    const [units, grids] = [await read(values.units, false), await read(values.grids, false)];
    const options = {
      crs: crsOf(values),
      isOutlineInForce: standing !== null,
      snapMetres: Number(values['snap-metres']),
      assignCodes: values['assign-codes'],
    };
    return planImport({ districtCode, district, units, grids, fileNotes, ...options }, (step, detail) =>
      process.stderr.write(`${STEP_WORDS[step]}${detail ? ` (${detail})` : ''} …\n`),
    );
  } finally {
    await reader.close();
  }
}

async function publishPlanned({ candidate }: PlannedImport, values: Arguments): Promise<number> {
  process.stderr.write('Publishing …\n');
  const note =
    values.note ??
    [values.district, values.units, values.grids].flatMap((path) => (path ? [basename(path)] : [])).join(', ');
  const publication = {
    ...candidate,
    unitAreas: new Map(candidate.unitAreas),
    note,
    actor: 'command line',
    address: null,
  };
  const certificate = await withDatabase(({ owner }) => publish(owner, publication, systemClock()));
  process.stdout.write(`\nPublished as generation ${certificate.generation}. Certificate ${certificate.sha256}\n`);
  return 0;
}

/** The outline in force. A dry run changes nothing, so no database is made or brought up to date for it: one without tables has none. */
async function standingOutline(
  config: ReturnType<typeof readConfig>,
  crs: Crs,
): Promise<GeoJSON.FeatureCollection | null> {
  if (config.databaseUrl === null && !existsSync(embeddedFiles(config.dataDir).cluster)) return null;
  const database = await openDatabase(config);
  try {
    return await outlineInForce(database.owner, config.district, systemClock(), crs);
  } catch (error) {
    if (sqlStateOf(error) === UNDEFINED_TABLE) return null;
    throw error;
  } finally {
    await database.close();
  }
}

await runCommand(importBoundaries);
