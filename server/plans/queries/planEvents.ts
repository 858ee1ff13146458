import { type Selectable, sql, type Transaction } from 'kysely';
import type { PlanEvent, PlanVerb } from '../../core/plans/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import type { RequestKey } from '../../http/requestKey.ts';
import type { PlanRow, Reader } from './planQueries.ts';

export type EventRow = Selectable<Tables['plan_events']>;

/** What is written into a plan's thread. */
export interface NewThreadEntry {
  verb: PlanVerb;
  /** Null for the service itself. */
  by: { accountId: string; name: string } | null;
  words: string;
  at: Date;
  publishAt?: Date | null;
  generation?: number | null;
  request?: RequestKey | null;
}

/** Adds an entry to a plan's thread; `plan` is its row, locked, as the decision leaves it. */
export async function appendToThread(trx: Transaction<Tables>, plan: PlanRow, event: NewThreadEntry): Promise<void> {
  const next = sql<number>`(SELECT COALESCE(max(sequence), 0) + 1 FROM plan_events WHERE plan = ${plan.id})`;
  await trx
    .insertInto('plan_events')
    .values({
      plan: plan.id,
      sequence: next,
      verb: event.verb,
      at: event.at,
      actor: event.by?.accountId ?? null,
      actor_name: event.by?.name ?? '',
      words: event.words,
      revision: plan.revision,
      publish_at: event.publishAt ?? null,
      generation: event.generation ?? null,
      request_key: event.request?.key ?? null,
      request_sha256: event.request?.sha256 ?? null,
    })
    .execute();
}

/** A plan's thread, oldest first. */
export async function readThread(db: Reader, plan: string): Promise<PlanEvent[]> {
  const rows = await db.selectFrom('plan_events').selectAll().where('plan', '=', plan).orderBy('sequence').execute();
  return rows.map((row) => ({
    sequence: row.sequence,
    verb: row.verb,
    at: row.at.toISOString(),
    by: row.actor === null && row.actor_name === '' ? null : { id: row.actor, name: row.actor_name },
    words: row.words,
    revision: row.revision,
    publishAt: row.publish_at?.toISOString() ?? null,
    generation: row.generation,
  }));
}

/** The decision that a person's request with this key has made already. */
export function findDecision(db: Reader, plan: string, account: string, key: string): Promise<EventRow | undefined> {
  return db
    .selectFrom('plan_events')
    .selectAll()
    .where('plan', '=', plan)
    .where('actor', '=', account)
    .where('request_key', '=', key)
    .executeTakeFirst();
}
