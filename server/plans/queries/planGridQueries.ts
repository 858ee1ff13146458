import { type Kysely, sql, type Transaction } from 'kysely';
import type { BookedGrid } from '../../core/coverage/books.ts';
import type { Area } from '../../core/geometry/lattice.ts';
import { fromWkb, toWkb } from '../../core/geometry/wkb.ts';
import { OPEN_STATES } from '../../core/plans/workflow.ts';
import type { Tables } from '../../db/tables.ts';
import type { PlanRow, Reader } from './planQueries.ts';

/** A grid as a plan has it: `area` null where the plan has removed it. */
export interface PlanGrid {
  code: string;
  id: string;
  revision: number;
  name: string;
  area: Area | null;
}

interface Row {
  code: string;
  id: string;
  revision: number;
  name: string;
  wkb: Buffer | null;
}

const toPlanGrid = ({ wkb, ...row }: Row): PlanGrid => ({ ...row, area: wkb ? fromWkb(wkb) : null });

/** All grids a plan has touched. */
export async function readTouched(db: Reader, plan: string): Promise<PlanGrid[]> {
  const rows = await db
    .selectFrom('plan_grids')
    .select(['code', 'id', 'revision', 'name', sql<Buffer | null>`ST_AsBinary(geom, 'NDR')`.as('wkb')])
    .where('plan', '=', plan)
    .orderBy('code')
    .execute();
  return rows.map(toPlanGrid);
}

/**
 * Some grids as they stand in a plan, from its own rows or else from the generation it starts from. Codes are compared as the columns
 * have them, `bpchar`: as `text` no index would serve, and every edit would read all rows of its district.
 */
export async function readStanding(
  db: Reader,
  district: string,
  plan: string,
  base: number,
  codes: readonly string[],
): Promise<PlanGrid[]> {
  if (codes.length === 0) return [];
  const { rows } = await sql<Row>`
    SELECT code, id, revision, name, ST_AsBinary(geom, 'NDR') AS wkb FROM plan_grids
    WHERE plan = ${plan} AND code = ANY(${[...codes]}::bpchar[])
    UNION ALL
    SELECT g.code, g.id, g.revision, g.name, ST_AsBinary(g.geom, 'NDR') FROM grid_versions g
    WHERE g.district = ${district} AND g.code = ANY(${[...codes]}::bpchar[])
      AND g.from_generation <= ${base} AND (g.to_generation IS NULL OR g.to_generation > ${base})
      AND NOT EXISTS (SELECT 1 FROM plan_grids p WHERE p.plan = ${plan} AND p.code = g.code)`.execute(db);
  return rows.map(toPlanGrid);
}

/** Writes grids as they stand after an edit. */
export async function writeStanding(trx: Transaction<Tables>, plan: string, grids: readonly PlanGrid[]): Promise<void> {
  if (grids.length === 0) return;
  await sql`
    INSERT INTO plan_grids (plan, code, id, revision, name, geom)
    SELECT ${plan}, code, id, revision, name, CASE WHEN wkb IS NULL THEN NULL ELSE ST_SetSRID(ST_GeomFromWKB(wkb), 4326) END
    FROM unnest(${grids.map((g) => g.code)}::text[], ${grids.map((g) => g.id)}::uuid[],
      ${grids.map((g) => g.revision)}::int[], ${grids.map((g) => g.name)}::text[],
      ${grids.map((g) => (g.area ? Buffer.from(toWkb(g.area)) : null))}::bytea[]) AS t (code, id, revision, name, wkb)
    ON CONFLICT (plan, code) DO UPDATE SET id = excluded.id, revision = excluded.revision, name = excluded.name,
      geom = excluded.geom`.execute(trx);
}

export type Difference = 'created' | 'removed' | 'changed';

/** The codes in which a plan differs from the generation it starts from, and how. */
export async function differences(
  db: Reader,
  district: string,
  plans: readonly { id: string; base: number }[],
): Promise<Map<string, { code: string; difference: Difference }[]>> {
  const found = new Map<string, { code: string; difference: Difference }[]>(plans.map(({ id }) => [id, []]));
  if (plans.length === 0) return found;
  const { rows } = await sql<{ plan: string; code: string; difference: Difference }>`
    SELECT p.plan, p.code,
      CASE WHEN g.code IS NULL THEN 'created' WHEN p.geom IS NULL THEN 'removed' ELSE 'changed' END AS difference
    ${differing(district, plans)}
    ORDER BY p.plan, p.code`.execute(db);
  for (const { plan, code, difference } of rows) found.get(plan)?.push({ code, difference });
  return found;
}

const differing = (district: string, plans: readonly { id: string; base: number }[]) => sql`
    FROM unnest(${plans.map(({ id }) => id)}::uuid[], ${plans.map(({ base }) => base)}::int[]) AS asked (plan, base)
    JOIN plan_grids p ON p.plan = asked.plan
    LEFT JOIN grid_versions g ON g.district = ${district} AND g.code = p.code
      AND g.from_generation <= asked.base AND (g.to_generation IS NULL OR g.to_generation > asked.base)
    WHERE (p.geom IS NULL) <> (g.code IS NULL) AND p.geom IS NULL
      OR p.geom IS NOT NULL AND (g.code IS NULL OR g.name <> p.name OR g.id <> p.id
        OR ST_AsBinary(ST_Normalize(g.geom)) <> ST_AsBinary(ST_Normalize(p.geom)))`;

/** The grids in which each of some plans differs from the generation it starts from, as they are on both sides. */
export async function readBothSides(
  db: Reader,
  district: string,
  plans: readonly { id: string; base: number }[],
): Promise<Map<string, { before: BookedGrid[]; after: BookedGrid[] }>> {
  const found = new Map(plans.map(({ id }) => [id, { before: [] as BookedGrid[], after: [] as BookedGrid[] }]));
  if (plans.length === 0) return found;
  const { rows } = await sql<{
    plan: string;
    code: string;
    old_name: string | null;
    old_wkb: Buffer | null;
    name: string;
    wkb: Buffer | null;
  }>`
    SELECT p.plan, p.code, g.name AS old_name, ST_AsBinary(g.geom, 'NDR') AS old_wkb, p.name,
      ST_AsBinary(p.geom, 'NDR') AS wkb
    ${differing(district, plans)}
    ORDER BY p.plan, p.code`.execute(db);
  for (const { plan, code, old_name, old_wkb, name, wkb } of rows) {
    const sides = found.get(plan);
    if (old_wkb) sides?.before.push({ code, name: old_name ?? code, area: fromWkb(old_wkb) });
    if (wkb) sides?.after.push({ code, name, area: fromWkb(wkb) });
  }
  return found;
}

/** The codes in which each of some plans differs from the generation it starts from. */
export async function differentCodes(db: Reader, plans: readonly PlanRow[]): Promise<Map<string, string[]>> {
  const [first] = plans;
  if (!first) return new Map();
  const asked = plans.map(({ id, base_generation }) => ({ id, base: base_generation }));
  const found = await differences(db, first.district, asked);
  return new Map([...found].map(([id, list]) => [id, list.map(({ code }) => code)]));
}

/** Lets some of a plan's rows stand as a generation has them; their revisions go on, so that whoever saw them before sees the change. */
export async function takeGeneration(
  trx: Transaction<Tables>,
  district: string,
  plan: string,
  generation: number,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return;
  await sql`
    UPDATE plan_grids p SET id = COALESCE(g.id, p.id), name = COALESCE(g.name, p.name), geom = g.geom,
      revision = GREATEST(p.revision, COALESCE(g.revision, 0)) + 1
    FROM unnest(${[...codes]}::bpchar[]) AS asked (code)
    LEFT JOIN grid_versions g ON g.district = ${district} AND g.code = asked.code
      AND g.from_generation <= ${generation} AND (g.to_generation IS NULL OR g.to_generation > ${generation})
    WHERE p.plan = ${plan} AND p.code = asked.code`.execute(trx);
}

/** The codes of grids that came, went or changed after one generation, up to another. */
export async function changedBetween(db: Reader, district: string, after: number, upTo: number): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    SELECT DISTINCT code FROM grid_versions WHERE district = ${district}
      AND (from_generation > ${after} AND from_generation <= ${upTo}
        OR to_generation > ${after} AND to_generation <= ${upTo})`.execute(db);
  return rows.map(({ code }) => code);
}

/**
 * Codes that other open plans give to grids in some units. The range lets the index find one unit's rows in each plan; as a join with
 * the units, or as a prefix alone, all rows of all plans were read.
 */
export async function codesOfOtherPlans(
  db: Reader,
  district: string,
  plan: string,
  units: readonly string[],
): Promise<string[]> {
  const inOrder = [...units].sort();
  const { rows } = await sql<{ code: string }>`
    SELECT DISTINCT g.code FROM plan_grids g JOIN plans p ON p.id = g.plan
    WHERE p.district = ${district} AND p.id <> ${plan} AND p.state = ANY(${OPEN_STATES}::text[])
      AND g.geom IS NOT NULL AND left(g.code, 4) = ANY(${inOrder}::text[])
      AND g.code BETWEEN ${`${inOrder[0] ?? ''}00`}::bpchar AND ${`${inOrder.at(-1) ?? ''}99`}::bpchar`.execute(db);
  return rows.map(({ code }) => code);
}

/** Which of some codes have been given by a publication. */
export async function givenCodes(
  db: Kysely<Tables> | Transaction<Tables>,
  district: string,
  codes: readonly string[],
): Promise<string[]> {
  if (codes.length === 0) return [];
  const rows = await db
    .selectFrom('used_codes')
    .select('code')
    .where('district', '=', district)
    .where('code', 'in', codes)
    .execute();
  return rows.map(({ code }) => code);
}
