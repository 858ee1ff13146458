import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { canonicalJson } from '../core/canonicalJson.ts';
import type { AuditVerdict } from '../core/people/audit.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { type AuditRow, hasEntry, insertEntry, lockAuditHead, readEntries, readHead } from './auditQueries.ts';

/** Something that happened. `before` and `after` are plain values without secrets and positions. */
export interface AuditEvent {
  /** The account's name, or `system`. */
  actor: string;
  /** `account.create`, `session.open`, … */
  action: string;
  /** What it was done to: an account's name, a code, a number. */
  target: string;
  /** The code prefix it is about; absent: the service as a whole. */
  scope?: string | null;
  before?: unknown;
  after?: unknown;
  address?: string | null;
}

const FIRST_PREVIOUS = '0'.repeat(64);

/**
 * Writes an entry in the transaction of the change it tells of, so that neither is there without the other. Each entry's hash
 * covers the one before; the head row makes writers take turns until they commit, so append as the last step. The time is the database's,
 * one clock for all who write.
 */
export async function appendAudit(trx: Transaction<Tables>, event: AuditEvent): Promise<void> {
  const head = await lockAuditHead(trx);
  const unsigned = {
    sequence: head.sequence + 1,
    at: head.at,
    actor: event.actor,
    action: event.action,
    target: event.target,
    scope: event.scope ?? null,
    before: event.before === undefined ? null : canonicalJson(event.before),
    after: event.after === undefined ? null : canonicalJson(event.after),
    address: event.address ?? null,
    previous_hash: head.hash,
  };
  const hash = hashOf(unsigned);
  await insertEntry(trx, { ...unsigned, hash });
}

/** Writes an entry for something that changes nothing in the database, such as a file that was given out. */
export const noteInAudit = (kysely: Kysely<Tables>, event: AuditEvent): Promise<void> =>
  inTransaction(kysely, (trx) => appendAudit(trx, event));

/** An entry that something outside the log names by its hash, and what that is: `the certificate of generation 3`. */
export interface AuditAnchor {
  sequence: number;
  sha256: string;
  named: string;
}

/** The newest entry, as the transaction sees it. */
export async function auditHead(db: Kysely<Tables>): Promise<Pick<AuditAnchor, 'sequence' | 'sha256'>> {
  const { sequence, hash } = await readHead(db);
  return { sequence: Number(sequence), sha256: hash };
}

function hashOf(entry: Omit<AuditRow, 'hash'>): string {
  const { at, sequence, actor, action, target, scope, before, after, address, previous_hash } = entry;
  const content = {
    sequence,
    at: at.toISOString(),
    actor,
    action,
    target,
    scope,
    before,
    after,
    address,
    previous_hash,
  };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

const PAGE = 2_000;

/**
 * Walks the whole chain and says where it first breaks, if it does. A chain that was written anew from somewhere on holds by itself:
 * the anchors, which others keep too, show it.
 */
export async function verifyAudit(kysely: Kysely<Tables>, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> {
  const anchored = new Map(anchors.map((anchor) => [anchor.sequence, anchor]));
  let previous = { sequence: 0, hash: FIRST_PREVIOUS };
  for (;;) {
    const rows = await readEntries(kysely, previous.sequence, PAGE);
    for (const row of rows) {
      const reason = flawOf(row, previous, anchored.get(Number(row.sequence)));
      if (reason !== null)
        return {
          ok: false,
          entries: previous.sequence,
          headHash: previous.hash,
          fault: { sequence: row.sequence, reason },
        };
      previous = row;
    }
    if (rows.length < PAGE) break;
  }
  const beyond = anchors.find(({ sequence }) => sequence > previous.sequence);
  if (beyond) {
    const reason = `entries are missing at the end: ${beyond.named} names entry ${beyond.sequence}`;
    const fault = { sequence: previous.sequence + 1, reason };
    return { ok: false, entries: previous.sequence, headHash: previous.hash, fault };
  }
  return compareWithHead(kysely, previous);
}

function flawOf(
  row: AuditRow,
  previous: { sequence: number; hash: string },
  anchor: AuditAnchor | undefined,
): string | null {
  if (row.sequence !== previous.sequence + 1) return `entries are missing before it (after ${previous.sequence})`;
  if (row.previous_hash !== previous.hash) return 'it does not follow from the entry before it';
  if (hashOf(row) !== row.hash) return 'its content is not what was written';
  return anchor && anchor.sha256 !== row.hash ? `it is not the entry that ${anchor.named} names` : null;
}

async function compareWithHead(
  kysely: Kysely<Tables>,
  last: { sequence: number; hash: string },
): Promise<AuditVerdict> {
  const head = await readHead(kysely);
  // Entries written since the last page was read are not a fault; missing ones at the end are.
  const ok = head.sequence > last.sequence ? await hasEntry(kysely, head.sequence) : head.hash === last.hash;
  const fault = ok ? null : { sequence: last.sequence + 1, reason: 'entries are missing at the end' };
  return { ok, entries: last.sequence, headHash: last.hash, fault };
}
