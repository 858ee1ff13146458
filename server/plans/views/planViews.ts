import type { Books, GridChangeKind } from '../../core/coverage/books.ts';
import { projectionTo } from '../../core/coverage/datum.ts';
import type { EditableCoverage } from '../../core/coverage/editableCoverage.ts';
import { outlineOf } from '../../core/coverage/outlines.ts';
import { deriveUnits } from '../../core/coverage/proof/levels.ts';
import type { Crs, Level } from '../../core/coverage/schemas.ts';
import { areaSquareMetres } from '../../core/geometry/area.ts';
import { toGeoJson } from '../../core/geometry/geoJson.ts';
import { type AreaFeature, collectionPieces } from '../../core/geometry/geoJsonText.ts';
import type { Area } from '../../core/geometry/lattice.ts';
import type { EditAnswer, PlanRecord, PlanSummary } from '../../core/plans/schemas.ts';
import { isOpen } from '../../core/plans/workflow.ts';
import type { EditSummary } from '../queries/planEditQueries.ts';
import type { PlanRow } from '../queries/planQueries.ts';

interface ShownArea {
  code: string;
  name: string;
  area: Area;
  revision: number;
}

/** Areas of a plan as the published ones are given, each with its revision. */
export function areaFeatures(areas: readonly ShownArea[], level: Level): EditAnswer['areas'] {
  return {
    type: 'FeatureCollection',
    features: areas.map((area) => ({
      type: 'Feature',
      id: area.code,
      properties: propertiesOf(area, level),
      geometry: toGeoJson(area.area),
    })),
  };
}

/** The same in a datum, as pieces of text and with the plan's revision: all grids of a plan may be many. */
export function areaPieces(areas: readonly ShownArea[], level: Level, crs: Crs, revision: number): Iterable<string> {
  return collectionPieces(shownFeatures(areas, level), projectionTo(crs), { after: { revision } });
}

function* shownFeatures(areas: readonly ShownArea[], level: Level): Generator<AreaFeature> {
  for (const shown of areas) yield { id: shown.code, properties: propertiesOf(shown, level), area: shown.area };
}

const propertiesOf = ({ code, name, area, revision }: ShownArea, level: Level) => ({
  code,
  name,
  level,
  areaSquareMetres: Math.round(areaSquareMetres(area) * 10) / 10,
  revision,
});

/** A level of a plan's ground. Units and the district are sums of grids; of a plan with overlaps they cannot be formed. */
export function areasOfLevel(ground: EditableCoverage, level: Level, revision: number): ShownArea[] {
  const grids = [...ground.grids()].sort((a, b) => (a.code < b.code ? -1 : 1));
  if (level === 'grid') return grids;
  if (level === 'district') return [{ ...ground.district, area: outlineOf(grids.map(({ area }) => area)), revision }];
  return deriveUnits(grids).map(({ code, area }) => ({
    code,
    name: ground.units.get(code)?.name ?? code,
    area,
    revision,
  }));
}

const person = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
const moment = (time: Date | null) => time?.toISOString() ?? null;

/** A plan in short; `newest` is the generation in force. */
export function planSummary(plan: PlanRow, { grids }: Books, newest: number): PlanSummary {
  const count = (kind: GridChangeKind) => grids.filter((grid) => grid.kind === kind).length;
  return {
    id: plan.id,
    title: plan.title,
    note: plan.note,
    scope: plan.scope,
    state: plan.state,
    baseGeneration: plan.base_generation,
    behind: isOpen(plan.state) && plan.base_generation < newest,
    revision: plan.revision,
    changedGrids: grids.filter(({ kind }) => kind !== 'touched').map(({ code }) => code),
    changes: {
      created: count('created'),
      retired: count('retired'),
      changed: count('changed'),
      renamed: count('renamed'),
      touched: count('touched'),
    },
    createdAt: plan.created_at.toISOString(),
    createdBy: { id: plan.created_by, name: plan.created_by_name },
    updatedAt: plan.updated_at.toISOString(),
    submittedAt: moment(plan.submitted_at),
    submittedBy: person(plan.submitted_by, plan.submitted_by_name),
    approvedAt: moment(plan.approved_at),
    approvedBy: person(plan.approved_by, plan.approved_by_name),
    decisionNote: plan.decision_note,
    publishAt: moment(plan.publish_at),
    generation: plan.generation,
    collidesWith: plan.collides_with,
  };
}

export function planRecord(edit: Omit<EditSummary, 'undone'> & { undone?: boolean }): PlanRecord {
  return {
    revision: edit.revision,
    kind: edit.kind,
    op: edit.op,
    note: edit.note,
    of: edit.of,
    undone: edit.undone ?? false,
    grids: edit.grids,
    actor: { id: edit.actor, name: edit.actor_name },
    at: edit.at.toISOString(),
  };
}
