import type { Objective } from './objective.ts';
import type { Partition } from './partition.ts';

export interface Schedule {
  /** How much worse a move may make the whole and still be taken often, at first and at last. */
  hottest: number;
  coldest: number;
  tries: number;
}

export interface SearchOptions {
  /** Numbers in [0, 1). */
  random: () => number;
  onProgress: (fraction: number) => void;
}

/**
 * Betters a partition by moving blocks at borders to the part beyond, worse moves less and less often accepted (simulated annealing,
 * Kirkpatrick 1983), every part hanging together all the time.
 */
export function anneal(partition: Partition, objective: Objective, schedule: Schedule, options: SearchOptions): void {
  const { random, onProgress } = options;
  const { graph, partOf, crossing } = partition;
  const { hottest, coldest, tries } = schedule;
  const cooling = (coldest / hottest) ** (1 / tries);
  let heat = hottest;
  for (let t = 0; t < tries; t++) {
    heat *= cooling;
    if ((t & 0x3fff) === 0) onProgress(t / tries);
    if (partition.crossings === 0) break;
    const link = crossing[Math.floor(random() * partition.crossings)] as number;
    const block = partition.ownerOf(link);
    const to = partOf[graph.other[link] as number] as number;
    const change = objective.changeBy(partition, block, to);
    if (change > 0 && random() >= Math.exp(-change / heat)) continue;
    if (partition.mayLeave(block)) partition.move(block, to);
  }
  onProgress(1);
}
