import { workerData } from 'node:worker_threads';

/** What every thread of a pool is started with. */
export interface ThreadStart {
  /** The module whose functions are its work. */
  work: string;
  /** It gives way to all other threads of the process. */
  isBackground: boolean;
  /** A folder of its own, where its work needs one. */
  folder: string | null;
}

/** What this thread was started with; a file of its own, since the entry waits for the work, and the work may ask. */
export const started = workerData as ThreadStart;
