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
/** Small regions are begun anew as often as this allows; large ones are tried once. */
const TRIES_IN_ALL = 3_200_000;
const MOST_STARTS = 6;
/** How much of a start's time it takes, about. */
const ANNEALING_SHARE = 0.75;
/** What the chains go by: even weight. */
const FINE: Worth = { ...ROUGH, balance: 160 };
const FINE_BREADTH = [8, 5, 3, 2];
/** What even weight is worth in the last passes, one after the other while they are needed. */
const EVENER = [640, 5120];
const EVENER_BREADTH = [10, 5, 3, 2, 2];
/** Parts farther than this from the mean weight get the last passes. */
const MOST_DEVIATION = 0.0275;

export interface DivisionOptions {
  /** Any whole number; the same graph, count and seed give the same parts. */
  seed: number;
  /** The share of the effort for a whole draft that is spent on this graph; default 1. */
  share?: number;
  onProgress?: (fraction: number) => void;
}

/**
 * Hands blocks out to `count` parts that each hang together: recursive bisection, simulated annealing for shapes and borders, then
 * chains of moves for even weight; of several starts, as many as are quickly done, the best. Wants as many blocks as parts at least.
 * The same graph and seed give the same parts.
 */
export function divideBlocks(graph: BlockGraph, count: number, options: DivisionOptions): Partition {
  const random = seededRandom(options.seed);
  const tries = Math.max(FEWEST_TRIES, graph.count * TRIES_PER_BLOCK);
  const starts = Math.max(1, Math.min(MOST_STARTS, Math.floor((TRIES_IN_ALL * (options.share ?? 1)) / tries)));
  let best: Partition | null = null;
  let least = Infinity;
  for (let start = 0; start < starts; start++) {
    const partition = new Partition(graph, count, bisect(graph, count, random));
    const onProgress = (share: number): void => options.onProgress?.((start + ANNEALING_SHARE * share) / starts);
    anneal(
      partition,
      new Objective(partition, ROUGH),
      { hottest: HOTTEST, coldest: COLDEST, tries },
      { random, onProgress },
    );
    const parts = Array.from({ length: count }, (_, p) => p);
    const fine = new Objective(partition, FINE);
    improveByChains(partition, fine, parts, FINE_BREADTH);
    evenOut(partition);
    const bad = fine.of(partition);
    if (bad < least) [least, best] = [bad, partition];
  }
  return best as Partition;
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
