import { Gauge, type Registry } from 'prom-client';
import type { SecondOpinions } from './secondOpinions.ts';

/** The numbers to set an alarm on: generations in force or to come that PostGIS does not agree with, or has not judged yet. */
export function opinionMetrics(registry: Registry, opinions: SecondOpinions): void {
  new Gauge({
    name: 'coverage_second_opinion_disagreements',
    help: 'Generations in force or to come with which PostGIS does not agree',
    registers: [registry],
    collect() {
      this.set(opinions.standing().disagreeing.length);
    },
  });
  new Gauge({
    name: 'coverage_second_opinion_pending',
    help: 'Generations in force or to come that PostGIS has not judged yet',
    registers: [registry],
    collect() {
      this.set(opinions.standing().pending.length);
    },
  });
}
