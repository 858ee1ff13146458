import type { Transaction } from 'kysely';
import { systemClock } from '../clock/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Tables } from '../db/tables.ts';
import { hashPassword } from './passwords.ts';
import { endSessionsOf, endTokensOf } from './queries.ts';
import { forgetFamiliar, forgetTries } from './signInFailures.ts';

/**
 * Sets an account's password, switches the account on, ends its sessions, its tokens and its lockout. For the operator of the machine,
 * who asks nobody; throws `not-found` where there is no such account.
 */
export async function resetPassword(
  trx: Transaction<Tables>,
  username: string,
  password: string,
  now = systemClock(),
): Promise<void> {
  const account = await trx
    .updateTable('accounts')
    .set({ password_hash: await hashPassword(password), password_changed_at: now, active: true })
    .where('username', '=', username)
    .returning('id')
    .executeTakeFirst();
  if (account === undefined) throw new Fault('not-found', `There is no account “${username}”.`);
  await endSessionsOf(trx, account.id);
  await endTokensOf(trx, account.id);
  await forgetTries(trx, username);
  await forgetFamiliar(trx, account.id, null);
}
