import { unitOf } from '../core/coverage/codes.ts';
import { projectionTo } from '../core/coverage/datum.ts';
import type { Crs, Level } from '../core/coverage/schemas.ts';
import { areaSquareMetres } from '../core/geometry/area.ts';
import { toGeoJson } from '../core/geometry/geoJson.ts';
import type { Area } from '../core/geometry/lattice.ts';
import type { BoundaryFiles } from './files/boundaryFiles.ts';
import type { WrittenFile, WrittenFormat } from './files/writing.ts';

/** Areas of one level to be given out. */
export interface ExportedAreas {
  level: Level;
  areas: readonly { code: string; name: string; area: Area }[];
}

/**
 * Areas as a file for other programs, with code, name, level, unit and area in square metres. Coordinates are written in full, so
 * that what is read in again is the same to the lattice unit, in every format and datum.
 */
export function exportAreas(
  files: BoundaryFiles,
  { level, areas }: ExportedAreas,
  format: WrittenFormat,
  crs: Crs,
): Promise<WrittenFile> {
  const project = projectionTo(crs);
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
