import { type Kysely, sql, type Transaction } from 'kysely';
import type { Named } from '../core/coverage/model.ts';
import type { Certificate } from '../core/coverage/schemas.ts';
import type { Area } from '../core/geometry/lattice.ts';
import { fromWkb } from '../core/geometry/wkb.ts';
import type { Tables } from '../db/tables.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** One row of `generations`, without its certificate. */
export interface GenerationRow {
  number: number;
  effectiveAt: Date;
  publishedAt: Date;
  publishedBy: string;
  note: string;
  gridCount: number;
  sha256: string;
}

/** A grid as one generation has it. */
export interface GridRow extends Named {
  id: string;
  revision: number;
  area: Area;
  fromGeneration: number;
}

const generationColumns = [
  'number',
  'effective_at as effectiveAt',
  'published_at as publishedAt',
  'published_by as publishedBy',
  'note',
  'grid_count as gridCount',
  'sha256',
] as const;

/** The districts that have boundaries. */
export async function listDistricts(db: Reader): Promise<string[]> {
  const rows = await db.selectFrom('districts').select('district').orderBy('district').execute();
  return rows.map(({ district }) => district);
}

/** The generations of a district, newest first, from below `before` on. */
export async function listGenerations(
  db: Reader,
  district: string,
  limit: number,
  before: number | null,
): Promise<GenerationRow[]> {
  let query = db.selectFrom('generations').select(generationColumns).where('district', '=', district);
  if (before !== null) query = query.where('number', '<', before);
  return query.orderBy('number', 'desc').limit(limit).execute();
}

export async function findGeneration(db: Reader, district: string, number: number): Promise<GenerationRow | undefined> {
  return db
    .selectFrom('generations')
    .select(generationColumns)
    .where('district', '=', district)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** The generation in force at a time: the newest of those that had taken effect. */
export async function findGenerationAt(db: Reader, district: string, at: Date): Promise<GenerationRow | undefined> {
  return db
    .selectFrom('generations')
    .select(generationColumns)
    .where('district', '=', district)
    .where('effective_at', '<=', at)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function findCertificate(db: Reader, district: string, number: number): Promise<Certificate | undefined> {
  const row = await db
    .selectFrom('generations')
    .select('certificate')
    .where('district', '=', district)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.certificate;
}

const inForce = (generation: number) =>
  sql<boolean>`from_generation <= ${generation} AND (to_generation IS NULL OR to_generation > ${generation})`;

export async function readGrids(db: Reader, district: string, generation: number): Promise<GridRow[]> {
  const rows = await db
    .selectFrom('grid_versions')
    .select([
      'id',
      'revision',
      'code',
      'name',
      'from_generation as fromGeneration',
      sql<Buffer>`ST_AsBinary(geom, 'NDR')`.as('wkb'),
    ])
    .where('district', '=', district)
    .where(inForce(generation))
    .orderBy('code')
    .execute();
  return rows.map(({ wkb, ...row }) => ({ ...row, area: fromWkb(wkb) }));
}

export async function readUnits(db: Reader, district: string, generation: number): Promise<Named[]> {
  return db
    .selectFrom('unit_versions')
    .select(['code', 'name'])
    .where('district', '=', district)
    .where(inForce(generation))
    .orderBy('code')
    .execute();
}

/** The outline of a generation: as mandated, and as it works with the corners grids have put on it. */
export async function readOutline(
  db: Reader,
  district: string,
  generation: number,
): Promise<{ name: string; mandated: Area; working: Area } | undefined> {
  const row = await db
    .selectFrom('outline_versions')
    .select([
      'name',
      sql<Buffer>`ST_AsBinary(mandated, 'NDR')`.as('mandated'),
      sql<Buffer>`ST_AsBinary(working, 'NDR')`.as('working'),
    ])
    .where('district', '=', district)
    .where(inForce(generation))
    .executeTakeFirst();
  return row && { name: row.name, mandated: fromWkb(row.mandated), working: fromWkb(row.working) };
}
