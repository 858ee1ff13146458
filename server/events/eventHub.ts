import type { Kysely } from 'kysely';
import type { Clock } from '../clock/clock.ts';
import type { EventKind } from '../core/events/events.ts';
import { Poller } from '../db/poller.ts';
import type { Tables } from '../db/tables.ts';
import type { Log } from '../log/log.ts';
import * as queries from './queries.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Spreads what happens. */
    eventHub: EventHub;
  }
}

/** An event as it is spread. */
export interface HeardEvent {
  sequence: number;
  kind: EventKind;
  scope: string;
  account: string | null;
  at: Date;
  data: unknown;
}

const LOOK_EVERY_MS = 500;
const PAGE = 500;
const KEPT_MS = 7 * 86_400_000;
const TIDY_EVERY_MS = 3_600_000;

type Listener = (event: HeardEvent) => void;

/** Spreads what happens, in whichever process, to those in this one who want to hear of it. One reader of the table for all of them. */
export class EventHub {
  readonly #db: Kysely<Tables>;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #listeners = new Set<Listener>();
  readonly #ends = new Set<() => void>();
  #newest: number | null = null;
  readonly #poller: Poller;
  #tidiedAt = Number.NEGATIVE_INFINITY;

  constructor(db: Kysely<Tables>, log: Log, clock: Clock) {
    this.#db = db;
    this.#log = log;
    this.#clock = clock;
    this.#poller = new Poller({
      everyMs: LOOK_EVERY_MS,
      look: () => this.#look(),
      failure: 'the events could not be read',
      log: () => log,
    });
  }

  /** The process stops: whoever listens is let go. */
  close(): void {
    for (const end of Array.from(this.#ends)) end();
  }

  /** `end` is called when the process stops. */
  whenClosed(end: () => void): () => void {
    this.#ends.add(end);
    return () => this.#ends.delete(end);
  }

  /** Calls back with what happens from now on. Gives the function that stops it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#poller.start();
  }

  stop(): Promise<void> {
    return this.#poller.stop();
  }

  /** Reads what is new and tells it. Never throws. */
  look(): Promise<void> {
    return this.#poller.look();
  }

  async #look(): Promise<void> {
    if (this.#newest === null) {
      this.#newest = await queries.newestEvent(this.#db);
      return;
    }
    for (;;) {
      const rows = await queries.readEvents(this.#db, this.#newest, PAGE);
      for (const row of rows) this.#tell(heard(row));
      if (rows.length < PAGE) break;
    }
    await this.#tidy();
  }

  #tell(event: HeardEvent): void {
    this.#newest = event.sequence;
    for (const listener of Array.from(this.#listeners)) {
      try {
        listener(event);
      } catch (error) {
        this.#log.error({ err: error, kind: event.kind }, 'a listener failed on an event');
      }
    }
  }

  async #tidy(): Promise<void> {
    if (performance.now() - this.#tidiedAt < TIDY_EVERY_MS) return;
    this.#tidiedAt = performance.now();
    await queries.deleteEventsBefore(this.#db, new Date(this.#clock().getTime() - KEPT_MS));
  }
}

/** An event from its row. */
export const heard = ({ sequence, kind, scope, account, at, data }: queries.EventRow): HeardEvent => ({
  sequence: Number(sequence),
  kind: kind as EventKind,
  scope,
  account,
  at,
  data,
});
