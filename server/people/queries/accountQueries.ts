import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../../db/tables.ts';

export interface AccountRow {
  id: string;
  username: string;
  name: string;
  password_hash: string;
  active: boolean;
  demo: boolean;
  created_at: Date;
}

export type NewAccountRow = Pick<AccountRow, 'username' | 'name' | 'password_hash' | 'demo'>;

const ACCOUNT_COLUMNS = ['id', 'username', 'name', 'password_hash', 'active', 'demo', 'created_at'] as const;

export const accountByName = (db: Kysely<Tables>, username: string): Promise<AccountRow | undefined> =>
  db.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('username', '=', username).executeTakeFirst();

export const accountById = (db: Kysely<Tables>, id: string): Promise<AccountRow | undefined> =>
  db.selectFrom('accounts').select(ACCOUNT_COLUMNS).where('id', '=', id).executeTakeFirst();

export const allAccounts = (db: Kysely<Tables>): Promise<AccountRow[]> =>
  db.selectFrom('accounts').select(ACCOUNT_COLUMNS).orderBy('username').execute();

/** Whether there is any account yet. */
export async function hasAccounts(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Whether there are demo accounts one could sign in with. */
export async function hasDemoAccounts(db: Kysely<Tables>): Promise<boolean> {
  const found = await db
    .selectFrom('accounts')
    .select('id')
    .where('demo', '=', true)
    .where('active', '=', true)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export const insertAccountRow = (
  db: Kysely<Tables>,
  row: NewAccountRow,
): Promise<Pick<AccountRow, 'id' | 'created_at'>> =>
  db.insertInto('accounts').values(row).returning(['id', 'created_at']).executeTakeFirstOrThrow();

export async function setNameAndActivity(
  db: Kysely<Tables>,
  id: string,
  { name, active }: Pick<AccountRow, 'name' | 'active'>,
): Promise<void> {
  await db.updateTable('accounts').set({ name, active }).where('id', '=', id).execute();
}

export async function setPasswordHash(db: Kysely<Tables>, id: string, password_hash: string, now: Date): Promise<void> {
  await db.updateTable('accounts').set({ password_hash, password_changed_at: now }).where('id', '=', id).execute();
}

/** Sets the password of the account with a name and switches the account on; gives its id, undefined where there is none. */
export async function resetPasswordHash(
  db: Kysely<Tables>,
  username: string,
  password_hash: string,
  now: Date,
): Promise<string | undefined> {
  const account = await db
    .updateTable('accounts')
    .set({ password_hash, password_changed_at: now, active: true })
    .where('username', '=', username)
    .returning('id')
    .executeTakeFirst();
  return account?.id;
}

/** Makes changes of an account wait until the transaction ends. */
export async function lockAccount(trx: Transaction<Tables>, id: string): Promise<void> {
  await trx.selectFrom('accounts').select('id').where('id', '=', id).forUpdate().execute();
}

/** By what an account signs in now, which then stays so until the transaction ends. */
export const holdPassword = (
  trx: Transaction<Tables>,
  id: string,
): Promise<Pick<AccountRow, 'password_hash' | 'active'> | undefined> =>
  trx.selectFrom('accounts').select(['password_hash', 'active']).where('id', '=', id).forShare().executeTakeFirst();
