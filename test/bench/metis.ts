import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlockGraph } from '../../server/core/drafting/blockGraph.ts';
import { balanceOf } from '../../server/core/drafting/measures.ts';

/**
 * How METIS (Karypis and Kumar 1998; Debian's package `metis`) is run: parts that hang together, at most its default of 3 % too heavy
 * (a lower `-ufactor` makes it worse on these graphs, in balance too). Seeds differ widely: the most even division of five is taken.
 */
const OPTIONS = ['-contig'];
const SEEDS = [1, 2, 3, 4, 5];
export const METIS_COMMAND = `gpmetis ${OPTIONS.join(' ')} -seed=… GRAPH COUNT, the most even of ${SEEDS.length} seeds`;

/** Whether METIS is installed. */
export const hasMetis = (): boolean => spawnSync('gpmetis', ['-help']).error === undefined;

export interface MetisDivision {
  partOf: Int32Array;
  /** What METIS gives for the divisions themselves, all seeds together, without reading and writing files. */
  seconds: number;
}

/** Blocks divided by METIS: a vertex weighs what its block does, an edge as many metres as two blocks share. */
export function divideByMetis(graph: BlockGraph, count: number): MetisDivision {
  // METIS refuses to make one part.
  if (count === 1) return { partOf: new Int32Array(graph.count), seconds: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-metis-'));
  try {
    const file = join(folder, 'graph');
    writeFileSync(file, graphFile(graph));
    const divisions = SEEDS.map((seed) => runMetis(file, count, seed));
    const { partOf } = divisions.reduce((a, b) => (unevenness(graph, b.partOf) < unevenness(graph, a.partOf) ? b : a));
    return { partOf, seconds: divisions.reduce((sum, { seconds }) => sum + seconds, 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runMetis(file: string, count: number, seed: number): MetisDivision {
  const { status, stdout } = spawnSync('gpmetis', [...OPTIONS, `-seed=${seed}`, file, String(count)], {
    encoding: 'utf8',
  });
  const seconds = /Partitioning:\s+([\d.]+) sec/.exec(stdout)?.[1];
  if (status !== 0 || seconds === undefined) throw new Error(`gpmetis failed: ${stdout}`);
  const lines = readFileSync(`${file}.part.${count}`, 'utf8').trim().split('\n');
  return { partOf: Int32Array.from(lines, Number), seconds: Number(seconds) };
}

function unevenness({ weight }: BlockGraph, partOf: Int32Array): number {
  const weights: number[] = [];
  partOf.forEach((part, block) => {
    weights[part] = (weights[part] ?? 0) + (weight[block] as number);
  });
  return balanceOf(weights).largestDeviation;
}

/** A graph in METIS's own format: vertices from 1 on, whole weights, edges of 1 at least. */
function graphFile({ count, first, other, metres, weight }: BlockGraph): string {
  const lines = Array.from({ length: count }, (_, b) => {
    const line = [Math.round(weight[b] as number)];
    for (let l = first[b] as number; l < (first[b + 1] as number); l++)
      line.push((other[l] as number) + 1, Math.max(1, Math.round(metres[l] as number)));
    return line.join(' ');
  });
  return [`${count} ${other.length / 2} 011`, ...lines, ''].join('\n');
}
