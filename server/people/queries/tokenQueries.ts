import type { Kysely, Selectable } from 'kysely';
import type { Tables } from '../../db/tables.ts';

export type TokenRow = Omit<Selectable<Tables['tokens']>, 'secret_hash'>;

const TOKEN_COLUMNS = ['id', 'account_id', 'name', 'created_at', 'expires_at'] as const;

/** The tokens that have not run out, newest first. */
export const validTokens = (db: Kysely<Tables>, now: Date): Promise<TokenRow[]> => valid(db, now).execute();

/** Those of one account. */
export const validTokensOf = (db: Kysely<Tables>, accountId: string, now: Date): Promise<TokenRow[]> =>
  valid(db, now).where('account_id', '=', accountId).execute();

const valid = (db: Kysely<Tables>, now: Date) =>
  db.selectFrom('tokens').select(TOKEN_COLUMNS).where('expires_at', '>', now).orderBy('created_at', 'desc');

/** The token whose secret has this hash, unless it has run out. */
export const validTokenBySecret = (
  db: Kysely<Tables>,
  hash: Buffer,
  now: Date,
): Promise<Pick<TokenRow, 'id' | 'account_id' | 'expires_at'> | undefined> =>
  db
    .selectFrom('tokens')
    .select(['id', 'account_id', 'expires_at'])
    .where('secret_hash', '=', hash)
    .where('expires_at', '>', now)
    .executeTakeFirst();

/** How many tokens of an account have not run out. */
export async function countValidTokens(db: Kysely<Tables>, accountId: string, now: Date): Promise<number> {
  const { count } = await db
    .selectFrom('tokens')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return count;
}

/** Gives the new token's id. */
export async function insertToken(
  db: Kysely<Tables>,
  row: Omit<TokenRow, 'id'> & { secret_hash: Buffer },
): Promise<string> {
  const { id } = await db.insertInto('tokens').values(row).returning('id').executeTakeFirstOrThrow();
  return id;
}

/** Ends a token, whosever it is; undefined where there is none. */
export const endToken = (db: Kysely<Tables>, id: string): Promise<Pick<TokenRow, 'name' | 'account_id'> | undefined> =>
  db.deleteFrom('tokens').where('id', '=', id).returning(['name', 'account_id']).executeTakeFirst();

/** Ends a token of this account, and where a hash is named only the one whose secret has it; undefined where there is none. */
export function endTokenOf(
  db: Kysely<Tables>,
  accountId: string,
  id: string,
  hash: Buffer | null,
): Promise<Pick<TokenRow, 'name'> | undefined> {
  let token = db.deleteFrom('tokens').where('id', '=', id).where('account_id', '=', accountId);
  if (hash !== null) token = token.where('secret_hash', '=', hash);
  return token.returning('name').executeTakeFirst();
}

/** Ends all tokens of an account; gives their ids. */
export async function endTokensOf(db: Kysely<Tables>, accountId: string): Promise<string[]> {
  const ended = await db.deleteFrom('tokens').where('account_id', '=', accountId).returning('id').execute();
  return ended.map(({ id }) => id);
}
