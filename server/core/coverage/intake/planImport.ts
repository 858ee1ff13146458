import { Fault } from '../../fault.ts';
import { areaSquareMetres } from '../../geometry/area.ts';
import { AreaReader } from '../../geometry/geoJson.ts';
import type { Area } from '../../geometry/lattice.ts';
import { projectionFrom } from '../datum.ts';
import type { CoverageFault, Named } from '../model.ts';
import { outlineOf } from '../outlines.ts';
import { proveThreeLevels } from '../proof/levels.ts';
import { proveCoverage } from '../proof/proof.ts';
import { refuseErrors } from '../proof/validation.ts';
import type { Crs } from '../schemas.ts';
import { datumNotes } from './datumNotes.ts';
import { type NamedAreas, nameAreas, unitsFull } from './nameAreas.ts';
import { readLayer } from './readLayer.ts';
import type { FileNote, ImportReport } from './schemas.ts';
import { snapNotes } from './snapNotes.ts';
import { takeIn } from './takeIn.ts';

/** The files of an import as features with `code` and `name`; at least one of district and grids is needed. */
export interface ImportInput {
  /** The two digits of the district the service runs. */
  districtCode: string;
  district: GeoJSON.FeatureCollection | null;
  /** Is that the outline in force, since no file with one was given? */
  isOutlineInForce?: boolean;
  units: GeoJSON.FeatureCollection | null;
  grids: GeoJSON.FeatureCollection | null;
  crs: Crs;
  snapMetres: number;
  /** Give codes in the order of the files to areas that have none of their own. */
  assignCodes: boolean;
  /** What the readers say of the files. */
  fileNotes?: readonly FileNote[];
  /** The units that areas without codes are numbered in, where no file of units is given. */
  unitsInForce?: readonly (Named & { area: Area })[];
  /** How many of the grids come from the file, the first ones; all when absent. */
  fileAreas?: number;
  /** The system that file names, and the district's outline in force, to see whether the datum can be right. */
  declaredCrs?: string | undefined;
  outlineInForce?: Area | null;
}

/** A partition ready to be published, if its report has no faults. */
export interface ImportCandidate {
  district: Named;
  mandated: Area;
  working: Area;
  units: Named[];
  unitAreas: [string, Area][];
  grids: (Named & { area: Area })[];
}

export interface PlannedImport {
  report: ImportReport;
  candidate: ImportCandidate;
}

/** Tells how far a long import has come: a step's name and, for repeated ones, which round it is in. */
export type OnStep = (step: ImportReport['steps'][number]['step'], detail?: string) => void;

/**
 * Takes boundaries in: datum, lattice, repair, snapping, noding, proof, each step counted. Nothing is mended that a step does not
 * name, and what is left stands in the report with its place. Without grids each unit starts as one grid, without units the district
 * starts as one unit, and without an outline, none being in force, the sum of the grids is taken for it, all said in the report.
 */
export function planImport(input: ImportInput, onStep: OnStep = () => {}): PlannedImport {
  const steps: ImportReport['steps'] = [];
  const did = (step: ImportReport['steps'][number]['step'], counts: Record<string, number>) =>
    steps.push({ step, counts });
  onStep('datum');
  const reader = new AreaReader(projectionFrom(input.crs));
  const district = readLayer(input.district, reader, '/district');
  const units = readLayer(input.units, reader, '/units');
  const grids = readLayer(input.grids, reader, '/grids');
  refuseErrors(reader);
  if (!district && !grids)
    throw new Fault('invalid-input', 'A file with the district or with its grids is needed.', [
      { path: '/district', message: 'is missing' },
    ]);
  const { repeatedPoints, turnedRings, droppedOrdinates } = reader.counts;
  did('datum', { shifted: projectionFrom(input.crs) ? 1 : 0 });
  did('lattice', { repeatedPoints, turnedRings, droppedOrdinates });

  const given = district ? district.areas.flat() : null;
  const cells = grids ?? units ?? { areas: [given ?? []], codes: [''], names: [''] };
  const isUnitsApart = grids !== null && units !== null;
  const taken = takeIn(
    { outline: given, units: isUnitsApart ? units.areas : [], grids: cells.areas },
    input.snapMetres,
    (round) => onStep('fit', String(round)),
  );
  const { spikes, emptyRings, snappedVertices, pulledToOutline, insertedVertices, farthestMoveMetres, rounds } =
    taken.counts;
  did('repair', { repeatedPoints: taken.counts.repeatedPoints, spikes, emptyRings });
  did('fit', {
    snappedVertices,
    pulledToOutline,
    insertedVertices,
    farthestMoveMetres: Math.round(farthestMoveMetres * 1000) / 1000,
    snapsLeftOut: taken.counts.snapsLeftOut,
    rounds,
  });

  onStep('prove');
  const named = nameAreas(input, district, units, cells, grids !== null, taken.units, taken.grids);
  const outline = taken.outline ?? derivedOutline(taken.grids);
  const candidate: ImportCandidate = {
    district: { code: input.districtCode, name: district?.names[0] || named.units[0]?.name || input.districtCode },
    mandated: given ?? outline,
    working: outline,
    units: named.units,
    unitAreas: isUnitsApart
      ? named.units.flatMap(({ code }, i): [string, Area][] => (taken.units[i] ? [[code, taken.units[i]]] : []))
      : [],
    grids: named.grids,
  };
  const proof = proveCandidate(candidate);
  did('prove', {
    vertices: proof.counts.vertices,
    edges: proof.counts.edges,
    faults: proof.faults.filter((f) => f.severity === 'error').length,
  });
  const fileNotes = [
    // Codes that are given anew make those of the file of no interest.
    ...(input.fileNotes ?? []).filter(({ note }) => !input.assignCodes || !note.startsWith('codes-')),
    ...snapNotes(taken.leftOut),
    ...datumNotes({
      areas: (grids ?? units ?? { areas: district?.areas ?? [] }).areas.slice(0, input.fileAreas),
      crs: input.crs,
      declaredCrs: input.declaredCrs,
      outlineInForce: input.outlineInForce ?? null,
    }),
    ...unitsFull(named.full),
  ];
  const report: ImportReport = {
    ok: proof.ok && fileNotes.every(({ severity }) => severity !== 'error'),
    steps,
    notes: notesOf(input, named),
    fileNotes,
    faults: proof.faults,
    truncated: proof.truncated,
    counts: {
      grids: candidate.grids.length,
      units: candidate.units.length,
      gaps: proof.counts.gaps,
      overlaps: proof.counts.overlaps,
    },
    areaSquareMetres: Math.round(areaSquareMetres(candidate.working)),
    mandatedAreaSquareMetres: Math.round(areaSquareMetres(candidate.mandated)),
  };
  return { report, candidate };
}

/** The sum of the grids when they do not overlap; when they do there is no outline to speak of, and the proof says where. */
function derivedOutline(grids: readonly Area[]): Area {
  return proveCoverage(
    grids.map((area, i) => ({ name: String(i), area })),
    null,
  ).ok
    ? outlineOf(grids)
    : [];
}

function proveCandidate(candidate: ImportCandidate): {
  ok: boolean;
  faults: CoverageFault[];
  truncated: boolean;
  counts: { vertices: number; edges: number; gaps: number; overlaps: number };
} {
  const labelled = candidate.grids.map((grid, i) => ({ ...grid, id: grid.code, code: labelOf(grid, i), revision: 1 }));
  if (candidate.working.length === 0)
    return proveCoverage(
      labelled.map(({ code, area }) => ({ name: code, area })),
      null,
    );
  return proveThreeLevels(
    { district: candidate.district, outline: candidate.mandated, units: candidate.units, grids: labelled },
    new Map(candidate.unitAreas),
  );
}

/** What a grid is called in faults: its code, else its name, else its number in the file; neither of these passes for a code. */
function labelOf({ code, name }: Named, index: number): string {
  if (code !== '') return code;
  return name === '' || /^[0-9]{6}$/.test(name) ? `#${index + 1}` : name;
}

function notesOf(input: ImportInput, named: NamedAreas): ImportReport['notes'] {
  const notes: ImportReport['notes'] = [];
  if (!input.district) notes.push('outline-derived');
  if (input.isOutlineInForce) notes.push('outline-in-force');
  if (!input.grids) notes.push(input.units ? 'unit-as-grid' : 'district-as-grid');
  if (input.grids && !input.units) notes.push('units-from-codes');
  if (named.numbered > 0) notes.push('codes-assigned');
  return notes;
}
