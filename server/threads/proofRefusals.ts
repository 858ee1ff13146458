import { Fault } from '../core/fault.ts';

/** What one check may take. */
export interface WorkerLimits {
  /** A file that takes longer is given up. */
  timeLimitMs: number;
  /** Memory for the objects of one thread. */
  memoryMegabytes: number;
}

export const TOOK_TOO_LONG = Symbol('took too long');

const RETRY_AFTER_SECONDS = 5;

/** What V8 says when there is no memory for one more thing of a size it does not count among a thread's objects. */
const NO_MEMORY = /allocation failed|maximum size exceeded|Invalid array length/;
const THREAD_ENDED = /^(worker exited with code|Terminating worker thread|queue is being terminated)/;

/**
 * Why a task came back without an outcome, as a refusal; null when its own code threw, which is a bug.
 * `brokenOff`: the task did not end by itself.
 */
export function refusalOf(cause: unknown, limits: WorkerLimits, brokenOff: boolean): Fault | null {
  if (cause === TOOK_TOO_LONG) return tooLong(limits.timeLimitMs);
  const { code, message = '' } = (cause ?? {}) as { code?: unknown; message?: string };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || (cause instanceof RangeError && NO_MEMORY.test(message))) {
    return tooMuchMemory(limits.memoryMegabytes);
  }
  if (brokenOff || THREAD_ENDED.test(message)) return waitAMoment('The check was broken off.');
  return null;
}

/** Refuses for the moment, and says when to come back. */
export function waitAMoment(reason: string): Fault {
  return new Fault('unavailable', `${reason} Please try again in a few seconds.`, [], {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

function tooLong(timeLimitMs: number): Fault {
  const most = Math.round(timeLimitMs / 1000);
  return new Fault(
    'too-large',
    `The file takes longer to check than the ${most} seconds a check may take. Please check it in parts.`,
    [],
    { limit: 'seconds', most },
  );
}

function tooMuchMemory(memoryMegabytes: number): Fault {
  return new Fault(
    'too-large',
    `The file needs more memory than the ${memoryMegabytes} MB a check may take. Please check it in parts.`,
    [],
    { limit: 'megabytes', most: memoryMegabytes },
  );
}

/** Said to a thread that gives way to all others of the process. */
export const BACKGROUND = '--background';
