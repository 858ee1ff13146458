import { Fault } from '../core/fault.ts';
import type { InputError } from '../core/inputError.ts';

/** A fault as plain data, since classes do not survive the way between threads. */
export interface FaultData {
  code: Fault['code'];
  detail: string;
  errors: readonly InputError[];
  members: Readonly<Record<string, unknown>>;
}

/** What a thread gives back: the result, the refusal, or why the thread must not be used any further. */
export type Outcome<T> = { value: T } | { fault: FaultData } | { crash: string };

/** Does the work of a thread; a `Fault` that it throws is its outcome, any other error is a bug. */
export function outcomeOf<T>(work: () => T): Outcome<T> {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: faultData(error) };
  }
}

export const faultData = ({ code, detail, errors, members }: Fault): FaultData => ({ code, detail, errors, members });
