import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { findJobs, type JobRow } from './queries.ts';

const LOOK_EVERY_MS = 400;

type OnChange = (job: JobRow) => void;

/** Whoever follows a job in this process, wherever it runs: while there are any, the rows are read a few times a second. */
export class JobFollowers {
  readonly #db: Kysely<Tables>;
  readonly #followers = new Map<string, { version: number; calls: Set<OnChange> }>();
  #timer: NodeJS.Timeout | null = null;
  #looking = false;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  add(id: string, onChange: OnChange): () => void {
    const known = this.#followers.get(id) ?? { version: 0, calls: new Set<OnChange>() };
    known.calls.add(onChange);
    this.#followers.set(id, known);
    known.version = 0;
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
    void this.#look();
    return () => {
      known.calls.delete(onChange);
      if (known.calls.size === 0) this.#followers.delete(id);
      if (this.#followers.size === 0) this.stop();
    };
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#followers.size === 0) return;
    this.#looking = true;
    try {
      for (const job of await findJobs(this.#db, [...this.#followers.keys()])) this.#tell(job);
    } catch {
      // Whoever follows waits: what is read next tells everything.
    } finally {
      this.#looking = false;
    }
  }

  #tell(job: JobRow): void {
    const known = this.#followers.get(job.id);
    if (!known || known.version === job.version) return;
    known.version = job.version;
    for (const call of Array.from(known.calls)) call(job);
  }
}
