import type { ImportCandidate } from '../core/coverage/intake/planImport.ts';
import type { Named } from '../core/coverage/model.ts';
import { AreaReader, toGeoJson } from '../core/geometry/geoJson.ts';
import type { Area } from '../core/geometry/lattice.ts';

type AreaJson = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** An import's candidate as it is kept in the database. */
export interface CandidateJson {
  district: Named;
  mandated: AreaJson;
  working: AreaJson;
  units: Named[];
  unitAreas: [string, AreaJson][];
  grids: (Named & { geometry: AreaJson })[];
}

export function candidateToJson(candidate: ImportCandidate): CandidateJson {
  return {
    district: candidate.district,
    mandated: toGeoJson(candidate.mandated),
    working: toGeoJson(candidate.working),
    units: candidate.units,
    unitAreas: candidate.unitAreas.map(([code, area]) => [code, toGeoJson(area)]),
    grids: candidate.grids.map(({ code, name, area }) => ({ code, name, geometry: toGeoJson(area) })),
  };
}

/** The reverse; lattice integers come back as they were. */
export function candidateFromJson(json: CandidateJson): ImportCandidate {
  const reader = new AreaReader();
  const read = (geometry: AreaJson): Area => reader.read(geometry, '') ?? [];
  return {
    district: json.district,
    mandated: read(json.mandated),
    working: read(json.working),
    units: json.units,
    unitAreas: json.unitAreas.map(([code, geometry]) => [code, read(geometry)]),
    grids: json.grids.map(({ code, name, geometry }) => ({ code, name, area: read(geometry) })),
  };
}
