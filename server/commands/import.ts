import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { type PlannedImport, planImport } from '../core/coverage/intake/planImport.ts';
import type { FileNote, ImportReport } from '../core/coverage/intake/schemas.ts';
import type { Crs } from '../core/coverage/schemas.ts';
import { BoundaryFiles } from '../coverage/files/boundaryFiles.ts';
import { publish } from '../coverage/publication.ts';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { prepareServer } from '../db/requirements.ts';
import { runCommand, UsageError } from './commandLine.ts';

const USAGE = `Usage: npm run import -- --district FILE [--units FILE] [--grids FILE]
  --crs wgs84|cgcs2000|gcj02|bd09   the datum of the files (default wgs84)
  --snap-metres N                   join vertices that lie within N metres (default 0)
  --assign-codes                    number areas in the order of the files instead of reading their codes
  --note TEXT                       what to remember of this publication
  --faults FILE                     write the faults that remain as GeoJSON
  --dry-run                         report only, publish nothing
Files: GeoJSON, zipped Shapefile, GeoPackage, KML, TopoJSON, FlatGeobuf. --district may be left out when --grids is given.`;

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
  const planned = await plan(values, config.district);
  tell(planned.report);
  if (values.faults) writeFaults(values.faults, planned.report);
  if (!planned.report.ok) {
    process.stdout.write(`\nNothing was published: ${waysOut(planned.report)}.\n`);
    return 1;
  }
  if (values['dry-run']) return 0;
  return publishPlanned(planned, values, config);
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

async function plan(values: Arguments, districtCode: string): Promise<PlannedImport> {
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
    const district = await read(values.district, true);
    const [units, grids] = [await read(values.units, false), await read(values.grids, false)];
    const options = {
      crs: values.crs as Crs,
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

const STEP_WORDS: Record<ImportReport['steps'][number]['step'], string> = {
  datum: 'Bringing positions to WGS84',
  lattice: 'Rounding to the lattice',
  repair: 'Repairing rings',
  fit: 'Fitting borders together',
  prove: 'Proving',
};

const NOTE_WORDS: Record<ImportReport['notes'][number], string> = {
  'outline-derived': 'No outline was given: the sum of the grids is taken for it.',
  'unit-as-grid': 'No grids were given: each unit starts as one grid.',
  'district-as-grid': 'No units or grids were given: the district starts as one unit with one grid.',
  'units-from-codes': 'No units were given: they are made from the first four digits of the grids, and named by them.',
  'codes-assigned': 'Codes were given in the order of the files.',
};

function tell(report: ImportReport): void {
  for (const { step, counts } of report.steps) {
    const numbers = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
    process.stdout.write(`${STEP_WORDS[step]}: ${numbers.join(', ')}\n`);
  }
  for (const note of report.notes) process.stdout.write(`${NOTE_WORDS[note]}\n`);
  const { grids, units } = report.counts;
  // Without a proof there is no area to speak of: what overlaps would count twice.
  const area = report.ok ? `, ${(report.areaSquareMetres / 1e6).toFixed(3)} km²` : '';
  process.stdout.write(`\n${counted(units, 'unit')}, ${counted(grids, 'grid')}${area}\n`);
  process.stdout.write(
    report.ok ? 'Proven: no gap, no overlap, nothing outside.\n' : `NOT proven: ${verdict(report)}.\n`,
  );
  for (const fault of report.faults.slice(0, 20)) {
    const [x, y] = firstPosition(fault.at);
    process.stdout.write(`  ${fault.severity === 'error' ? '✗' : '!'} ${fault.kind} at ${x}, ${y}: ${fault.message}\n`);
  }
  if (report.faults.length > 20)
    process.stdout.write(`  … and ${report.faults.length - 20} more (--faults FILE writes them all)\n`);
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

function verdict({ faults, truncated, fileNotes = [] }: ImportReport): string {
  const errors = faults.filter(({ severity }) => severity === 'error').length;
  if (errors === 0 && fileNotes.some(({ severity }) => severity === 'error'))
    return 'the files hold more than was read';
  const warnings = faults.length - errors;
  return `${counted(errors, 'fault')}${truncated ? ' or more' : ''}${warnings > 0 ? `, ${counted(warnings, 'warning')}` : ''}`;
}

/** What may help, by what is wrong. */
function waysOut({ faults, fileNotes = [] }: ImportReport): string {
  const [missing] = fileNotes.filter(({ severity }) => severity === 'error');
  if (missing) return `${missing.message[0]?.toLowerCase()}${missing.message.slice(1, -1)}`;
  const errors = faults.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 && errors.every(({ kind }) => kind === 'wrong-parent'))
    return 'mend the codes, set GRIDWARDEN_DISTRICT to the district they belong to, or let --assign-codes give new ones';
  return 'mend the faults, or try a wider --snap-metres';
}

function firstPosition(at: GeoJSON.Geometry): number[] {
  let place: unknown = 'coordinates' in at ? at.coordinates : [];
  while (Array.isArray(place) && Array.isArray(place[0])) place = place[0];
  return (place as number[]).map((value) => Math.round(value * 1e6) / 1e6);
}

function writeFaults(path: string, report: ImportReport): void {
  const features = report.faults.map(({ at, ...properties }) => ({ type: 'Feature', properties, geometry: at }));
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
}

async function publishPlanned(
  { candidate }: PlannedImport,
  values: Arguments,
  config: ReturnType<typeof readConfig>,
): Promise<number> {
  process.stderr.write('Publishing …\n');
  const database = await openDatabase(config);
  try {
    if (database.kind === 'server') await prepareServer(database.kysely);
    await migrate(database.kysely);
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
    const certificate = await publish(database.kysely, publication, new Date());
    process.stdout.write(`\nPublished as generation ${certificate.generation}. Certificate ${certificate.sha256}\n`);
    return 0;
  } finally {
    await database.close();
  }
}

await runCommand(importBoundaries);
