import { Fault } from '../core/fault.ts';
import type { ThreadTrouble } from './threadTrouble.ts';

const RETRY_AFTER_SECONDS = 5;

/** What becomes of a check whose thread had trouble with it. */
export function refusalOf({ reason, limits }: ThreadTrouble): Fault {
  if (reason === 'took-too-long') return tooLong(limits.timeLimitMs);
  if (reason === 'out-of-memory') return tooMuchMemory(limits.memoryMegabytes);
  return waitAMoment(reason === 'busy' ? 'Many files are being checked at the moment.' : 'The check was broken off.');
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
