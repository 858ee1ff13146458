import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.ts';
import type { RequestKey } from '../http/requestKey.ts';

/** A finished import as it is kept: its report, and the candidate it can be published from, as JSON values. */
export interface ImportRow {
  id: string;
  createdAt: Date;
  createdBy: string;
  /** The account of that name; null where an older version wrote it of one that is not known. */
  createdByAccount: string | null;
  publishedBy: string | null;
  publishRequestKey: string | null;
  publishRequestSha256: string | null;
  state: 'ready' | 'faulty' | 'published';
  title: string;
  report: unknown;
  generation: number | null;
}

const columns = [
  'id',
  'created_at as createdAt',
  'created_by as createdBy',
  'created_by_account as createdByAccount',
  'published_by as publishedBy',
  'publish_request_key as publishRequestKey',
  'publish_request_sha256 as publishRequestSha256',
  'state',
  'title',
  'report',
  'generation',
] as const;

/** Imports older than the newest so many lose their data; their reports stay. */
const KEPT_CANDIDATES = 5;

export async function insertImport(
  db: Kysely<Tables>,
  district: string,
  row: Pick<ImportRow, 'id' | 'createdAt' | 'createdBy' | 'createdByAccount' | 'state' | 'title' | 'report'>,
  candidate: unknown,
  request: RequestKey | null,
): Promise<void> {
  await db
    .insertInto('imports')
    .values({
      id: row.id,
      district,
      created_at: row.createdAt,
      created_by: row.createdBy,
      state: row.state,
      title: row.title,
      report: JSON.stringify(row.report),
      result: candidate === null ? null : JSON.stringify(candidate),
      generation: null,
      created_by_account: row.createdByAccount,
      request_key: request?.key ?? null,
      request_sha256: request?.sha256 ?? null,
    })
    .execute();
  const newest = db
    .selectFrom('imports')
    .select('id')
    .where('district', '=', district)
    .orderBy('created_at', 'desc')
    .limit(KEPT_CANDIDATES);
  await db
    .updateTable('imports')
    .set({ result: null })
    .where('district', '=', district)
    .where('id', 'not in', newest)
    .execute();
}

export async function listImports(db: Kysely<Tables>, district: string, limit: number): Promise<ImportRow[]> {
  return db
    .selectFrom('imports')
    .select(columns)
    .where('district', '=', district)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

export async function findImport(db: Kysely<Tables>, district: string, id: string): Promise<ImportRow | undefined> {
  return db
    .selectFrom('imports')
    .select(columns)
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The import that an account's request with this key has made already, once it has ended. */
export async function findImportRequest(
  db: Kysely<Tables>,
  district: string,
  account: string,
  key: string,
): Promise<{ id: string; sha256: string | null } | undefined> {
  return db
    .selectFrom('imports')
    .select(['id', 'request_sha256 as sha256'])
    .where('district', '=', district)
    .where('created_by_account', '=', account)
    .where('request_key', '=', key)
    .executeTakeFirst();
}

/** The candidate of an import; null when its data is no longer kept. */
export async function findCandidate(db: Kysely<Tables>, district: string, id: string): Promise<unknown> {
  const row = await db
    .selectFrom('imports')
    .select('result')
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.result ?? null;
}

/** Marks an import that is ready as published; false when it is not ready any more. */
export async function markPublished(
  db: Kysely<Tables>,
  district: string,
  id: string,
  generation: number,
  account: string,
  request: RequestKey | null,
): Promise<boolean> {
  const result = await db
    .updateTable('imports')
    .set({
      state: 'published',
      generation,
      published_by: account,
      publish_request_key: request?.key ?? null,
      publish_request_sha256: request?.sha256 ?? null,
    })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function deleteImport(db: Kysely<Tables>, district: string, id: string): Promise<boolean> {
  const result = await db
    .deleteFrom('imports')
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
