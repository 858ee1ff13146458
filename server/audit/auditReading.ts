import type { Kysely } from 'kysely';
import type { AuditEntry, AuditPage, AuditQuery } from '../core/people/audit.ts';
import type { Principal } from '../core/people/caller.ts';
import { scopesOf } from '../core/people/rights.ts';
import type { Tables } from '../db/tables.ts';
import { type AuditRow, entriesOf } from './auditQueries.ts';
import { csvLine } from './csv.ts';

const STANDARD_LIMIT = 100;
const EXPORT_PAGE = 1_000;

/** Entries newest first, of the reader's areas and of the service as a whole. */
export async function auditPage(kysely: Kysely<Tables>, reader: Principal, query: AuditQuery): Promise<AuditPage> {
  const limit = query.limit ?? STANDARD_LIMIT;
  let rows = entriesFor(kysely, reader)
    .orderBy('sequence', 'desc')
    .limit(limit + 1);
  if (query.cursor !== undefined) rows = rows.where('sequence', '<', query.cursor);
  if (query.actor !== undefined) rows = rows.where('actor', '=', query.actor);
  if (query.action !== undefined) rows = rows.where('action', '=', query.action);
  const found = await rows.execute();
  const entries = found.slice(0, limit).map(entryOf);
  return { entries, cursor: found.length > limit ? (entries.at(-1)?.sequence ?? null) : null };
}

/** The lines of an export, oldest first, page by page so that memory stays small. */
export async function* exportAudit(
  kysely: Kysely<Tables>,
  reader: Principal,
  format: 'jsonl' | 'csv',
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(COLUMNS);
  for (let last = 0; ; ) {
    const rows = await entriesFor(kysely, reader)
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(EXPORT_PAGE)
      .execute();
    for (const row of rows) yield format === 'csv' ? csvLine(cellsOf(row)) : `${JSON.stringify(entryOf(row))}\n`;
    if (rows.length < EXPORT_PAGE) return;
    last = rows.at(-1)?.sequence ?? last;
  }
}

const entriesFor = (kysely: Kysely<Tables>, reader: Principal) => entriesOf(kysely, scopesOf(reader.roles, 'oversee'));

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
