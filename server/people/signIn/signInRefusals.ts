import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../../audit/auditLog.ts';
import { lockAuditHead } from '../../audit/auditQueries.ts';
import { countInTally, hasTallies, takeTallies } from '../../audit/auditTallyQueries.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';

const TALLY_MS = 10 * 60_000;

/** `session.refuse`: a wrong name or password; `session.lock`: the one after which whoever tried has to wait. */
type Refusal = 'session.refuse' | 'session.lock';

/** A refused try: at which account's name, null for one nobody has, whether a wait begins with it, and from where. */
export interface RefusedTry {
  username: string | null;
  locks: boolean;
  address: string;
}

/**
 * Writes a refused try down: at an account's name as entries of the audit log, of which the waits let only so many come about; at names
 * nobody has, which anybody can go on inventing, in a count. Both take the same number of statements and the same turn, so that
 * the time of an answer does not tell which it was.
 */
export async function noteRefusal(kysely: Kysely<Tables>, tried: RefusedTry, now: number): Promise<void> {
  const actions: Refusal[] = tried.locks ? ['session.refuse', 'session.lock'] : ['session.refuse'];
  await inTransaction(kysely, async (trx) => {
    for (const action of actions) {
      const { username, address } = tried;
      if (username === null) await count(trx, action, now);
      else await appendAudit(trx, { actor: username, action, target: username, address });
    }
  });
}

async function count(trx: Transaction<Tables>, action: Refusal, now: number): Promise<void> {
  await lockAuditHead(trx);
  await countInTally(trx, action, new Date(now));
}

/** Makes one entry of the audit log of each count that was begun ten minutes ago or earlier. */
export async function writeTallies(kysely: Kysely<Tables>, now: number): Promise<void> {
  const due = new Date(now - TALLY_MS);
  if (!(await hasTallies(kysely, due))) return;
  await inTransaction(kysely, async (trx) => {
    // Before the counts, as those who count do: two that lock in turns would wait for each other.
    await lockAuditHead(trx);
    for (const { action, count: times, first_at, last_at } of await takeTallies(trx, due)) {
      const after = { count: times, first: first_at.toISOString(), last: last_at.toISOString() };
      await appendAudit(trx, { actor: 'unknown', action, target: 'unknown', after });
    }
  });
}
