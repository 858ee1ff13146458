/** What one piece of work may take of a thread. */
export interface ThreadLimits {
  /** Work that takes longer is given up. */
  timeLimitMs: number;
  /** Memory for the objects of one thread. */
  memoryMegabytes: number;
}

/** Why work came back without an outcome; `crashed` is what the thread itself said before it was given up. */
export type TroubleReason = 'took-too-long' | 'out-of-memory' | 'broken-off' | 'busy' | 'crashed';

/** A thread that died, was given up or had no room. Whoever asked for the work says what that means for it. */
export class ThreadTrouble extends Error {
  override readonly name = 'ThreadTrouble';
  readonly reason: TroubleReason;
  readonly limits: ThreadLimits;

  constructor(reason: TroubleReason, limits: ThreadLimits, options: { cause?: unknown } = {}) {
    super(`A thread's work ended without an outcome: ${reason}.`, options);
    this.reason = reason;
    this.limits = limits;
  }
}

export const TOOK_TOO_LONG = Symbol('took too long');

/** What V8 says when there is no memory for one more thing of a size it does not count among a thread's objects. */
const NO_MEMORY = /allocation failed|maximum size exceeded|Invalid array length/;
const THREAD_ENDED = /^(worker exited with code|Terminating worker thread|queue is being terminated)/;

/** Why work came back without an outcome; null when its own code threw, which is a bug. `brokenOff`: it did not end by itself. */
export function reasonOf(cause: unknown, brokenOff: boolean): TroubleReason | null {
  if (cause === TOOK_TOO_LONG) return 'took-too-long';
  const { code, message = '' } = (cause ?? {}) as { code?: unknown; message?: string };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || (cause instanceof RangeError && NO_MEMORY.test(message)))
    return 'out-of-memory';
  return brokenOff || THREAD_ENDED.test(message) ? 'broken-off' : null;
}
