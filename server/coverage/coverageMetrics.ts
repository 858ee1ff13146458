import { Gauge, type Registry } from 'prom-client';
import type { SecondOpinions } from './opinion/secondOpinions.ts';
import { publicationMetrics } from './publicationMetrics.ts';
import type { PublishedCoverages } from './publishedCoverages.ts';

/** The numbers to set an alarm on; but for publications all speak of the generation in force and those to come. */
export function coverageMetrics(registry: Registry, published: PublishedCoverages, opinions: SecondOpinions): void {
  publicationMetrics(registry);
  gauge(
    registry,
    'coverage_outline_breaches',
    'Generations that leave the mandated outline',
    () => published.outlineBreaches,
  );
  gauge(
    registry,
    'coverage_second_opinion_disagreements',
    'Generations with which PostGIS does not agree',
    () => opinions.standing().disagreeing,
  );
  gauge(
    registry,
    'coverage_second_opinion_pending',
    'Generations that PostGIS has not judged yet',
    () => opinions.standing().pending,
  );
}

function gauge(registry: Registry, name: string, help: string, counted: () => readonly unknown[]): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(counted().length);
    },
  });
}
