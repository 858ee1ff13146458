import type { Partition } from './partition.ts';

/** What a division makes small: uneven weight, ragged outlines, borders off the streets. */
export interface Worth {
  balance: number;
  shape: number;
  border: number;
}

/** Deviations from the mean weight up to this share count by their square, those beyond by their length as well. */
const TOLERANCE = 0.025;
/** Outlines more ragged than this (1 / Polsby-Popper) count by so many squares of what is beyond as well. */
const RAGGED = 2.1;
const RAGGED_WORTH = 3;

/** How much better or worse moves make a partition. */
export class Objective {
  readonly #worth: Worth;
  /** The side of a square as large as a part is in the mean, metres. */
  readonly #side: number;

  constructor(partition: Partition, worth: Worth) {
    this.#worth = worth;
    this.#side = Math.sqrt(partition.graph.size.reduce((sum, size) => sum + size, 0) / partition.count);
  }

  /** How bad a whole partition is; smaller is better. */
  of(partition: Partition): number {
    const { graph, weight, size, perimeter, mean, crossing } = partition;
    let [bad, border] = [0, 0];
    for (let p = 0; p < partition.count; p++)
      bad += this.#ofPart((weight[p] as number) / mean - 1, perimeter[p] as number, size[p] as number);
    for (let i = 0; i < partition.crossings; i++) border += (graph.cost[crossing[i] as number] as number) / 2;
    return bad + (this.#worth.border * border) / this.#side;
  }

  /** How much worse (positive) it gets when a block goes over to another part. */
  changeBy(partition: Partition, block: number, to: number): number {
    const { graph, partOf, weight, size, perimeter, mean } = partition;
    const from = partOf[block] as number;
    const { own, there, rest, costChange } = partition.shares(block, to);
    const [w, s] = [(graph.weight[block] as number) / mean, graph.size[block] as number];
    const [fromOff, toOff] = [(weight[from] as number) / mean - 1, (weight[to] as number) / mean - 1];
    const [fromAround, toAround] = [perimeter[from] as number, perimeter[to] as number];
    const [fromSize, toSize] = [size[from] as number, size[to] as number];
    return (
      this.#ofPart(fromOff - w, fromAround + own - there - rest, fromSize - s) +
      this.#ofPart(toOff + w, toAround + own + rest - there, toSize + s) -
      this.#ofPart(fromOff, fromAround, fromSize) -
      this.#ofPart(toOff, toAround, toSize) +
      (this.#worth.border * costChange) / this.#side
    );
  }

  #ofPart(deviation: number, metres: number, size: number): number {
    return this.#worth.balance * uneven(deviation) + this.#worth.shape * ragged(metres, size);
  }
}

/** Quadratic to the tolerance, then steeper: a part far off counts by how far, and never so much that nothing else does. */
function uneven(deviation: number): number {
  const off = Math.abs(deviation);
  return off * off + Math.max(0, off - TOLERANCE);
}

/** The inverse of Polsby-Popper compactness (1 for a circle, more the more ragged), steeper for the worst. */
function ragged(metres: number, size: number): number {
  const inverse = (metres * metres) / (4 * Math.PI * Math.max(size, 1));
  const over = Math.max(0, inverse - RAGGED);
  return inverse + RAGGED_WORTH * over * over;
}
