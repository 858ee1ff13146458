import { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import type { Grid } from '../../../../server/core/coverage/model.ts';
import { AreaReader } from '../../../../server/core/geometry/geoJson.ts';
import type { Area } from '../../../../server/core/geometry/lattice.ts';
import type { EditAnswer, PlanFrame } from '../../../../server/core/plans/schemas.ts';

const areaOf = (geometry: GeoJSON.Geometry): Area => new AreaReader().read(geometry, '') ?? [];

/** The grids of an answer as the engine has them. A grid's own id stays with the service; its code stands for it here. */
export const gridsOf = ({ features }: EditAnswer['areas']): Grid[] =>
  features.map(({ properties: { code, name, revision }, geometry }) => ({
    id: code,
    code,
    name,
    revision,
    area: areaOf(geometry),
  }));

/** The ground of a plan, as the service holds it, from its frame and its grids. */
export function groundFrom(frame: PlanFrame, areas: EditAnswer['areas']): EditableCoverage {
  return new EditableCoverage({
    district: frame.district,
    mandated: areaOf(frame.mandated),
    outline: areaOf(frame.outline),
    units: frame.units,
    grids: gridsOf(areas),
    usedCodes: frame.usedCodes,
  });
}
