import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../core/fault.ts';
import type { JobOwner, JobProblem } from '../core/jobs/schemas.ts';
import type { Principal } from '../core/people/caller.ts';
import { Poller } from '../db/poller.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { isTrouble } from '../db/trouble.ts';
import type { Log } from '../log/log.ts';
import { type JobContext, JobDelayed, type JobEnd, type JobKind, JobLost } from './jobKinds.ts';
import type { JobRow } from './queries.ts';
import * as queries from './queries.ts';
import { type Jobs, tellOf } from './service.ts';

/** So often a process looks for jobs that were asked for elsewhere, or whose process has died. */
const LOOK_EVERY_MS = 1_000;
/** So often a process shows that it is still at a job, and so long it may be silent before another takes the job up. */
const SHOW_EVERY_MS = 1_000;
const LEASE_MS = 15_000;
/** A job whose process has died so often is given up: it may be what they die of. */
const MOST_ATTEMPTS = 3;
/** A job that cannot be done at a moment is begun again so long after. */
const DELAY_MS = 1_000;
const KEPT_MS = 7 * 86_400_000;
const TIDY_EVERY_MS = 3_600_000;

declare module 'fastify' {
  interface FastifyInstance {
    /** Does the background work of this process. */
    jobRunner: JobRunner;
  }
}

export interface RunnerOptions {
  log: Log;
  clock: Clock;
  /** Whoever asked for a job, with the rights they have now; null when their account is closed. */
  actingNow: (owner: JobOwner) => Promise<Principal | null>;
}

/** Does the jobs of a database in this process, beside the runners of others. */
export class JobRunner {
  readonly #jobs: Jobs;
  readonly #db: Kysely<Tables>;
  readonly #options: RunnerOptions;
  readonly #running = new Map<string, RunningJob>();
  readonly #poller: Poller;
  #lookAgain = false;
  #tidiedAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(jobs: Jobs, db: Kysely<Tables>, options: RunnerOptions) {
    this.#jobs = jobs;
    this.#db = db;
    this.#options = options;
    this.#poller = new Poller({
      everyMs: LOOK_EVERY_MS,
      look: () => this.#lookUntilDone(),
      failure: 'the jobs could not be read',
      log: () => options.log,
    });
    jobs.whenNew(() => void this.look());
  }

  start(): void {
    this.#poller.start();
  }

  /** Takes up what there is to do, as much as this process has room for. Never throws. */
  async look(): Promise<void> {
    this.#lookAgain = true;
    await this.#poller.look();
    // What came up as a look ended.
    if (this.#lookAgain && !this.#stopped) await this.#poller.look();
  }

  /** Waits for what this process has taken up to end. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map((running) => running.ended));
  }

  /** Breaks off what runs here and gives it back, for another process or the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#poller.stop();
    await Promise.all([...this.#running.values()].map((running) => running.giveBack()));
  }

  async #lookUntilDone(): Promise<void> {
    do {
      this.#lookAgain = false;
      await this.#tidy();
      for (let claimed = true; claimed && !this.#stopped; ) claimed = await this.#claim();
    } while (this.#lookAgain && !this.#stopped);
  }

  async #claim(): Promise<boolean> {
    const open = [...this.#jobs.kinds.values()].filter((kind) => this.#countOf(kind) < kind.atOnce);
    if (open.length === 0) return false;
    const now = this.#options.clock();
    const lease = { id: randomUUID(), now, until: new Date(now.getTime() + LEASE_MS) };
    const job = await queries.claimJob(
      this.#db,
      open.map(({ name }) => name),
      lease,
    );
    const kind = job && this.#jobs.kinds.get(job.kind);
    if (!job || !kind) return false;
    const running = new RunningJob(this.#db, job, lease.id, kind, this.#options);
    this.#running.set(job.id, running);
    void running.run().finally(() => {
      this.#running.delete(job.id);
      void this.look();
    });
    return true;
  }

  #countOf({ name }: JobKind): number {
    return [...this.#running.values()].filter(({ kind }) => kind.name === name).length;
  }

  async #tidy(): Promise<void> {
    if (performance.now() - this.#tidiedAt < TIDY_EVERY_MS) return;
    this.#tidiedAt = performance.now();
    await queries.deleteJobsBefore(this.#db, new Date(this.#options.clock().getTime() - KEPT_MS));
  }
}

/** A job that this process has. */
class RunningJob {
  readonly kind: JobKind;
  readonly #db: Kysely<Tables>;
  readonly #job: JobRow;
  readonly #held: { id: string; lease: string };
  readonly #options: RunnerOptions;
  readonly #abort = new AbortController();
  readonly #steps: string[] = [];
  #news: { done?: number; total?: number } = {};
  #ended: Promise<void> = Promise.resolve();

  constructor(db: Kysely<Tables>, job: JobRow, lease: string, kind: JobKind, options: RunnerOptions) {
    this.#db = db;
    this.#job = job;
    this.#held = { id: job.id, lease };
    this.kind = kind;
    this.#options = options;
  }

  run(): Promise<void> {
    this.#ended = this.#run();
    return this.#ended;
  }

  /** Settled when it is over, however it ended. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  async giveBack(): Promise<void> {
    this.#abort.abort(new JobLost('The process stops.'));
    await this.#ended;
  }

  async #run(): Promise<void> {
    const shows = setInterval(() => void this.#show(), SHOW_EVERY_MS);
    try {
      const end = await this.#attempt();
      await this.#finish({ state: 'done', end });
    } catch (error) {
      await this.#fail(error).catch((failure: unknown) => this.#say(failure));
    } finally {
      clearInterval(shows);
    }
  }

  async #attempt(): Promise<JobEnd> {
    if (this.#job.attempts > MOST_ATTEMPTS)
      throw new Fault('unavailable', `This was begun ${MOST_ATTEMPTS} times, and the process ended each time.`);
    const { owner_principal: owner } = this.#job;
    const principal =
      (await this.#options.actingNow(owner)) ?? (this.kind.asksRights ? { ...owner, roles: [], secretHash: '' } : null);
    if (!principal) throw new Fault('forbidden', 'The account that asked for this is closed.');
    const { signal } = this.#abort;
    const lost = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return Promise.race([this.kind.run(this.#job.input, this.#context(principal)), lost]);
  }

  #context(principal: Principal): JobContext {
    return {
      job: this.#job,
      caller: { principal, address: null, now: this.#options.clock() },
      signal: this.#abort.signal,
      progress: (step, done, total) => {
        this.#news = { ...(done === undefined ? {} : { done }), ...(total === undefined ? {} : { total }) };
        if (this.#steps.at(-1) === step) return;
        this.#steps.push(step);
        void this.#show();
      },
      file: (part) => queries.readJobFile(this.#db, this.#job.id, part),
      beginEnd: async () => {
        if (!(await this.#renew({ is_final: true }))) throw this.#lose();
      },
    };
  }

  async #show(): Promise<void> {
    if (this.#abort.signal.aborted) return;
    try {
      if (!(await this.#renew({ ...this.#news, steps: [...this.#steps] }))) this.#lose();
    } catch (error) {
      // While the database is away the lease may run out: then another process does the job, and this one finds it lost.
      if (!isTrouble(error)) this.#say(error);
    }
  }

  #renew(change: { steps?: string[]; done?: number; total?: number; is_final?: boolean }): Promise<boolean> {
    const leased_until = new Date(this.#options.clock().getTime() + LEASE_MS);
    return queries.renewJob(this.#db, this.#held, { ...change, leased_until });
  }

  #lose(): JobLost {
    const lost = new JobLost('The job was cancelled, or another process has it.');
    this.#abort.abort(lost);
    return lost;
  }

  async #finish(outcome: { state: 'done'; end: JobEnd } | { state: 'failed'; problem: JobProblem }): Promise<void> {
    const now = this.#options.clock();
    await inTransaction(this.#db, async (trx) => {
      const end = outcome.state === 'done' ? { result: outcome.end.result } : { problem: outcome.problem };
      const row = await queries.finishJob(trx, this.#held, { state: outcome.state, now, steps: this.#steps, ...end });
      if (!row) throw new JobLost('The job was cancelled, or another process has it.');
      if (outcome.state === 'done') {
        const { file, write } = outcome.end;
        if (file) await queries.insertJobFile(trx, row.id, { ...file, part: queries.RESULT_PART });
        await write?.(trx);
      } else await this.kind.fail?.(trx, row, outcome.problem, now);
      await tellOf(trx, row, now);
    });
  }

  async #fail(error: unknown): Promise<void> {
    if (this.#abort.signal.aborted || isTrouble(error)) return queries.releaseJob(this.#db, this.#held);
    if (error instanceof JobDelayed)
      return queries.releaseJob(this.#db, this.#held, new Date(this.#options.clock().getTime() + DELAY_MS));
    if (error instanceof JobLost) return;
    if (!(error instanceof Fault)) this.#say(error);
    await this.#finish({ state: 'failed', problem: problemOf(error) });
  }

  #say(error: unknown): void {
    if (error instanceof JobLost || isTrouble(error)) return;
    const { id, kind } = this.#job;
    this.#options.log.error({ err: error, job: id, kind }, 'a job failed for a reason that is no refusal');
  }
}

function problemOf(error: unknown): JobProblem {
  if (!(error instanceof Fault)) return { code: 'unavailable', detail: 'Something went wrong while this was done.' };
  const { code, detail, errors } = error;
  return { code, detail, ...(errors.length > 0 ? { errors: [...errors] } : {}) };
}
