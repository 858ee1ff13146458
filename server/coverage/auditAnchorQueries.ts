import { type Kysely, sql } from 'kysely';
import type { AuditAnchor } from '../audit/auditLog.ts';
import type { Tables } from '../db/tables.ts';

/** The entries of the audit log that the certificates of a database's generations name. Older certificates name none. */
export async function auditAnchors(kysely: Kysely<Tables>): Promise<AuditAnchor[]> {
  const rows = await kysely
    .selectFrom('generations')
    .select(['number', sql<{ sequence: number; sha256: string } | null>`certificate -> 'auditHead'`.as('head')])
    .execute();
  return rows.flatMap(({ number, head }) =>
    head ? [{ ...head, named: `the certificate of generation ${number}` }] : [],
  );
}
