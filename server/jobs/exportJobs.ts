import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { appendAudit } from '../audit/auditLog.ts';
import { actorOf, type KnownCaller } from '../core/people/caller.ts';
import type { JobRow } from './queries.ts';
import type { Jobs } from './service.ts';

/** A file that has been made. */
export interface ExportedFile {
  name: string;
  content: Readable;
}

/** What is asked for, of what, and what it is called in the audit log. */
export interface ExportWish<Order> {
  order: Order;
  scope: string;
  subject: string;
  /** What the file will be called. */
  name: string;
  action: string;
}

/** Exports wait for each other; more than this many waiting are told to come back. */
const MOST_WAITING = 8;

/** Files that are made in the background and fetched later: one kind of job, seen by whoever asked for it. */
export class ExportJobs<Order> {
  readonly #jobs: Jobs;
  readonly #kind: string;

  /** `write` makes the file, with the rights that whoever asked has now. */
  constructor(
    jobs: Jobs,
    kind: string,
    write: (order: Order, caller: KnownCaller, signal: AbortSignal) => Promise<ExportedFile>,
  ) {
    this.#jobs = jobs;
    this.#kind = kind;
    jobs.register({
      name: kind,
      unit: 'file',
      atOnce: 1,
      mostWaiting: MOST_WAITING,
      run: async (input, { caller, signal }) => {
        const { name, content } = await write(input as Order, caller, signal);
        const bytes = await buffer(content);
        return { result: { name, bytes: bytes.length }, file: { name, bytes } };
      },
      maySee: () => Promise.resolve(false),
    });
  }

  /** Asks for a file. That somebody takes it away is noted before it is made. */
  ask(caller: KnownCaller, { order, scope, subject, name, action }: ExportWish<Order>): Promise<JobRow> {
    const wish = { kind: this.#kind, scope, subject, title: name, input: order };
    return this.#jobs.ask(caller, wish, (trx) =>
      appendAudit(trx, { actor: actorOf(caller), action, target: name, scope, address: caller.address }),
    );
  }
}
