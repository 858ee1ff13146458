import type { Clock } from '../../clock/clock.ts';
import { isTrouble } from '../../db/trouble.ts';
import type { Log } from '../../log/log.ts';
import type { PlanDecisions } from './deciding.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Publishes plans at the time they were given. */
    planSchedule: PlanSchedule;
  }
}

/** So often each process looks for plans whose time has come. */
const LOOK_EVERY_MS = 1_000;

/** Publishes plans at the time they were given. Runs in every process; the lock on the plan's row lets one of them do it. */
export class PlanSchedule {
  readonly #decisions: PlanDecisions;
  readonly #log: Log;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(decisions: PlanDecisions, log: Log, clock: Clock) {
    this.#clock = clock;
    this.#decisions = decisions;
    this.#log = log;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  /** Publishes what is due now. Never throws: what fails is said in the log, or by the plan itself. */
  look(): Promise<void> {
    this.#looking ??= this.#decisions
      .publishDue(this.#clock())
      .catch((error: unknown) => {
        if (!isTrouble(error)) this.#log.error({ err: error }, 'scheduled plans could not be published');
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  /** Looks no more, and waits for a publication that is under way. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#looking;
  }
}
