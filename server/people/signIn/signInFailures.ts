import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { Fault } from '../../core/fault.ts';
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
} from '../../core/people/signInLimits.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { addFamiliar, deleteFamiliarBefore, isFamiliar } from '../queries/familiarNetworkQueries.ts';
import {
  deleteFailures,
  deleteFailuresAt,
  deleteForgottenFailures,
  deleteSurplusFailures,
  type FailureKey,
  failuresAt,
  lockFailures,
  updateFailures,
} from '../queries/signInFailureQueries.ts';

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
  await addFamiliar(trx, account.id, { network, now: new Date(now), most: MOST_FAMILIAR_NETWORKS });
}

/** Forgets the failed tries at a name, from wherever they came. */
export const forgetTries = (db: Kysely<Tables>, username: string): Promise<void> =>
  deleteFailuresAt(db, hashOfName(username));

/** Until when the latest of a name's waits lasts, wherever they hold; null for none. */
export async function lockedUntil(db: Kysely<Tables>, username: string, now: number): Promise<Date | null> {
  const rows = await failuresAt(db, hashOfName(username));
  const until = rows.map((row) => waitOf(row.network === '' ? 'name' : 'pair', triesOf(row), now));
  const latest = Math.max(0, ...until);
  return latest > now ? new Date(latest) : null;
}

/** Removes what no longer counts and, past the most that is kept, what would be forgotten next. Waits for nobody. */
export async function sweepTries(kysely: Kysely<Tables>, now: number, most = MOST_ROWS): Promise<void> {
  await deleteForgottenFailures(kysely, new Date(now), ROWS_PER_SWEEP);
  await deleteSurplusFailures(kysely, most);
  await deleteFamiliarBefore(kysely, familiarSince(now));
}

const familiarSince = (now: number): Date => new Date(now - FAMILIAR_DAYS * DAY_MS);

/** In this order they are locked, everywhere. */
const ORDER: readonly Counted[] = ['network', 'name', 'pair'];

function keysOf({ username, network }: Try): Record<Counted, FailureKey> {
  const name = hashOfName(username);
  return { network: ['', network], name: [name, ''], pair: [name, network] };
}

const hashOfName = (username: string): string => createHash('sha256').update(username).digest('hex');

/** Reads the records of a try and holds them until the transaction ends. */
async function recordsOf(trx: Transaction<Tables>, attempt: Try, now: number): Promise<SignInRecords> {
  const keys = keysOf(attempt);
  const locked = ORDER.map((what) => keys[what]);
  const rows = await lockFailures(trx, locked, new Date(now));
  const recordOf = ([nameHash, network]: FailureKey): FailedTries | null => {
    const row = rows.find((one) => one.name_hash === nameHash && one.network === network);
    return row === undefined || row.failures === 0 ? null : triesOf(row);
  };
  const { pair, name, network } = keys;
  const familiar = await isFamiliar(trx, attempt.username, attempt.network, familiarSince(now));
  return { pair: recordOf(pair), name: recordOf(name), network: recordOf(network), familiar };
}

async function write(trx: Transaction<Tables>, attempt: Try, records: SignInRecords): Promise<void> {
  const keys = keysOf(attempt);
  for (const what of ORDER) {
    const tries = records[what];
    if (tries === null) {
      await deleteFailures(trx, keys[what]);
      continue;
    }
    await updateFailures(trx, keys[what], {
      failures: tries.failures,
      last_at: new Date(tries.lastAt),
      forgotten_at: new Date(forgottenAt(what, tries)),
    });
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
