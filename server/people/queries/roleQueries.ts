import { type Kysely, sql } from 'kysely';
import type { ScopedRole } from '../../core/people/schemas.ts';
import type { Tables } from '../../db/tables.ts';

export const rolesOfAccount = (db: Kysely<Tables>, accountId: string): Promise<ScopedRole[]> =>
  db
    .selectFrom('account_roles')
    .select(['role', 'scope'])
    .where('account_id', '=', accountId)
    .orderBy('scope')
    .orderBy('role')
    .execute();

/** The roles that an account has now; none for one that is not active, or not there. */
export async function rolesInForce(db: Kysely<Tables>, accountId: string): Promise<ScopedRole[]> {
  const { rows } = await sql<ScopedRole>`SELECT role, scope FROM roles_in_force(${accountId})`.execute(db);
  return rows;
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

export const rolesOfToken = (db: Kysely<Tables>, tokenId: string): Promise<ScopedRole[]> =>
  db
    .selectFrom('token_roles')
    .select(['role', 'scope'])
    .where('token_id', '=', tokenId)
    .orderBy('scope')
    .orderBy('role')
    .execute();

/** Gives a new token its roles. */
export async function insertTokenRoles(
  db: Kysely<Tables>,
  tokenId: string,
  roles: readonly ScopedRole[],
): Promise<void> {
  await db
    .insertInto('token_roles')
    .values(roles.map(({ role, scope }) => ({ token_id: tokenId, role, scope })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
