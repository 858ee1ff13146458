import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { Job, JobOwner, JobState } from '../core/jobs/schemas.ts';
import type { KnownCaller } from '../core/people/caller.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { appendEvent } from '../events/eventLog.ts';
import { demandSameRequest, type RequestKey } from '../http/requestKey.ts';
import { JobFollowers } from './followers.ts';
import type { JobKind } from './jobKinds.ts';
import type { JobFile, JobFilter, JobRow, NewJobFile } from './queries.ts';
import * as queries from './queries.ts';

/** What is asked for. */
export interface NewJob {
  kind: string;
  /** The code prefix it is about. */
  scope: string;
  subject: string;
  title: string;
  input: unknown;
  files?: readonly NewJobFile[];
  request?: RequestKey | null;
  /** When it is to be done, where that is not at once. */
  dueAt?: Date;
}

/** Background work: asked for here, shown, followed and cancelled in every process, and done by whichever takes it (jobs/runner.ts). */
export class Jobs {
  readonly #db: Kysely<Tables>;
  readonly #kinds = new Map<string, JobKind>();
  readonly #followers: JobFollowers;
  /** Is told that there is something to do. */
  #onNew: () => void = () => undefined;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#followers = new JobFollowers(db);
  }

  /** A slice says what it does in the background. A job whose kind nobody knows would wait for ever: it cannot be asked for. */
  register(kind: JobKind): void {
    if (this.#kinds.has(kind.name)) throw new Error(`There are two kinds of job named ${kind.name}.`);
    this.#kinds.set(kind.name, kind);
  }

  get kinds(): ReadonlyMap<string, JobKind> {
    return this.#kinds;
  }

  whenNew(onNew: () => void): void {
    this.#onNew = onNew;
  }

  /**
   * Asks for a job. The same request sent again gives the same job. `write` belongs to the transaction that makes it. Throws `unavailable`
   * when too many of its kind wait, `key-reused` when another request had its key.
   */
  async ask(
    caller: KnownCaller,
    wish: NewJob,
    write: (trx: Parameters<Parameters<typeof inTransaction>[1]>[0], job: JobRow) => Promise<void> = async () => {},
  ): Promise<JobRow> {
    const kind = this.#kindOf(wish.kind);
    const { principal, now } = caller;
    const { request = null } = wish;
    const earlier = request && (await this.askedBefore(caller, wish.kind, request));
    if (earlier) return earlier;
    await this.#demandRoom(kind);
    const row = await inTransaction(this.#db, async (trx) => {
      const made = await queries.insertJob(trx, newRow(principal, now, wish));
      if (!made) return undefined;
      for (const file of wish.files ?? []) await queries.insertJobFile(trx, made.id, file);
      await write(trx, made);
      await tellOf(trx, made, now);
      return made;
    });
    // The same request at the same moment was first.
    const job = row ?? (request && (await this.askedBefore(caller, wish.kind, request)));
    if (!job) throw new Fault('unavailable', 'The work could not be begun. Please try again.');
    this.#onNew();
    return job;
  }

  /** Asks for a job in the transaction that makes it necessary. */
  async askWithin(trx: Transaction<Tables>, owner: JobOwner, now: Date, wish: NewJob): Promise<void> {
    this.#kindOf(wish.kind);
    const made = await queries.insertJob(trx, newRow(owner, now, wish));
    if (made) await tellOf(trx, made, now);
  }

  /** Whether a job of a kind waits for a subject, or is being done. */
  async isOpen(trx: Transaction<Tables>, kind: string, subject: string): Promise<boolean> {
    return (await queries.listJobs(trx, { kind, subject, states: queries.OPEN, limit: 1 })).length > 0;
  }

  /** Calls off what waits for a subject, in the transaction that makes it needless. */
  async withdraw(trx: Transaction<Tables>, kind: string, subject: string, now: Date): Promise<void> {
    for (const job of await queries.listJobs(trx, { kind, subject, states: ['queued'], limit: MOST_LOOKED_AT })) {
      const cancelled = await queries.cancelJob(trx, job.id, now);
      if (cancelled) await tellOf(trx, cancelled, now);
    }
  }

  /** The job that this request has asked for already. */
  async askedBefore(caller: KnownCaller, kind: string, request: RequestKey): Promise<JobRow | null> {
    const row = await queries.findJobByRequest(this.#db, caller.principal.accountId, kind, request.key);
    if (!row) return null;
    demandSameRequest(row.request_sha256, request);
    return row;
  }

  /** A job that this person may see: their own, or of something they may see. Throws `not-found`. */
  async find(caller: KnownCaller, id: string): Promise<JobRow> {
    const row = await queries.findJob(this.#db, id);
    if (!row || !(await this.#maySee(caller, row))) throw new Fault('not-found', 'There is no such job.');
    return row;
  }

  /** A job whatever it is, for the slice that knows whom it shows it to. */
  peek(id: string): Promise<JobRow | undefined> {
    return queries.findJob(this.#db, id);
  }

  /** Those that this person may see, newest first. */
  async list(caller: KnownCaller, filter: { states?: readonly JobState[]; limit: number }): Promise<JobRow[]> {
    const rows = await queries.listJobs(this.#db, { ...filter, limit: MOST_LOOKED_AT });
    const seen: JobRow[] = [];
    for (const row of rows) {
      if (seen.length === filter.limit) break;
      if (await this.#maySee(caller, row)) seen.push(row);
    }
    return seen;
  }

  /** Those of one kind, whoever may see them: for the slice that knows. */
  ofKind(kind: string, filter: Omit<JobFilter, 'kind'>): Promise<JobRow[]> {
    return queries.listJobs(this.#db, { ...filter, kind });
  }

  /** Cancels a job that has not ended; one that has, or whose end is being written, stays as it is. Gives it as it is then. */
  async cancel(caller: KnownCaller, job: JobRow): Promise<JobRow> {
    const { now } = caller;
    return inTransaction(this.#db, async (trx) => {
      const cancelled = await queries.cancelJob(trx, job.id, now);
      if (cancelled) {
        await this.#kinds.get(job.kind)?.cancel?.(trx, caller, cancelled);
        await tellOf(trx, cancelled, now);
      }
      return cancelled ?? (await queries.findJob(trx, job.id)) ?? job;
    });
  }

  async forget(id: string): Promise<void> {
    await queries.deleteJob(this.#db, id);
  }

  /** Calls back with a job whenever it has changed. Gives the function that stops it. */
  follow(id: string, onChange: (job: JobRow) => void): () => void {
    return this.#followers.add(id, onChange);
  }

  file(job: JobRow): Promise<JobFile | undefined> {
    return queries.readJobFile(this.#db, job.id, queries.RESULT_PART);
  }

  /** A job as it is shown. */
  async shown(job: JobRow): Promise<Job> {
    const hasFile = job.state === 'done' && (await queries.hasJobFile(this.#db, job.id, queries.RESULT_PART));
    return {
      id: job.id,
      kind: job.kind,
      subject: job.subject,
      title: job.title,
      state: job.state,
      step: job.steps.at(-1) ?? '',
      progress: { done: job.done, total: job.total, unit: this.#kinds.get(job.kind)?.unit ?? '' },
      createdAt: job.created_at.toISOString(),
      createdBy: job.owner_principal.username,
      ...(job.due_at === null ? {} : { dueAt: job.due_at.toISOString() }),
      ...(job.finished_at === null ? {} : { finishedAt: job.finished_at.toISOString() }),
      ...(job.result === null ? {} : { result: job.result }),
      ...(job.problem === null ? {} : { problem: job.problem }),
      ...(hasFile ? { file: `/api/v1/jobs/${job.id}/file` } : {}),
    };
  }

  stop(): void {
    this.#followers.stop();
  }

  async #maySee(caller: KnownCaller, job: JobRow): Promise<boolean> {
    if (job.owner === caller.principal.accountId) return true;
    return (await this.#kinds.get(job.kind)?.maySee(caller, job)) ?? false;
  }

  #kindOf(name: string): JobKind {
    const kind = this.#kinds.get(name);
    if (!kind) throw new Error(`Nobody does jobs of the kind ${name}.`);
    return kind;
  }

  async #demandRoom({ name, mostWaiting }: JobKind): Promise<void> {
    if ((await queries.countQueued(this.#db, name)) < mostWaiting) return;
    throw new Fault('unavailable', 'Much of this is being worked on at the moment. Please try again in a minute.', [], {
      retryAfterSeconds: 60,
    });
  }
}

const MOST_LOOKED_AT = 500;

const newRow = (owner: JobOwner, now: Date, wish: NewJob): queries.NewJobRow => {
  const { kind, accountId, username, name, roles } = owner;
  return {
    id: randomUUID(),
    kind: wish.kind,
    scope: wish.scope,
    subject: wish.subject,
    title: wish.title,
    owner: accountId,
    owner_principal: JSON.stringify({ kind, accountId, username, name, roles }),
    input: JSON.stringify(wish.input),
    created_at: now,
    due_at: wish.dueAt ?? null,
    request_key: wish.request?.key ?? null,
    request_sha256: wish.request?.sha256 ?? null,
  };
};

/** Tells whoever asked for a job what has become of it. */
export const tellOf = (trx: Kysely<Tables>, job: JobRow, now: Date): Promise<void> =>
  appendEvent(trx, {
    kind: 'job',
    scope: job.scope,
    account: job.owner,
    at: now,
    data: { id: job.id, kind: job.kind, subject: job.subject, state: job.state },
  });
