import type { Objective } from './objective.ts';
import type { Partition } from './partition.ts';

/** Rounds over all parts that may still gain; the pass ends earlier as a rule. */
const MOST_ROUNDS = 30;
/** What a chain must gain, so that rounding never counts as gain. */
const LEAST_GAIN = 1e-9;

/** A block going over from one part to another. */
interface Move {
  block: number;
  from: number;
  to: number;
  change: number;
}

/**
 * Betters a partition by chains of moves: a block goes to the next part, which passes one of its own on, and so on (ejection chains,
 * Glover 1996), so that weight travels through parts that have none to spare. A chain is taken only when it betters the whole, keeps
 * every part together, and leaves no part farther from the mean than the farthest was. `starts`: the parts where chains begin; those
 * next to a chain that was taken are tried again. `breadth`: how many moves are tried at each step, the best first.
 */
export function improveByChains(
  partition: Partition,
  objective: Objective,
  starts: readonly number[],
  breadth: readonly number[],
): void {
  let open = new Set(starts);
  for (let round = 0; round < MOST_ROUNDS && open.size > 0; round++) {
    const again = new Set<number>();
    for (const part of [...open].sort((a, b) => a - b)) {
      const chain = new ChainSearch(partition, objective, breadth).bestFrom(part);
      for (const { block, from, to } of chain) {
        partition.move(block, to);
        for (const near of partition.around([from, to])) again.add(near);
      }
    }
    open = again;
  }
}

/** Looks for the chain from a part that gains most; leaves the partition as it was. */
class ChainSearch {
  readonly #partition: Partition;
  readonly #objective: Objective;
  readonly #breadth: readonly number[];
  readonly #farthest: number;
  readonly #chain: Move[] = [];
  #best: Move[] = [];
  #least = -LEAST_GAIN;

  constructor(partition: Partition, objective: Objective, breadth: readonly number[]) {
    this.#partition = partition;
    this.#objective = objective;
    this.#breadth = breadth;
    this.#farthest = partition.largestDeviation();
  }

  bestFrom(part: number): readonly Move[] {
    this.#extend(part, this.#partition.partOf.indexOf(part), 0);
    return this.#best;
  }

  /** Tries the moves out of a part, one of whose blocks is given, after those of the chain so far. */
  #extend(part: number, anchor: number, sum: number): void {
    const partition = this.#partition;
    const depth = this.#chain.length;
    let left = this.#breadth[depth] ?? 0;
    for (const move of this.#movesFrom(part, anchor)) {
      if (left === 0) break;
      if (!partition.mayLeave(move.block)) continue;
      left--;
      const total = sum + move.change;
      this.#chain.push(move);
      partition.move(move.block, move.to);
      if (total < this.#least && this.#isNoFarther()) {
        this.#least = total;
        this.#best = [...this.#chain];
      }
      if (depth + 1 < this.#breadth.length) this.#extend(move.to, move.block, total);
      partition.move(move.block, move.from);
      this.#chain.pop();
    }
  }

  #isNoFarther(): boolean {
    const isNear = (part: number): boolean => Math.abs(this.#partition.deviation(part)) <= this.#farthest;
    return this.#chain.every(({ from, to }) => isNear(from) && isNear(to));
  }

  /** The moves out of a part over links that hold, the best first; none of a block that the chain has moved. */
  #movesFrom(part: number, anchor: number): Move[] {
    const { graph, partOf } = this.#partition;
    const moves: Move[] = [];
    for (const block of this.#partition.blocksFrom(anchor)) {
      if (this.#chain.some((move) => move.block === block)) continue;
      const first = graph.first[block] as number;
      for (let l = first; l < (graph.first[block + 1] as number); l++) {
        const to = partOf[graph.other[l] as number] as number;
        if (to === part || !graph.holds[l] || this.#leadsTo(to, first, l)) continue;
        moves.push({ block, from: part, to, change: this.#objective.changeBy(this.#partition, block, to) });
      }
    }
    return moves.sort((a, b) => a.change - b.change || a.block - b.block || a.to - b.to);
  }

  /** Does one of the links before `end` that hold lead to a part? */
  #leadsTo(part: number, first: number, end: number): boolean {
    const { graph, partOf } = this.#partition;
    for (let l = first; l < end; l++) if (graph.holds[l] && partOf[graph.other[l] as number] === part) return true;
    return false;
  }
}
