import { anneal } from './annealing.ts';
import { bisect } from './bisection.ts';
import type { BlockGraph } from './blockGraph.ts';
import { improveByChains } from './chains.ts';
import { Objective, type Worth } from './objective.ts';
import { Partition } from './partition.ts';
import { seededRandom } from './random.ts';

/** What the annealing goes by: shapes and borders first. */
const ROUGH: Worth = { balance: 16, shape: 0.5, border: 0.8 };
const HOTTEST = 0.8;
const COLDEST = 0.05;
const TRIES_PER_BLOCK = 1500;
const FEWEST_TRIES = 60_000;
/** What the chains go by: even weight. */
const FINE: Worth = { ...ROUGH, balance: 160 };
const FINE_BREADTH = [8, 5, 3, 2];
/** What even weight is worth in the last passes, one after the other while they are needed. */
const EVENER = [640, 2560, 10_240];
const EVENER_BREADTH = [12, 6, 4, 3, 2];
/** Parts farther than this from the mean weight get the last passes. */
const MOST_DEVIATION = 0.0275;

export interface DivisionOptions {
  /** Any whole number; the same graph, count and seed give the same parts. */
  seed: number;
  onProgress?: (fraction: number) => void;
  isCancelled?: () => boolean;
}

/**
 * Hands blocks out to `count` parts that each hang together: recursive bisection, simulated annealing for shapes and borders, then
 * chains of moves for even weight. Wants as many blocks as parts at least. Throws `DraftCancelled`.
 */
export function divideBlocks(graph: BlockGraph, count: number, options: DivisionOptions): Partition {
  const random = seededRandom(options.seed);
  const partition = new Partition(graph, count, bisect(graph, count, random));
  anneal(
    partition,
    new Objective(partition, ROUGH),
    { hottest: HOTTEST, coldest: COLDEST, tries: Math.max(FEWEST_TRIES, graph.count * TRIES_PER_BLOCK) },
    {
      random,
      isCancelled: () => options.isCancelled?.() ?? false,
      onProgress: (share) => options.onProgress?.(share),
    },
  );
  const parts = Array.from({ length: count }, (_, p) => p);
  improveByChains(partition, new Objective(partition, FINE), parts, FINE_BREADTH);
  evenOut(partition);
  return partition;
}

/**
 * The last pass, for weight alone: chains from the parts that are still too far off and from those around them, at an ever higher
 * price in shape and borders. The largest deviation never grows.
 */
export function evenOut(partition: Partition): void {
  const parts = Array.from({ length: partition.count }, (_, p) => p);
  for (const balance of EVENER) {
    const off = parts.filter((part) => Math.abs(partition.deviation(part)) > MOST_DEVIATION);
    if (off.length === 0) return;
    const near = [...partition.around([...partition.around(off)])];
    improveByChains(partition, new Objective(partition, { ...FINE, balance }), near, EVENER_BREADTH);
  }
}
