import { Fault } from '../core/fault.ts';
import { ThreadPool, workModule } from '../threads/threadPool.ts';
import { ThreadTrouble } from '../threads/threadTrouble.ts';
import type { DraftAnswer, DraftTask } from './draftWorker.ts';

const MEMORY_MEGABYTES = 2048;
/** A draft that takes longer is given up. */
const TIME_LIMIT_MS = 300_000;
/** Jobs wait in the database; this many in one process are never reached. */
const MOST_WAITING = 8;

/** Drafts on a thread of its own, one after the other, so that nobody's edit waits for somebody's draft. */
export class DraftPool {
  readonly #threads = new ThreadPool({
    work: workModule('./draftWorker', import.meta.url),
    threads: 1,
    timeLimitMs: TIME_LIMIT_MS,
    memoryMegabytes: MEMORY_MEGABYTES,
    mostWaiting: MOST_WAITING,
  });

  /** Runs a draft and tells its steps. Throws the `Fault` that refuses it, or what `signal` was aborted with. */
  async run(
    task: Omit<DraftTask, 'progress'>,
    onProgress: (step: string, fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<DraftAnswer> {
    const told = ({ step, fraction }: { step: string; fraction: number }) => onProgress(step, fraction);
    try {
      return await this.#threads.runTelling<DraftAnswer, Parameters<typeof told>[0]>(
        'draft',
        (progress) => ({ ...task, progress }),
        told,
        { signal },
      );
    } catch (error) {
      throw error instanceof ThreadTrouble ? refusalOf(error) : error;
    }
  }

  close(): Promise<void> {
    return this.#threads.close();
  }
}

function refusalOf({ reason }: ThreadTrouble): Fault {
  if (reason === 'took-too-long') return new Fault('too-large', 'The draft took too long and was given up.');
  if (reason === 'out-of-memory') return new Fault('too-large', 'The draft needs more memory than there is for one.');
  return new Fault('unavailable', 'The draft was broken off. Please try again.');
}
