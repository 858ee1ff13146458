import { type Kysely, sql, type Transaction } from 'kysely';
import type { Named } from '../core/coverage/model.ts';
import type { Certificate } from '../core/coverage/schemas.ts';
import { areaSquareMetres } from '../core/geometry/area.ts';
import type { Area } from '../core/geometry/lattice.ts';
import { toWkb } from '../core/geometry/wkb.ts';
import type { Tables } from '../db/tables.ts';
import { type GenerationRow, readUnits } from './queries.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** Rows go to the database in batches of this many, so that no statement holds a whole large district. */
const BATCH = 2000;

/** Locks the district's row (making it if need be) until the transaction ends and gives its newest generation's number, 0 for none. */
export async function lockDistrict(trx: Transaction<Tables>, district: string): Promise<number> {
  await trx
    .insertInto('districts')
    .values({ district })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('districts')
    .select('latest_generation')
    .where('district', '=', district)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.latest_generation;
}

export async function readUsedCodes(
  db: Reader,
  district: string,
): Promise<{ code: string; gridId: string; retired: boolean }[]> {
  const rows = await db
    .selectFrom('used_codes')
    .select(['code', 'grid_id as gridId', 'retired_generation'])
    .where('district', '=', district)
    .execute();
  return rows.map(({ code, gridId, retired_generation }) => ({ code, gridId, retired: retired_generation !== null }));
}

/** Ends the given grids' versions with the generation before `generation`. */
export async function endGrids(
  trx: Transaction<Tables>,
  district: string,
  generation: number,
  ids: readonly string[],
): Promise<void> {
  for (let i = 0; i < ids.length; i += BATCH) {
    await trx
      .updateTable('grid_versions')
      .set({ to_generation: generation })
      .where('district', '=', district)
      .where('to_generation', 'is', null)
      .where('id', 'in', ids.slice(i, i + BATCH))
      .execute();
  }
}

export async function retireCodes(
  trx: Transaction<Tables>,
  district: string,
  generation: number,
  codes: readonly string[],
): Promise<void> {
  for (let i = 0; i < codes.length; i += BATCH) {
    await trx
      .updateTable('used_codes')
      .set({ retired_generation: generation })
      .where('district', '=', district)
      .where('code', 'in', codes.slice(i, i + BATCH))
      .execute();
  }
}

export async function insertGrids(
  trx: Transaction<Tables>,
  district: string,
  generation: number,
  grids: readonly (Named & { id: string; revision: number; area: Area })[],
): Promise<void> {
  for (let i = 0; i < grids.length; i += BATCH) {
    const batch = grids.slice(i, i + BATCH);
    await sql`
      INSERT INTO grid_versions (district, id, revision, code, name, geom, area_square_metres, from_generation)
      SELECT ${district}, id, revision, code, name, ST_SetSRID(ST_GeomFromWKB(wkb), 4326), area, ${generation}
      FROM unnest(${batch.map((g) => g.id)}::uuid[], ${batch.map((g) => g.revision)}::int[], ${batch.map((g) => g.code)}::text[],
        ${batch.map((g) => g.name)}::text[], ${batch.map((g) => Buffer.from(toWkb(g.area)))}::bytea[],
        ${batch.map((g) => areaSquareMetres(g.area))}::float8[]) AS t (id, revision, code, name, wkb, area)`.execute(
      trx,
    );
  }
}

/** Where the ground of grids came from in a generation. */
export async function insertLineage(
  trx: Transaction<Tables>,
  district: string,
  generation: number,
  descent: readonly { code: string; from: string; areaSquareMetres: number }[],
): Promise<void> {
  for (let i = 0; i < descent.length; i += BATCH) {
    const rows = descent.slice(i, i + BATCH).map(({ code, from, areaSquareMetres: size }) => ({
      district,
      generation,
      code,
      from_code: from,
      area_square_metres: size,
    }));
    await trx.insertInto('grid_lineage').values(rows).execute();
  }
}

export async function insertCodes(
  trx: Transaction<Tables>,
  district: string,
  generation: number,
  grids: readonly { id: string; code: string }[],
): Promise<void> {
  for (let i = 0; i < grids.length; i += BATCH) {
    const rows = grids
      .slice(i, i + BATCH)
      .map(({ id, code }) => ({ district, code, grid_id: id, first_generation: generation, retired_generation: null }));
    await trx.insertInto('used_codes').values(rows).execute();
  }
}

/** Makes `units` the units in force from `generation` on; unchanged rows stay as they are. */
export async function replaceUnits(
  trx: Transaction<Tables>,
  district: string,
  generation: number,
  units: readonly Named[],
): Promise<void> {
  const before = new Map((await readUnits(trx, district, generation - 1)).map((unit) => [unit.code, unit.name]));
  const after = new Map(units.map((unit) => [unit.code, unit.name]));
  const ended = [...before].filter(([code, name]) => after.get(code) !== name).map(([code]) => code);
  if (ended.length > 0) {
    await trx
      .updateTable('unit_versions')
      .set({ to_generation: generation })
      .where('district', '=', district)
      .where('to_generation', 'is', null)
      .where('code', 'in', ended)
      .execute();
  }
  const fresh = units.filter((unit) => before.get(unit.code) !== unit.name);
  if (fresh.length === 0) return;
  await trx
    .insertInto('unit_versions')
    .values(fresh.map(({ code, name }) => ({ district, code, name, from_generation: generation, to_generation: null })))
    .execute();
}

export async function replaceOutline(
  trx: Transaction<Tables>,
  district: string,
  generation: number,
  name: string,
  mandated: Area,
  working: Area,
): Promise<void> {
  await trx
    .updateTable('outline_versions')
    .set({ to_generation: generation })
    .where('district', '=', district)
    .where('to_generation', 'is', null)
    .execute();
  await sql`
    INSERT INTO outline_versions (district, name, mandated, working, from_generation)
    VALUES (${district}, ${name}, ST_SetSRID(ST_GeomFromWKB(${Buffer.from(toWkb(mandated))}::bytea), 4326),
      ST_SetSRID(ST_GeomFromWKB(${Buffer.from(toWkb(working))}::bytea), 4326), ${generation})`.execute(trx);
}

export async function insertGeneration(
  trx: Transaction<Tables>,
  district: string,
  row: GenerationRow,
  certificate: Certificate,
): Promise<void> {
  await trx
    .insertInto('generations')
    .values({
      district,
      number: row.number,
      effective_at: row.effectiveAt,
      published_at: row.publishedAt,
      published_by: row.publishedBy,
      note: row.note,
      grid_count: row.gridCount,
      certificate: JSON.stringify(certificate),
      sha256: row.sha256,
    })
    .execute();
  await trx.updateTable('districts').set({ latest_generation: row.number }).where('district', '=', district).execute();
}
