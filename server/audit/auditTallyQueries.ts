import { type Kysely, sql } from 'kysely';
import type { Tables } from '../db/tables.ts';

/** What is counted until it becomes one entry of the audit log. `db` may be a transaction. */

export type TallyRow = Tables['audit_tallies'];

export async function countInTally(db: Kysely<Tables>, action: string, at: Date): Promise<void> {
  await db
    .insertInto('audit_tallies')
    .values({ action, count: 1, first_at: at, last_at: at })
    .onConflict((conflict) =>
      conflict.column('action').doUpdateSet({ count: sql<number>`audit_tallies.count + 1`, last_at: at }),
    )
    .execute();
}

/** Whether there are counts that were begun at that time or earlier. */
export async function hasTallies(db: Kysely<Tables>, begunBy: Date): Promise<boolean> {
  const found = await db.selectFrom('audit_tallies').select('action').where('first_at', '<=', begunBy).execute();
  return found.length > 0;
}

/** Takes those counts away and gives them. */
export const takeTallies = (db: Kysely<Tables>, begunBy: Date): Promise<TallyRow[]> =>
  db.deleteFrom('audit_tallies').where('first_at', '<=', begunBy).returningAll().execute();
