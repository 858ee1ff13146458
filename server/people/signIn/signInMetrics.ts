import { Counter, type Registry } from 'prom-client';
import { Fault } from '../../core/fault.ts';

type Reason = 'wrong' | 'locked' | 'crowded';

const failures = new Counter({
  name: 'sign_in_failures_total',
  help: 'Refused sign-ins: a wrong name or password, too soon after failed ones, too many at once',
  labelNames: ['reason'],
  registers: [],
});
for (const reason of ['wrong', 'locked', 'crowded'] satisfies Reason[]) failures.inc({ reason }, 0);

const REASONS: Readonly<Partial<Record<Fault['code'], Reason>>> = {
  unauthenticated: 'wrong',
  'locked-out': 'locked',
  'too-many-requests': 'crowded',
  unavailable: 'crowded',
};

/** Shows the number of refused sign-ins among an app's. */
export const signInMetrics = (registry: Registry): void => registry.registerMetric(failures);

/** Counts a sign-in that is refused, without whose it was. */
export async function countRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Fault ? REASONS[error.code] : undefined;
    if (reason !== undefined) failures.inc({ reason });
    throw error;
  }
}
