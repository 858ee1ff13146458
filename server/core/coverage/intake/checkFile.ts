import { AreaReader, toGeoJson } from '../../geometry/geoJson.ts';
import { type Area, vertexCount } from '../../geometry/lattice.ts';
import { projectionFrom } from '../datum.ts';
import { type Member, proveCoverage } from '../proof/proof.ts';
import { codesGivenTwice, firstFaults, readFeatures, refuseErrors } from '../proof/validation.ts';
import type { Crs } from '../schemas.ts';
import { datumNotes } from './datumNotes.ts';
import { propertyText } from './propertyText.ts';
import type { CheckedFile, FileDescription } from './schemas.ts';
import { snapNotes } from './snapNotes.ts';
import { takeIn } from './takeIn.ts';

/** A file to be checked, already read into features, and how. */
export interface CheckInput {
  file: GeoJSON.FeatureCollection;
  /** The outline it must fill: all polygons of a second file together. */
  parent: GeoJSON.FeatureCollection | null;
  crs: Crs;
  snapMetres: number;
  /** What was read from the files, whose notes count: what a file holds and was left out makes the answer not ok. */
  description: FileDescription;
  parentDescription: FileDescription | null;
  /** The district's outline in force, to see whether the datum can be right. */
  outlineInForce?: Area | null;
}

/** Checks a file of any format: the same verdict as for GeoJSON, after snapping where that was asked for. */
export function checkFile(input: CheckInput): CheckedFile {
  const { file, parent, crs, snapMetres, description, parentDescription } = input;
  const reader = new AreaReader(projectionFrom(crs));
  const members = namedByWords(readFeatures(file, reader, '/file'), file);
  const given = parent ? readFeatures(parent, reader, '/parent').flatMap(({ area }) => area) : null;
  refuseErrors(reader);
  const fitted =
    snapMetres > 0 ? takeIn({ outline: given, units: [], grids: members.map(({ area }) => area) }, snapMetres) : null;
  const areas = fitted?.grids ?? members.map(({ area }) => area);
  const proof = proveCoverage(
    members.map((member, i) => ({ ...member, area: areas[i] ?? [] })),
    fitted ? fitted.outline : given,
  );
  const { gaps, overlaps } = proof.counts;
  const repeated = codesGivenTwice(file, members);
  const notes = [
    ...description.notes,
    ...(parentDescription?.notes ?? []),
    ...snapNotes(fitted?.leftOut ?? []),
    ...datumNotes({
      areas: members.map(({ area }) => area),
      crs,
      declaredCrs: description.declaredCrs,
      outlineInForce: input.outlineInForce ?? null,
    }),
  ];
  return {
    ok: proof.ok && repeated.length === 0 && notes.every(({ severity }) => severity !== 'error'),
    ...firstFaults([...repeated, ...proof.faults], proof.truncated),
    counts: {
      grids: members.length,
      vertices: areas.reduce((sum, area) => sum + vertexCount(area), 0),
      gaps,
      overlaps,
    },
    features: {
      type: 'FeatureCollection',
      features: members.map(({ name }, i) => ({
        type: 'Feature',
        properties: { code: name },
        geometry: toGeoJson(areas[i] ?? []),
      })),
    },
    file: description,
    parent: parentDescription,
    notes,
  };
}

/** The areas of a file called by their code, else their name, else by their number in the file, counted from one. */
function namedByWords(members: readonly Member[], { features }: GeoJSON.FeatureCollection): Member[] {
  return members.map((member, i) => {
    const properties = features[i]?.properties;
    const name = propertyText(properties?.['code']) || propertyText(properties?.['name']) || `#${i + 1}`;
    return { ...member, name: name.slice(0, 100) };
  });
}
