import { Counter, Histogram, type Registry } from 'prom-client';
import { Fault } from '../core/fault.ts';

type Outcome = 'published' | 'refused' | 'failed';

// Of the process, whichever of its parts publishes: routes, the schedule, imports.
const count = new Counter({
  name: 'coverage_publications_total',
  help: 'Publications by how they ended: refused for what was to be published, failed for anything else',
  labelNames: ['outcome'],
  registers: [],
});
const duration = new Histogram({
  name: 'coverage_publication_duration_seconds',
  help: 'How long publications took, however they ended',
  buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
  registers: [],
});
for (const outcome of ['published', 'refused', 'failed'] satisfies Outcome[]) count.inc({ outcome }, 0);

/** Shows the numbers of publications among an app's. */
export function publicationMetrics(registry: Registry): void {
  registry.registerMetric(count);
  registry.registerMetric(duration);
}

/** Times a publication and counts how it ended. */
export async function countPublication<T>(work: () => Promise<T>): Promise<T> {
  const stop = duration.startTimer();
  try {
    const result = await work();
    count.inc({ outcome: 'published' });
    return result;
  } catch (error) {
    count.inc({ outcome: error instanceof Fault ? 'refused' : 'failed' });
    throw error;
  } finally {
    stop();
  }
}
