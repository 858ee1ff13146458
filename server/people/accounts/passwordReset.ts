import type { Transaction } from 'kysely';
import { systemClock } from '../../clock/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Tables } from '../../db/tables.ts';
import { hashPassword } from '../passwords/passwords.ts';
import { resetPasswordHash } from '../queries/accountQueries.ts';
import { forgetFamiliar } from '../queries/familiarNetworkQueries.ts';
import { endSessionsOf } from '../queries/sessionQueries.ts';
import { endTokensOf } from '../queries/tokenQueries.ts';
import { forgetTries } from '../signIn/signInFailures.ts';

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
  const id = await resetPasswordHash(trx, username, await hashPassword(password), now);
  if (id === undefined) throw new Fault('not-found', `There is no account “${username}”.`);
  await endSessionsOf(trx, id);
  await endTokensOf(trx, id);
  await forgetTries(trx, username);
  await forgetFamiliar(trx, id, null);
}
