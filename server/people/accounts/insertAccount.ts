import type { Transaction } from 'kysely';
import type { Account } from '../../core/people/accounts.ts';
import type { ScopedRole } from '../../core/people/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { insertAccountRow } from '../queries/accountQueries.ts';
import { rolesOfAccount, setRolesOfAccount } from '../queries/roleQueries.ts';

/** Inserts an account with its roles, password already hashed. */
export async function insertAccount(
  trx: Transaction<Tables>,
  account: { username: string; name: string; password_hash: string; demo: boolean; roles: readonly ScopedRole[] },
): Promise<Account> {
  const { username, name, password_hash, demo, roles } = account;
  const row = await insertAccountRow(trx, { username, name, password_hash, demo });
  await setRolesOfAccount(trx, row.id, roles);
  const stored = await rolesOfAccount(trx, row.id);
  return {
    id: row.id,
    username,
    name,
    active: true,
    demo,
    lockedUntil: null,
    createdAt: row.created_at.toISOString(),
    roles: stored,
  };
}
