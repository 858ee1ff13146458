import { constants, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import type { Outcome } from './outcome.ts';
import { started } from './threadStart.ts';

/** One piece of work: the function and what it is given. */
export interface Task {
  name: string;
  input: unknown;
}

type Work = Record<string, (input: unknown) => Outcome<unknown> | Promise<Outcome<unknown>>>;

// On Linux every thread has a priority of its own, and this is that of the one that calls.
if (!isMainThread && started.isBackground) setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const work = (await import(started.work)) as Work;

/** Does one piece of work in this thread. */
export default function run({ name, input }: Task): Outcome<unknown> | Promise<Outcome<unknown>> {
  const does = work[name];
  if (!does) throw new Error(`A thread cannot do “${name}”.`);
  return does(input);
}
