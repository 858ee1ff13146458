import { type Kysely, sql } from 'kysely';
import type { ScopedRole } from '../core/people/schemas.ts';
import type { Tables } from '../db/tables.ts';

/** What the people slice asks the database, beyond its single statements. `db` may be a transaction. */

export interface AccountRow {
  id: string;
  username: string;
  name: string;
  password_hash: string;
  active: boolean;
  demo: boolean;
  created_at: Date;
}

const ACCOUNT_COLUMNS = ['id', 'username', 'name', 'password_hash', 'active', 'demo', 'created_at'] as const;

export function accountByName(db: Kysely<Tables>, username: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('username', '=', username).executeTakeFirst();
}

export function accountById(db: Kysely<Tables>, id: string): Promise<AccountRow | undefined> {
  return db.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('id', '=', id).executeTakeFirst();
}

export function allAccounts(db: Kysely<Tables>): Promise<AccountRow[]> {
  return db.selectFrom('accounts').select(ACCOUNT_COLUMNS).orderBy('username').execute();
}

export function rolesOfAccount(db: Kysely<Tables>, accountId: string): Promise<ScopedRole[]> {
  return db
    .selectFrom('account_roles')
    .select(['role', 'scope'])
    .where('account_id', '=', accountId)
    .orderBy('scope')
    .orderBy('role')
    .execute();
}

/** The roles that an account has now; none for one that is not active, or not there. */
export async function rolesInForce(db: Kysely<Tables>, accountId: string): Promise<ScopedRole[]> {
  const { rows } = await sql<ScopedRole>`SELECT role, scope FROM roles_in_force(${accountId})`.execute(db);
  return rows;
}

export function rolesOfToken(db: Kysely<Tables>, tokenId: string): Promise<ScopedRole[]> {
  return db
    .selectFrom('token_roles')
    .select(['role', 'scope'])
    .where('token_id', '=', tokenId)
    .orderBy('scope')
    .orderBy('role')
    .execute();
}

/** Ends all tokens of an account; gives their ids. */
export async function endTokensOf(db: Kysely<Tables>, accountId: string): Promise<string[]> {
  const ended = await db.deleteFrom('tokens').where('account_id', '=', accountId).returning('id').execute();
  return ended.map(({ id }) => id);
}

/** Ends the sessions of an account, but for the one whose secret has the hash `except`. */
export async function endSessionsOf(db: Kysely<Tables>, accountId: string, except?: Buffer): Promise<void> {
  let sessions = db.deleteFrom('sessions').where('account_id', '=', accountId);
  if (except !== undefined) sessions = sessions.where('secret_hash', '!=', except);
  await sessions.execute();
}

/** Replaces the roles of an account. */
export async function setRolesOfAccount(
  db: Kysely<Tables>,
  accountId: string,
  roles: readonly ScopedRole[],
): Promise<void> {
  await db.deleteFrom('account_roles').where('account_id', '=', accountId).execute();
  const rows = roles.map(({ role, scope }) => ({ account_id: accountId, role, scope }));
  if (rows.length === 0) return;
  await db
    .insertInto('account_roles')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
