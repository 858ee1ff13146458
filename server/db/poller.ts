import type { Log } from '../log/log.ts';
import { isTrouble } from './trouble.ts';

/** What a poller looks at, how often, and where it says what went wrong. */
export interface Look {
  everyMs: number;
  look: () => Promise<void>;
  /** Said when it fails for a reason that is not the database being away. */
  failure: string;
  log: () => Log;
}

/** Looks at the database again and again, one look at a time. While the database is away nothing is said, and the next look tells all. */
export class Poller {
  readonly #what: Look;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(what: Look) {
    this.#what = what;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), this.#what.everyMs).unref();
  }

  /** Whether it looks by itself. */
  get isRunning(): boolean {
    return this.#timer !== null;
  }

  /** Looks now, unless a look is under way. Never throws. */
  look(): Promise<void> {
    this.#looking ??= this.#what
      .look()
      .catch((error: unknown) => {
        if (!isTrouble(error)) this.#what.log().error({ err: error }, this.#what.failure);
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  /** Looks no more, and waits for a look that is under way. */
  async stop(): Promise<void> {
    this.pause();
    await this.#looking;
  }

  /** Looks no more until it is started again. */
  pause(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }
}
