import { DraftCancelled } from './model.ts';
import type { Partition } from './partition.ts';

/** What the search makes small: unequal weight, ragged outlines, borders off the streets. */
interface Worth {
  balance: number;
  shape: number;
  border: number;
}

/** Looks at shape and borders first, then at balance above all. */
const ROUGH: Worth = { balance: 12, shape: 0.5, border: 0.5 };
const FINE: Worth = { balance: 80, shape: 0.5, border: 0.5 };
/** Tries per block in each of the two passes, within limits. */
const TRIES_PER_BLOCK = 3000;
const FEWEST_TRIES = 150_000;
const MOST_TRIES = 1_500_000;
const HOTTEST = 0.35;
const COLDEST = 0.001;

export interface SearchOptions {
  random: () => number;
  onProgress: (fraction: number) => void;
  isCancelled: () => boolean;
}

/**
 * Betters a partition by moving blocks at borders to the part beyond, worse moves less and less often accepted (simulated annealing,
 * Kirkpatrick 1983), every part hanging together all the time. The second pass ends too cold for anything but betterment.
 */
export function search(partition: Partition, options: SearchOptions): void {
  if (partition.count < 2) return;
  const tries = Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, partition.graph.count * TRIES_PER_BLOCK));
  anneal(partition, ROUGH, HOTTEST, tries, (share) => options.onProgress(share * 0.6), options);
  anneal(partition, FINE, HOTTEST / 8, tries, (share) => options.onProgress(0.6 + share * 0.4), options);
}

/** How bad a whole partition is, in the search's own terms; smaller is better. */
export function badnessOf(partition: Partition): number {
  const { graph, partOf, weight, size, around, mean } = partition;
  const side = sideOf(partition);
  let [balance, shape, border] = [0, 0, 0];
  for (let p = 0; p < partition.count; p++) {
    balance += unevenness((weight[p] as number) / mean - 1);
    shape += ragged(around[p] as number, size[p] as number);
  }
  for (let b = 0; b < graph.count; b++)
    for (let l = graph.first[b] as number; l < (graph.first[b + 1] as number); l++)
      if (partOf[b] !== partOf[graph.other[l] as number]) border += (graph.cost[l] as number) / 2;
  return FINE.balance * balance + FINE.shape * shape + (FINE.border * border) / side;
}

/** How much a deviation from the mean weight counts: its square, and up to five times that from a tenth on. */
const unevenness = (deviation: number): number => {
  const squared = deviation * deviation;
  return squared * (1 + Math.min(4, 100 * squared));
};

/** The side of a square as large as a part is in the mean, metres. */
const sideOf = ({ graph, count }: Partition): number =>
  Math.sqrt(graph.size.reduce((sum, size) => sum + size, 0) / count);

/** The inverse of Polsby-Popper compactness: 1 for a circle, more the more ragged. */
const ragged = (metres: number, ground: number): number => (metres * metres) / (4 * Math.PI * Math.max(ground, 1));

function anneal(
  partition: Partition,
  worth: Worth,
  hottest: number,
  tries: number,
  onProgress: (share: number) => void,
  { random, isCancelled }: SearchOptions,
): void {
  const { graph, partOf } = partition;
  const side = sideOf(partition);
  const cooling = (COLDEST / hottest) ** (1 / tries);
  let heat = hottest;
  for (let t = 0; t < tries; t++) {
    heat *= cooling;
    if ((t & 0x3fff) === 0) {
      onProgress(t / tries);
      if (isCancelled()) throw new DraftCancelled();
    }
    const block = Math.floor(random() * graph.count);
    const links = (graph.first[block + 1] as number) - (graph.first[block] as number);
    if (links === 0) continue;
    const link = (graph.first[block] as number) + Math.floor(random() * links);
    const to = partOf[graph.other[link] as number] as number;
    if (to === partOf[block] || !graph.holds[link]) continue;
    const change = changeBy(partition, worth, side, block, to);
    if (change > 0 && random() >= Math.exp(-change / heat)) continue;
    if (!partition.mayLeave(block)) continue;
    partition.move(block, to);
  }
  onProgress(1);
}

/** How much worse (positive) a move makes the whole. */
function changeBy(partition: Partition, worth: Worth, side: number, block: number, to: number): number {
  const { graph, partOf, weight, size, around, mean } = partition;
  const from = partOf[block] as number;
  const { own, there, rest, costChange } = partition.shares(block, to);
  const [w, s] = [graph.weight[block] as number, graph.size[block] as number];
  const [fromWeight, toWeight] = [weight[from] as number, weight[to] as number];
  const off = (value: number): number => unevenness(value / mean - 1);
  const balance = off(fromWeight - w) + off(toWeight + w) - off(fromWeight) - off(toWeight);
  const [fromAround, toAround] = [around[from] as number, around[to] as number];
  const [fromSize, toSize] = [size[from] as number, size[to] as number];
  const shape =
    ragged(fromAround + own - there - rest, fromSize - s) +
    ragged(toAround + own + rest - there, toSize + s) -
    ragged(fromAround, fromSize) -
    ragged(toAround, toSize);
  return worth.balance * balance + worth.shape * shape + (worth.border * costChange) / side;
}
