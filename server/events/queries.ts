import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from '../db/tables.ts';

export type EventRow = Selectable<Tables['events']>;
export type NewEventRow = Pick<EventRow, 'kind' | 'scope' | 'account' | 'at'> & { data: string };

/** Any constant of our own: it only has to be the same in every process. */
const LOCK_KEY = 7_215_047;

/** Writers take turns until they commit, so that the numbers stand in the order in which what they tell of became true. */
export async function insertEvent(trx: Kysely<Tables>, row: NewEventRow): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCK_KEY)})`.execute(trx);
  await trx.insertInto('events').values(row).execute();
}

export const readEvents = (db: Kysely<Tables>, after: number, limit: number): Promise<EventRow[]> =>
  db.selectFrom('events').selectAll().where('sequence', '>', after).orderBy('sequence').limit(limit).execute();

export async function newestEvent(db: Kysely<Tables>): Promise<number> {
  const { newest } = await db
    .selectFrom('events')
    .select(sql<number>`COALESCE(max(sequence), 0)`.as('newest'))
    .executeTakeFirstOrThrow();
  return Number(newest);
}

export const deleteEventsBefore = (db: Kysely<Tables>, at: Date): Promise<unknown> =>
  db.deleteFrom('events').where('at', '<', at).execute();
