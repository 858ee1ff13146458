import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../../db/tables.ts';

/** Whether somebody has signed in to the account of this name from a network since a time. */
export async function isFamiliar(db: Kysely<Tables>, username: string, network: string, since: Date): Promise<boolean> {
  const found = await db
    .selectFrom('familiar_networks')
    .innerJoin('accounts', 'accounts.id', 'familiar_networks.account_id')
    .select('accounts.id')
    .where('accounts.username', '=', username)
    .where('familiar_networks.network', '=', network)
    .where('familiar_networks.last_at', '>', since)
    .executeTakeFirst();
  return found !== undefined;
}

/** Makes a network familiar to an account, which keeps the `most` latest ones. */
export async function addFamiliar(
  trx: Transaction<Tables>,
  accountId: string,
  { network, now, most }: { network: string; now: Date; most: number },
): Promise<void> {
  await trx
    .insertInto('familiar_networks')
    .values({ account_id: accountId, network, last_at: now })
    .onConflict((conflict) => conflict.columns(['account_id', 'network']).doUpdateSet({ last_at: now }))
    .execute();
  await sql`DELETE FROM familiar_networks WHERE account_id = ${accountId} AND network IN (
    SELECT network FROM familiar_networks WHERE account_id = ${accountId}
    ORDER BY last_at DESC OFFSET ${sql.lit(most)})`.execute(trx);
}

/** With another password, nobody is familiar who knew the one before, but for those on the network named. */
export async function forgetFamiliar(db: Kysely<Tables>, accountId: string, except: string | null): Promise<void> {
  let networks = db.deleteFrom('familiar_networks').where('account_id', '=', accountId);
  if (except !== null) networks = networks.where('network', '!=', except);
  await networks.execute();
}

/** Removes, for all accounts, the networks last used before a time. */
export async function deleteFamiliarBefore(db: Kysely<Tables>, before: Date): Promise<void> {
  await db.deleteFrom('familiar_networks').where('last_at', '<', before).execute();
}
