import type { ExpressionBuilder, Kysely, Selectable } from 'kysely';
import type { Tables } from '../../db/tables.ts';

export type SessionRow = Selectable<Tables['sessions']>;
export type ValidSession = Pick<SessionRow, 'account_id' | 'expires_at'>;

/** Which session is meant: its secret's hash, now, and the time at which it must have been used since. */
export interface SessionInUse {
  hash: Buffer;
  now: Date;
  usedAfter: Date;
}

const isInUse =
  ({ hash, now, usedAfter }: SessionInUse) =>
  (row: ExpressionBuilder<Tables, 'sessions'>) =>
    row.and([row('secret_hash', '=', hash), row('expires_at', '>', now), row('last_seen_at', '>', usedAfter)]);

/** Reads a session and lets its idle time start anew. */
export const useSession = (db: Kysely<Tables>, session: SessionInUse): Promise<ValidSession | undefined> =>
  db
    .updateTable('sessions')
    .set({ last_seen_at: session.now })
    .where(isInUse(session))
    .returning(['account_id', 'expires_at'])
    .executeTakeFirst();

/** Reads a session and writes nothing. */
export const readSession = (db: Kysely<Tables>, session: SessionInUse): Promise<ValidSession | undefined> =>
  db.selectFrom('sessions').select(['account_id', 'expires_at']).where(isInUse(session)).executeTakeFirst();

/** Whether an account still has the session whose secret has this hash. */
export async function hasSession(db: Kysely<Tables>, accountId: string, hash: Buffer): Promise<boolean> {
  const session = await db
    .selectFrom('sessions')
    .select('account_id')
    .where('secret_hash', '=', hash)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return session !== undefined;
}

export async function insertSession(db: Kysely<Tables>, row: SessionRow): Promise<void> {
  await db.insertInto('sessions').values(row).execute();
}

export async function endSession(db: Kysely<Tables>, hash: Buffer): Promise<void> {
  await db.deleteFrom('sessions').where('secret_hash', '=', hash).execute();
}

/** Ends the sessions of an account, but for the one whose secret has the hash `except`. */
export async function endSessionsOf(db: Kysely<Tables>, accountId: string, except?: Buffer): Promise<void> {
  let sessions = db.deleteFrom('sessions').where('account_id', '=', accountId);
  if (except !== undefined) sessions = sessions.where('secret_hash', '!=', except);
  await sessions.execute();
}

/** Removes the sessions that have run out or were last used before a time. */
export async function deleteEndedSessions(db: Kysely<Tables>, now: Date, usedBefore: Date): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((row) => row.or([row('expires_at', '<', now), row('last_seen_at', '<', usedBefore)]))
    .execute();
}
