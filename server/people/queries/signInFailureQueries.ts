import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Tables } from '../../db/tables.ts';

/** Empty as a hash: all names; empty as a network: all that are strange to the name. */
export type FailureKey = readonly [nameHash: string, network: string];
export type FailureRow = Omit<Selectable<Tables['sign_in_failures']>, 'forgotten_at'>;

const FAILURE_COLUMNS = ['name_hash', 'network', 'failures', 'last_at'] as const;

/** Reads the rows of these keys, made without failures where there are none, and holds them until the transaction ends; locked in the order given. */
export const lockFailures = (trx: Transaction<Tables>, keys: readonly FailureKey[], now: Date): Promise<FailureRow[]> =>
  trx
    .insertInto('sign_in_failures')
    .values(keys.map(([name_hash, network]) => ({ name_hash, network, failures: 0, last_at: now, forgotten_at: now })))
    // Changes nothing, but locks the row that is there and gives it.
    .onConflict((conflict) =>
      conflict
        .columns(['name_hash', 'network'])
        .doUpdateSet((row) => ({ failures: row.ref('sign_in_failures.failures') })),
    )
    .returning(FAILURE_COLUMNS)
    .execute();

export async function updateFailures(
  db: Kysely<Tables>,
  [nameHash, network]: FailureKey,
  values: Omit<Selectable<Tables['sign_in_failures']>, 'name_hash' | 'network'>,
): Promise<void> {
  await db
    .updateTable('sign_in_failures')
    .set(values)
    .where('name_hash', '=', nameHash)
    .where('network', '=', network)
    .execute();
}

export async function deleteFailures(db: Kysely<Tables>, [nameHash, network]: FailureKey): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('name_hash', '=', nameHash).where('network', '=', network).execute();
}

/** The failures at a name, from wherever they came. */
export const failuresAt = (db: Kysely<Tables>, nameHash: string): Promise<FailureRow[]> =>
  db.selectFrom('sign_in_failures').select(FAILURE_COLUMNS).where('name_hash', '=', nameHash).execute();

/** Removes the failures at a name, from wherever they came. */
export async function deleteFailuresAt(db: Kysely<Tables>, nameHash: string): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('name_hash', '=', nameHash).execute();
}

/** Removes up to `atMost` rows that are forgotten by now. Waits for nobody. */
export async function deleteForgottenFailures(db: Kysely<Tables>, now: Date, atMost: number): Promise<void> {
  await sql`DELETE FROM sign_in_failures WHERE (name_hash, network) IN (
    SELECT name_hash, network FROM sign_in_failures WHERE forgotten_at <= ${now}
    ORDER BY forgotten_at LIMIT ${sql.lit(atMost)} FOR UPDATE SKIP LOCKED)`.execute(db);
}

/** Removes, past the `most` rows that are kept, those that would be forgotten next. Waits for nobody. */
export async function deleteSurplusFailures(db: Kysely<Tables>, most: number): Promise<void> {
  await sql`DELETE FROM sign_in_failures WHERE (name_hash, network) IN (
    SELECT name_hash, network FROM sign_in_failures
    ORDER BY forgotten_at LIMIT greatest(0, (SELECT count(*) FROM sign_in_failures) - ${sql.lit(most)})
    FOR UPDATE SKIP LOCKED)`.execute(db);
}
