import type { Kysely } from 'kysely';
import { Poller } from '../db/poller.ts';
import type { Tables } from '../db/tables.ts';
import { silentLog } from '../log/log.ts';
import { findJobs, type JobRow } from './queries.ts';

const LOOK_EVERY_MS = 400;

type OnChange = (job: JobRow) => void;

/** Whoever follows a job in this process, wherever it runs: while there are any, the rows are read a few times a second. */
export class JobFollowers {
  readonly #db: Kysely<Tables>;
  readonly #followers = new Map<string, { version: number; calls: Set<OnChange> }>();
  /** Whoever follows waits where a look fails: what is read next tells everything. */
  readonly #poller = new Poller({
    everyMs: LOOK_EVERY_MS,
    look: () => this.#look(),
    failure: 'the jobs that are followed could not be read',
    log: () => silentLog,
  });

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  add(id: string, onChange: OnChange): () => void {
    const known = this.#followers.get(id) ?? { version: 0, calls: new Set<OnChange>() };
    known.calls.add(onChange);
    this.#followers.set(id, known);
    known.version = 0;
    this.#poller.start();
    void this.#poller.look();
    return () => {
      known.calls.delete(onChange);
      if (known.calls.size === 0) this.#followers.delete(id);
      if (this.#followers.size === 0) this.stop();
    };
  }

  stop(): void {
    this.#poller.pause();
  }

  async #look(): Promise<void> {
    if (this.#followers.size === 0) return;
    for (const job of await findJobs(this.#db, [...this.#followers.keys()])) this.#tell(job);
  }

  #tell(job: JobRow): void {
    const known = this.#followers.get(job.id);
    if (!known || known.version === job.version) return;
    known.version = job.version;
    for (const call of Array.from(known.calls)) call(job);
  }
}
