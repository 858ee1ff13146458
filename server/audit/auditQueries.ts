import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';

export type AuditRow = Tables['audit_log'];

/** The newest entry, by its number and hash. */
export interface AuditHeadRow {
  sequence: number;
  hash: string;
}

/**
 * Holds the newest entry until the transaction ends: who appends after this appends alone. By a function, and a trigger moves the head,
 * since the service's account has no right to change it (db/auditOwner.ts).
 */
export async function lockAuditHead(trx: Transaction<Tables>): Promise<{ sequence: number; hash: string; at: Date }> {
  const { rows } = await sql<{ sequence: number; hash: string; at: Date }>`
    SELECT sequence, hash, clock_timestamp() AS at FROM lock_audit_head()`.execute(trx);
  const [head] = rows;
  if (head === undefined) throw new Error('The audit log has no head.');
  return head;
}

export const insertEntry = (trx: Transaction<Tables>, row: AuditRow): Promise<unknown> =>
  trx.insertInto('audit_log').values(row).execute();

/** The newest entry, as the transaction sees it. */
export const readHead = (db: Kysely<Tables>): Promise<AuditHeadRow> =>
  db.selectFrom('audit_head').select(['sequence', 'hash']).executeTakeFirstOrThrow();

/** Entries after one, oldest first. */
export const readEntries = (db: Kysely<Tables>, after: number, limit: number): Promise<AuditRow[]> =>
  db.selectFrom('audit_log').selectAll().where('sequence', '>', after).orderBy('sequence').limit(limit).execute();

export async function hasEntry(db: Kysely<Tables>, sequence: number): Promise<boolean> {
  const row = await db.selectFrom('audit_log').select('sequence').where('sequence', '=', sequence).executeTakeFirst();
  return row !== undefined;
}

/** Which entries of the log are wanted. */
export interface EntryFilter {
  before?: number | undefined;
  actor?: string | undefined;
  action?: string | undefined;
}

/** The newest entries of some areas and of the service as a whole, newest first. */
export function newestEntriesOf(
  db: Kysely<Tables>,
  scopes: readonly string[],
  { before, actor, action }: EntryFilter,
  atMost: number,
): Promise<AuditRow[]> {
  let rows = entriesOf(db, scopes).orderBy('sequence', 'desc').limit(atMost);
  if (before !== undefined) rows = rows.where('sequence', '<', before);
  if (actor !== undefined) rows = rows.where('actor', '=', actor);
  if (action !== undefined) rows = rows.where('action', '=', action);
  return rows.execute();
}

/** The entries of some areas and of the service as a whole that follow one, oldest first. */
export const entriesAfter = (
  db: Kysely<Tables>,
  scopes: readonly string[],
  after: number,
  atMost: number,
): Promise<AuditRow[]> =>
  entriesOf(db, scopes).where('sequence', '>', after).orderBy('sequence').limit(atMost).execute();

const entriesOf = (db: Kysely<Tables>, scopes: readonly string[]) =>
  db
    .selectFrom('audit_log')
    .selectAll()
    .where((row) =>
      row.or([row('scope', 'is', null), ...scopes.map((scope) => sql<boolean>`starts_with(scope, ${scope})`)]),
    );
