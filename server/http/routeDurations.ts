import { Histogram, type Registry } from 'prom-client';

const NAME = 'http_request_duration_seconds';
const HELP = 'How long requests took, by route, method and status class';
/** Upper bounds of the buckets. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

type Label = 'method' | 'route' | 'status';
type Labels = Readonly<Record<Label, string>>;

interface ExportedValue {
  labels: { le?: number | string };
  sharedLabels: Labels;
  value: number;
  metricName: string;
}

interface Exported {
  name: string;
  help: string;
  type: string;
  aggregator: string;
  values: ExportedValue[];
}

/** How long the requests of one route took that ended with one class of status. */
export class Durations {
  /** Per bucket, not yet added up; the last is +Inf. */
  readonly counts = Array.from({ length: SECONDS.length + 1 }, () => 0);
  readonly labels: Labels;
  sum = 0;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  observe(seconds: number): void {
    let bucket = 0;
    while (bucket < SECONDS.length && seconds > (SECONDS[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.sum += seconds;
  }
}

/**
 * The histogram of all requests. prom-client's own checks and joins the labels at each observation, which costs a lookup
 * more than finding its grid; here they are bound once, and only the reading is in prom-client's form.
 */
export class RouteDurations extends Histogram<Label> {
  readonly #all: Durations[] = [];

  constructor(registry: Registry) {
    super({
      name: NAME,
      help: HELP,
      labelNames: ['method', 'route', 'status'],
      buckets: [...SECONDS],
      registers: [registry],
    });
  }

  /** A new series; the caller keeps it and asks once for each set of labels. */
  series(labels: Labels): Durations {
    const durations = new Durations(labels);
    this.#all.push(durations);
    return durations;
  }

  /** The series as the registry writes them, and as prom-client's own `get` reads them. */
  async getForPromString(): Promise<Exported> {
    return { name: NAME, help: HELP, type: 'histogram', aggregator: 'sum', values: this.#all.flatMap(valuesOf) };
  }
}

function valuesOf({ counts, labels: sharedLabels, sum }: Durations): ExportedValue[] {
  let count = 0;
  const buckets = counts.map((own, bucket) => {
    count += own;
    return { labels: { le: SECONDS[bucket] ?? '+Inf' }, sharedLabels, value: count, metricName: `${NAME}_bucket` };
  });
  return [
    ...buckets,
    { labels: {}, sharedLabels, value: sum, metricName: `${NAME}_sum` },
    { labels: {}, sharedLabels, value: count, metricName: `${NAME}_count` },
  ];
}
