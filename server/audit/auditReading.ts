import type { Kysely } from 'kysely';
import { csvLine } from '../core/csv.ts';
import type { AuditEntry, AuditQuery } from '../core/people/audit.ts';
import type { Principal } from '../core/people/caller.ts';
import { scopesOf } from '../core/people/rights.ts';
import type { Tables } from '../db/tables.ts';
import { type AuditRow, entriesAfter, newestEntriesOf } from './auditQueries.ts';

const EXPORT_PAGE = 1_000;

/** Entries newest first, of the reader's areas and of the service as a whole. */
export async function readEntries(
  kysely: Kysely<Tables>,
  reader: Principal,
  { cursor, actor, action }: AuditQuery,
  atMost: number,
): Promise<AuditEntry[]> {
  const rows = await newestEntriesOf(kysely, readableBy(reader), { before: cursor, actor, action }, atMost);
  return rows.map(entryOf);
}

/** The lines of an export, oldest first, page by page so that memory stays small. */
export async function* exportAudit(
  kysely: Kysely<Tables>,
  reader: Principal,
  format: 'jsonl' | 'csv',
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(COLUMNS);
  for (let last = 0; ; ) {
    const rows = await entriesAfter(kysely, readableBy(reader), last, EXPORT_PAGE);
    for (const row of rows) yield format === 'csv' ? csvLine(cellsOf(row)) : `${JSON.stringify(entryOf(row))}\n`;
    if (rows.length < EXPORT_PAGE) return;
    last = rows.at(-1)?.sequence ?? last;
  }
}

const readableBy = (reader: Principal): string[] => scopesOf(reader.roles, 'oversee');

function entryOf(row: AuditRow): AuditEntry {
  const { sequence, actor, action, target, scope, address, hash } = row;
  const [before, after] = [row.before, row.after].map((text) => (text === null ? null : (JSON.parse(text) as unknown)));
  return {
    sequence,
    at: row.at.toISOString(),
    actor,
    action,
    target,
    scope,
    before,
    after,
    address,
    previousHash: row.previous_hash,
    hash,
  };
}

const COLUMNS = [
  'sequence',
  'at',
  'actor',
  'action',
  'target',
  'scope',
  'before',
  'after',
  'address',
  'previousHash',
  'hash',
];

function cellsOf(row: AuditRow): (string | null)[] {
  const { sequence, at, actor, action, target, scope, before, after, address, previous_hash, hash } = row;
  return [
    String(sequence),
    at.toISOString(),
    actor,
    action,
    target,
    scope,
    before,
    after,
    address,
    previous_hash,
    hash,
  ];
}
