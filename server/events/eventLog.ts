import type { Kysely } from 'kysely';
import type { EventData, EventKind } from '../core/events/events.ts';
import type { Tables } from '../db/tables.ts';
import { insertEvent } from './queries.ts';

/** Something that became true. */
export interface NewEvent<K extends EventKind = EventKind> {
  kind: K;
  /** The code prefix it is about: whose area it touches may hear of it. */
  scope: string;
  /** Whom alone it is for. */
  account?: string;
  at: Date;
  data: EventData[K];
}

/** Writes an event in the transaction that makes it true, as one of its last steps: who writes one after this waits for the commit. */
export const appendEvent = <K extends EventKind>(trx: Kysely<Tables>, event: NewEvent<K>): Promise<void> =>
  insertEvent(trx, {
    kind: event.kind,
    scope: event.scope,
    account: event.account ?? null,
    at: event.at,
    data: JSON.stringify(event.data),
  });
