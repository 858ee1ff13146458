import { AreaReader, toGeoJson } from '../../geometry/geoJson.ts';
import { vertexCount } from '../../geometry/lattice.ts';
import { projectionFrom } from '../datum.ts';
import { proveCoverage } from '../proof.ts';
import type { Crs, ValidationReport } from '../schemas.ts';
import { codesGivenTwice, readFeatures, refuseErrors } from '../validation.ts';
import { takeIn } from './takeIn.ts';

/** A file to be checked, already read into features, and how. */
export interface CheckInput {
  file: GeoJSON.FeatureCollection;
  /** The outline it must fill: all polygons of a second file together. */
  parent: GeoJSON.FeatureCollection | null;
  crs: Crs;
  snapMetres: number;
}

/** A validation report with the areas as they were read (and snapped), in WGS84. */
export type CheckedFile = ValidationReport & { features: GeoJSON.FeatureCollection };

/** Checks a file of any format: the same verdict as for GeoJSON, after snapping where that was asked for. */
export function checkFile({ file, parent, crs, snapMetres }: CheckInput): CheckedFile {
  const reader = new AreaReader(projectionFrom(crs));
  const members = readFeatures(file, reader, '/file');
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
  return {
    ok: proof.ok && repeated.length === 0,
    faults: [...repeated, ...proof.faults],
    truncated: proof.truncated,
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
  };
}
