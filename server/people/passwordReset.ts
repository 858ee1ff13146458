import type { Transaction } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { Tables } from '../db/tables.ts';
import { hashPassword } from './passwords.ts';

/**
 * Sets an account's password, switches the account on, ends its sessions and its lockout. For the operator of the machine,
 * who asks nobody; throws `not-found` where there is no such account.
 */
export async function resetPassword(trx: Transaction<Tables>, username: string, password: string): Promise<void> {
  const account = await trx
    .updateTable('accounts')
    .set({ password_hash: await hashPassword(password), password_changed_at: new Date(), active: true })
    .where('username', '=', username)
    .returning('id')
    .executeTakeFirst();
  if (account === undefined) throw new Fault('not-found', `There is no account “${username}”.`);
  await trx.deleteFrom('sessions').where('account_id', '=', account.id).execute();
  await trx.deleteFrom('sign_in_tries').where('username', '=', username).execute();
}
