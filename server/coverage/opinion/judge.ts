import type { Kysely } from 'kysely';
import { unitOf } from '../../core/codes/codes.ts';
import { MOST_BEND_METRES } from '../../core/coverage/proof/refinement.ts';
import type { SecondOpinion } from '../../core/coverage/secondOpinion.ts';
import type { Tables } from '../../db/tables.ts';
import { Findings } from './findings.ts';
import { checkOverlaps, checkValidity } from './gridChecks.ts';
import type { Inspection } from './inspection.ts';
import * as queries from './judgementQueries.ts';
import { checkPoints } from './pointCheck.ts';
import type { Served } from './served.ts';
import { checkOutline, checkUnits } from './unionChecks.ts';

/** A generation to be judged. */
export interface Judgement {
  kysely: Kysely<Tables>;
  subject: queries.Subject;
  served: Served;
  /** What the random points come from. */
  seed: number;
  now: () => Date;
  /** Called before every statement: throws to break off. */
  step: () => Promise<void>;
}

/**
 * Lets PostGIS judge a generation as it is stored, in many short statements with room for others in between. Throws when the
 * database goes away or `step` breaks off; what PostGIS cannot compute is part of the opinion.
 */
export async function judge(judgement: Judgement): Promise<SecondOpinion> {
  const { served, seed, now } = judgement;
  const start = now().getTime();
  const inspection = await inspect(judgement);
  const { findings, grids } = inspection;
  const loaded = 'refused' in served ? null : served;
  if ('refused' in served) findings.add('served', [], `The service refuses this generation: ${served.refused}`);
  const invalidGrids = await findings.of('valid', () => checkValidity(inspection));
  const overlappingPairs = await findings.of('overlap', () => checkOverlaps(inspection));
  const plane = await inspection.ask(queries.planeOf);
  if (!plane) findings.add('outline', [], 'No mandated outline is stored.');
  const units = plane && (await findings.of('unit', () => checkUnits(inspection, plane, loaded)));
  const outline = units && plane && (await findings.of('outline', () => checkOutline(inspection, plane, units.unions)));
  const points = loaded && (await findings.of('point', () => checkPoints(inspection, loaded, seed)));
  const at = now();
  return {
    by: await inspection.ask(queries.versionOfPostgis),
    ok: findings.count === 0,
    at: at.toISOString(),
    tookMilliseconds: at.getTime() - start,
    seed,
    grids: grids.length,
    units: new Set(grids.map(({ code }) => unitOf(code))).size,
    points: points?.asked ?? 0,
    invalidGrids,
    overlappingPairs,
    symmetricDifferenceSquareMetres: outline?.differenceSquareMetres ?? null,
    allowedDifferenceSquareMetres: outline?.allowedSquareMetres ?? null,
    hausdorffMetres: outline?.hausdorffMetres ?? null,
    allowedHausdorffMetres: MOST_BEND_METRES,
    differingUnits: loaded && (units?.differing ?? null),
    differingPoints: points?.differing ?? null,
    findings: findings.listed,
  };
}

async function inspect({ kysely, subject, step }: Judgement): Promise<Inspection> {
  const ask: Inspection['ask'] = async (question) => {
    await step();
    return question(kysely, subject);
  };
  return { findings: new Findings(), grids: await ask(queries.listGrids), ask };
}
