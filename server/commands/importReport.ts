import { writeFileSync } from 'node:fs';
import type { ImportReport } from '../core/coverage/intake/schemas.ts';

/** The steps of an import, as they are told. */
export const STEP_WORDS: Record<ImportReport['steps'][number]['step'], string> = {
  datum: 'Bringing positions to WGS84',
  lattice: 'Rounding to the lattice',
  repair: 'Repairing rings',
  fit: 'Fitting borders together',
  prove: 'Proving',
};

const NOTE_WORDS: Record<ImportReport['notes'][number], string> = {
  'outline-derived': 'No outline was given: the sum of the grids is taken for it.',
  'outline-in-force': 'No outline was given: the one in force has to be filled.',
  'unit-as-grid': 'No grids were given: each unit starts as one grid.',
  'district-as-grid': 'No units or grids were given: the district starts as one unit with one grid.',
  'units-from-codes': 'No units were given: they are made from the first four digits of the grids, and named by them.',
  'codes-assigned': 'Codes were given in the order of the files.',
};

/** Tells an import's report at the shell: the steps, what was assumed, the verdict, the first faults. */
export function tell(report: ImportReport): void {
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
export function waysOut({ faults, fileNotes = [] }: ImportReport): string {
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

/** Writes all faults of a report as GeoJSON, for a GIS program. */
export function writeFaults(path: string, report: ImportReport): void {
  const features = report.faults.map(({ at, ...properties }) => ({ type: 'Feature', properties, geometry: at }));
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
}
