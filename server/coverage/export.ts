import { unitOf } from '../core/codes/codes.ts';
import { projectionTo, reachesShiftEdge } from '../core/coverage/datum.ts';
import type { Crs, Level } from '../core/coverage/schemas.ts';
import { Fault } from '../core/fault.ts';
import { areaSquareMetres } from '../core/geometry/area.ts';
import { toGeoJson } from '../core/geometry/geoJson.ts';
import { type Area, boundingBox } from '../core/geometry/lattice.ts';
import type { BoundaryFiles } from '../files/boundaryFiles.ts';
import type { WrittenFile, WrittenFormat } from '../files/writing.ts';

/** Areas of one level to be given out. */
export interface ExportedAreas {
  level: Level;
  areas: readonly { code: string; name: string; area: Area }[];
}

const AT_SHIFT_EDGE =
  'These boundaries reach the edge of the area that GCJ-02 and BD-09 shift: across it two places have the same position there, so that the file could not be read in again. Export it in WGS84 or CGCS2000.';

/**
 * Areas as a file for other programs, with code, name, level, unit and area in square metres. Coordinates are written in full, so
 * that what is read in again is the same to the lattice unit, in every format and datum. Throws `invalid-input` for areas at the edge
 * of what GCJ-02 shifts, whose shifted positions could not be turned back.
 */
export function exportAreas(
  files: BoundaryFiles,
  { level, areas }: ExportedAreas,
  format: WrittenFormat,
  crs: Crs,
): Promise<WrittenFile> {
  const project = projectionTo(crs);
  if (project && areas.some(({ area }) => reachesShiftEdge(boundingBox(area))))
    throw new Fault('invalid-input', AT_SHIFT_EDGE, [{ path: '/crs', message: 'cannot be turned back here' }]);
  const features = areas.map(({ code, name, area }) => ({
    type: 'Feature' as const,
    properties: {
      code,
      name,
      level,
      unit: level === 'grid' ? unitOf(code) : '',
      area_m2: Math.round(areaSquareMetres(area) * 10) / 10,
    },
    geometry: toGeoJson(area, project),
  }));
  return files.writeFeatures({ format, features: { type: 'FeatureCollection', features }, name: `${level}s`, crs });
}
