import { randomUUID } from 'node:crypto';
import { Fault } from '../../../server/core/fault.ts';
import type { KnownCaller } from '../../../server/core/people/caller.ts';
import type { JobsForDrafts } from '../../../server/drafting/service.ts';
import { type JobKind, JobLost } from '../../../server/jobs/jobKinds.ts';
import type { JobRow } from '../../../server/jobs/queries.ts';

/** Jobs without a database: done at once, one after the other, in this process. */
export class JobsInMemory implements JobsForDrafts {
  readonly #kinds = new Map<string, JobKind>();
  readonly #jobs = new Map<string, { job: JobRow; abort: AbortController }>();
  #last: Promise<unknown> = Promise.resolve();

  register(kind: JobKind): void {
    this.#kinds.set(kind.name, kind);
  }

  async ask(caller: KnownCaller, wish: Parameters<JobsForDrafts['ask']>[1]): Promise<JobRow> {
    const { kind, subject, title, input } = wish;
    const job = {
      id: randomUUID(),
      kind,
      subject,
      title,
      input,
      state: 'queued',
      steps: [],
      done: 0,
      total: 1,
      result: null,
      problem: null,
    };
    const held = { job: job as unknown as JobRow, abort: new AbortController() };
    this.#jobs.set(job.id, held);
    this.#last = this.#last.then(() => this.#run(held, caller));
    return Promise.resolve({ ...held.job });
  }

  peek(id: string): Promise<JobRow | undefined> {
    const held = this.#jobs.get(id);
    return Promise.resolve(held && { ...held.job });
  }

  cancel(_caller: KnownCaller, { id }: JobRow): Promise<JobRow> {
    const held = this.#jobs.get(id);
    if (!held) throw new Error('There is no such job.');
    if (held.job.state === 'queued' || held.job.state === 'running') {
      held.job.state = 'cancelled';
      held.abort.abort(new JobLost('cancelled'));
    }
    return Promise.resolve({ ...held.job });
  }

  async #run({ job, abort }: { job: JobRow; abort: AbortController }, caller: KnownCaller): Promise<void> {
    if (job.state !== 'queued') return;
    job.state = 'running';
    try {
      const end = await this.#kinds.get(job.kind)?.run(job.input, {
        job,
        caller,
        signal: abort.signal,
        progress: (step, done = 0) => Object.assign(job, { steps: [...job.steps, step], done }),
        file: () => Promise.resolve(undefined),
        beginEnd: () => (job.state === 'running' ? Promise.resolve() : Promise.reject(new JobLost('cancelled'))),
      });
      Object.assign(job, { state: 'done', result: end?.result });
    } catch (error) {
      if (error instanceof JobLost) return;
      if (!(error instanceof Fault)) throw error;
      Object.assign(job, { state: 'failed', problem: { code: error.code, detail: error.detail } });
    }
  }
}
