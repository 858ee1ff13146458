import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Fault } from '../core/fault.ts';
import {
  type Counted,
  FAMILIAR_DAYS,
  type FailedTries,
  forgottenAt,
  MOST_FAMILIAR_NETWORKS,
  type SignInRecords,
  waitOf,
  waitsUntil,
  withFailure,
  withSuccess,
} from '../core/people/signInLimits.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';

/** Where the failed tries at signing in are kept, so that they outlive a restart and count in every process. */

const DAY_MS = 86_400_000;
/** More rows than an honest district makes; an attacker who invents names and networks drives out the oldest. */
const MOST_ROWS = 200_000;
const ROWS_PER_SWEEP = 5_000;

/** A name as given at the sign-in, and the network it was given from (`core/people/networks`). */
export interface Try {
  username: string;
  network: string;
}

/**
 * Writes a try down as failed *before* its password is checked, so that tries sent at once count too; `forgiveTry` takes it back.
 * Throws `locked-out` when it comes too soon. Whether there is such an account makes no difference. Gives whether a wait begins now
 * if it stays failed.
 */
export async function countTry(kysely: Kysely<Tables>, attempt: Try, now: number): Promise<boolean> {
  return inTransaction(kysely, async (trx) => {
    const records = await recordsOf(trx, attempt, now);
    const until = waitsUntil(records, now);
    if (until > now) throw lockedOut(until - now);
    const failed = withFailure(records, now);
    await write(trx, attempt, failed);
    return waitsUntil(failed, now) > now;
  });
}

/** After the right password: takes what was mistyped here off every count, and makes the network familiar to the account. */
export async function forgiveTry(
  trx: Transaction<Tables>,
  account: { id: string; username: string },
  network: string,
  now: number,
): Promise<void> {
  const attempt = { username: account.username, network };
  await write(trx, attempt, withSuccess(await recordsOf(trx, attempt, now), now));
  const last_at = new Date(now);
  await trx
    .insertInto('familiar_networks')
    .values({ account_id: account.id, network, last_at })
    .onConflict((conflict) => conflict.columns(['account_id', 'network']).doUpdateSet({ last_at }))
    .execute();
  await sql`DELETE FROM familiar_networks WHERE account_id = ${account.id} AND network IN (
    SELECT network FROM familiar_networks WHERE account_id = ${account.id}
    ORDER BY last_at DESC OFFSET ${sql.lit(MOST_FAMILIAR_NETWORKS)})`.execute(trx);
}

/** Forgets the failed tries at a name, from wherever they came. */
export async function forgetTries(db: Kysely<Tables>, username: string): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('name_hash', '=', hashOfName(username)).execute();
}

/** With another password, nobody is familiar who knew the one before, but for those on the network named. */
export async function forgetFamiliar(db: Kysely<Tables>, accountId: string, except: string | null): Promise<void> {
  let networks = db.deleteFrom('familiar_networks').where('account_id', '=', accountId);
  if (except !== null) networks = networks.where('network', '!=', except);
  await networks.execute();
}

/** Until when the latest of a name's waits lasts, wherever they hold; null for none. */
export async function lockedUntil(db: Kysely<Tables>, username: string, now: number): Promise<Date | null> {
  const rows = await db
    .selectFrom('sign_in_failures')
    .select(['network', 'failures', 'last_at'])
    .where('name_hash', '=', hashOfName(username))
    .execute();
  const until = rows.map((row) => waitOf(row.network === '' ? 'name' : 'pair', triesOf(row), now));
  const latest = Math.max(0, ...until);
  return latest > now ? new Date(latest) : null;
}

/** Removes what no longer counts and, past the most that is kept, what would be forgotten next. Waits for nobody. */
export async function sweepTries(kysely: Kysely<Tables>, now: number, most = MOST_ROWS): Promise<void> {
  await sql`DELETE FROM sign_in_failures WHERE (name_hash, network) IN (
    SELECT name_hash, network FROM sign_in_failures WHERE forgotten_at <= ${new Date(now)}
    ORDER BY forgotten_at LIMIT ${sql.lit(ROWS_PER_SWEEP)} FOR UPDATE SKIP LOCKED)`.execute(kysely);
  await sql`DELETE FROM sign_in_failures WHERE (name_hash, network) IN (
    SELECT name_hash, network FROM sign_in_failures
    ORDER BY forgotten_at LIMIT greatest(0, (SELECT count(*) FROM sign_in_failures) - ${sql.lit(most)})
    FOR UPDATE SKIP LOCKED)`.execute(kysely);
  await kysely
    .deleteFrom('familiar_networks')
    .where('last_at', '<', new Date(now - FAMILIAR_DAYS * DAY_MS))
    .execute();
}

type Key = readonly [nameHash: string, network: string];

/** In this order they are locked, everywhere. */
const ORDER: readonly Counted[] = ['network', 'name', 'pair'];

function keysOf({ username, network }: Try): Record<Counted, Key> {
  const name = hashOfName(username);
  return { network: ['', network], name: [name, ''], pair: [name, network] };
}

const hashOfName = (username: string): string => createHash('sha256').update(username).digest('hex');

/** Reads the records of a try and holds them until the transaction ends. */
async function recordsOf(trx: Transaction<Tables>, attempt: Try, now: number): Promise<SignInRecords> {
  const keys = keysOf(attempt);
  const at = new Date(now);
  const rows = await trx
    .insertInto('sign_in_failures')
    .values(
      ORDER.map((what) => {
        const [name_hash, network] = keys[what];
        return { name_hash, network, failures: 0, last_at: at, forgotten_at: at };
      }),
    )
    // Changes nothing, but locks the row that is there and gives it.
    .onConflict((conflict) =>
      conflict
        .columns(['name_hash', 'network'])
        .doUpdateSet((row) => ({ failures: row.ref('sign_in_failures.failures') })),
    )
    .returning(['name_hash', 'network', 'failures', 'last_at'])
    .execute();
  const recordOf = ([nameHash, network]: Key): FailedTries | null => {
    const row = rows.find((one) => one.name_hash === nameHash && one.network === network);
    return row === undefined || row.failures === 0 ? null : triesOf(row);
  };
  const { pair, name, network } = keys;
  const familiar = await isFamiliar(trx, attempt, now);
  return { pair: recordOf(pair), name: recordOf(name), network: recordOf(network), familiar };
}

async function isFamiliar(trx: Transaction<Tables>, { username, network }: Try, now: number): Promise<boolean> {
  const found = await trx
    .selectFrom('familiar_networks')
    .innerJoin('accounts', 'accounts.id', 'familiar_networks.account_id')
    .select('accounts.id')
    .where('accounts.username', '=', username)
    .where('familiar_networks.network', '=', network)
    .where('familiar_networks.last_at', '>', new Date(now - FAMILIAR_DAYS * DAY_MS))
    .executeTakeFirst();
  return found !== undefined;
}

async function write(trx: Transaction<Tables>, attempt: Try, records: SignInRecords): Promise<void> {
  const keys = keysOf(attempt);
  for (const what of ORDER) {
    const [name_hash, network] = keys[what];
    const tries = records[what];
    if (tries === null) {
      await trx
        .deleteFrom('sign_in_failures')
        .where('name_hash', '=', name_hash)
        .where('network', '=', network)
        .execute();
      continue;
    }
    await trx
      .updateTable('sign_in_failures')
      .set({
        failures: tries.failures,
        last_at: new Date(tries.lastAt),
        forgotten_at: new Date(forgottenAt(what, tries)),
      })
      .where('name_hash', '=', name_hash)
      .where('network', '=', network)
      .execute();
  }
}

const triesOf = (row: { failures: number; last_at: Date }): FailedTries => ({
  failures: row.failures,
  lastAt: row.last_at.getTime(),
});

function lockedOut(milliseconds: number): Fault {
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000));
  const minutes = Math.ceil(retryAfterSeconds / 60);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new Fault('locked-out', `Too many failed tries. Please wait ${wait}, or ask an administrator.`, [], {
    retryAfterSeconds,
  });
}
