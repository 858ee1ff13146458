import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { DraftAnswer, DraftTask } from './draftWorker.ts';

const IDLE_MS = 60_000;
const MEMORY_MEGABYTES = 2048;
/** A draft that takes longer is given up. */
const TIME_LIMIT_MS = 300_000;

/** Drafts on a thread of its own, one after the other, so that nobody's edit waits for somebody's draft. */
export class DraftPool {
  readonly #pool: Piscina;

  constructor() {
    const source = import.meta.url.endsWith('.ts');
    const worker = new URL(source ? './draftWorkerFromSource.mjs' : './draftWorker.js', import.meta.url);
    this.#pool = new Piscina({
      filename: worker.href,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MEGABYTES },
      ...(source ? { execArgv: [] } : {}),
    });
    // A thread that cannot start fails its task, too; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
  }

  /** Runs a draft and tells its steps. Throws what its thread throws, and an `AbortError` when it takes too long. */
  async run(
    task: Omit<DraftTask, 'progress'>,
    onProgress: (step: string, fraction: number) => void,
  ): Promise<DraftAnswer> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', ({ step, fraction }: { step: string; fraction: number }) => onProgress(step, fraction));
    try {
      return (await this.#pool.run(
        { ...task, progress: port2 },
        { name: 'draft', transferList: [port2], signal: AbortSignal.timeout(TIME_LIMIT_MS) },
      )) as DraftAnswer;
    } finally {
      port1.close();
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}
