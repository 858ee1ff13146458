import type { FileColumn } from '../core/coverage/intake/schemas.ts';

const MOST_COLUMNS = 60;
const SAMPLES = 3;
const SAMPLE_LENGTH = 60;

type Properties = Readonly<Record<string, unknown>>;

const isShort = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A file's columns in their order, each with its first few different values, for a person to recognise it by. */
export function columnsOf(features: readonly Properties[]): FileColumn[] {
  const columns = new Map<string, Set<string>>();
  for (const properties of features) {
    for (const [name, value] of Object.entries(properties)) {
      const samples = columns.get(name) ?? new Set();
      if (!columns.has(name)) {
        if (columns.size >= MOST_COLUMNS) continue;
        columns.set(name, samples);
      }
      if (samples.size < SAMPLES && isShort(value) && value !== '') samples.add(String(value).slice(0, SAMPLE_LENGTH));
    }
  }
  return [...columns].map(([name, samples]) => ({ name, samples: [...samples] }));
}
