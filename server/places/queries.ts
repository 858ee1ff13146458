import { type Kysely, sql, type Transaction } from 'kysely';
import { toDegrees } from '../core/geometry/lattice.ts';
import type { PlaceKind } from '../core/places/schemas.ts';
import type { Tables } from '../db/tables.ts';
import type { Place } from './readPlaces.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** Rows go to the database in batches of this many. */
const BATCH = 5000;

/** How often the kind's places have been replaced; 0 where there never were any. */
export async function readVersion(db: Reader, district: string, kind: PlaceKind): Promise<number> {
  const row = await db
    .selectFrom('place_sets')
    .select('version')
    .where('district', '=', district)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Whether any places were ever given to the district. */
export async function hasPlaces(db: Reader, district: string): Promise<boolean> {
  const row = await db
    .selectFrom('place_sets')
    .select('kind')
    .where('district', '=', district)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface PlaceRow {
  longitude: number;
  latitude: number;
  weight: number;
  name: string;
  detail: string;
}

export async function readPlaceRows(db: Reader, district: string, kind: PlaceKind): Promise<PlaceRow[]> {
  return db
    .selectFrom('places')
    .select([
      sql<number>`ST_X(geom)`.as('longitude'),
      sql<number>`ST_Y(geom)`.as('latitude'),
      'weight',
      'name',
      'detail',
    ])
    .where('district', '=', district)
    .where('kind', '=', kind)
    .orderBy('id')
    .execute();
}

/** Puts these places in the place of all of the kind; gives the number of the replacement. Writers take turns. */
export async function replacePlaces(
  trx: Transaction<Tables>,
  district: string,
  kind: PlaceKind,
  places: readonly Place[],
  now: Date,
): Promise<number> {
  const { version } = await trx
    .insertInto('place_sets')
    .values({ district, kind, version: 1, count: places.length, replaced_at: now })
    .onConflict((conflict) =>
      conflict.columns(['district', 'kind']).doUpdateSet({
        version: sql`place_sets.version + 1`,
        count: places.length,
        replaced_at: now,
      }),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  await trx.deleteFrom('places').where('district', '=', district).where('kind', '=', kind).execute();
  for (let i = 0; i < places.length; i += BATCH) {
    const batch = places.slice(i, i + BATCH);
    await sql`
      INSERT INTO places (district, kind, name, detail, weight, geom)
      SELECT ${district}, ${kind}, name, detail, weight, ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)
      FROM unnest(${batch.map(({ name }) => name)}::text[], ${batch.map(({ detail }) => detail)}::text[],
        ${batch.map(({ weight }) => weight)}::float8[], ${batch.map(({ x }) => toDegrees(x))}::float8[],
        ${batch.map(({ y }) => toDegrees(y))}::float8[]) AS t (name, detail, weight, longitude, latitude)`.execute(trx);
  }
  return version;
}
