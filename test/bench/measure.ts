/** One line of the table: what was measured, at which size, against whom, and what was asked for. */
export interface Row {
  what: string;
  size: string;
  /** Null where it could not be measured; `target` says why. */
  ours: number | null;
  unit: string;
  peer?: string;
  theirs?: number;
  /** Theirs divided by ours for times, ours divided by theirs for rates: above 1 we are faster. */
  ratio?: number;
  target: string;
  met: boolean | null;
}

/** The median of several runs of `work` in milliseconds, after one to warm up. */
export async function medianMilliseconds(runs: number, work: () => unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

/** The rows as an aligned text table. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    row.size,
    row.ours === null ? '–' : `${round(row.ours)} ${row.unit}`,
    row.peer ? `${row.peer}: ${row.theirs === undefined ? '–' : `${round(row.theirs)} ${row.unit}`}` : '',
    row.ratio === undefined ? '' : `${round(row.ratio)}×`,
    row.target,
    row.met === null ? '' : row.met ? 'met' : 'MISSED',
  ]);
  const head = ['what', 'size', 'ours', 'peer', 'ratio', 'target', ''];
  const widths = head.map((title, c) => Math.max(title.length, ...cells.map((line) => (line[c] as string).length)));
  const lineOf = (line: readonly string[]) =>
    line
      .map((cell, c) => cell.padEnd(widths[c] as number))
      .join('  ')
      .trimEnd();
  return [lineOf(head), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.map(lineOf)].join('\n');
}

const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3);
