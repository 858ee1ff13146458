import type { BlockGraph } from './blockGraph.ts';

/** Metres a block has in common with its own part, with another one, and with neither (the region's outline included). */
export interface Shares {
  own: number;
  there: number;
  rest: number;
  /** How much more the borders cost when the block goes over. */
  costChange: number;
}

/**
 * Blocks handed out to parts, with what each part weighs, measures and has around it, kept up to date as blocks move. Every part
 * hangs together and has a block at all times after the start.
 */
export class Partition {
  readonly graph: BlockGraph;
  readonly count: number;
  readonly partOf: Int32Array;
  readonly weight: Float64Array;
  readonly size: Float64Array;
  /** Metres around each part. */
  readonly perimeter: Float64Array;
  readonly blocks: Int32Array;
  readonly mean: number;
  /** The links that hold and lead from one part into another, the first `crossings` of the array, in no order. */
  readonly crossing: Int32Array;
  crossings = 0;
  /** The place of each link in `crossing`, −1 for none. */
  readonly #place: Int32Array;
  readonly #owner: Int32Array;
  readonly #seen: Int32Array;
  readonly #open: Int32Array;
  readonly #shares: Shares = { own: 0, there: 0, rest: 0, costChange: 0 };
  #visit = 0;

  constructor(graph: BlockGraph, count: number, partOf: Int32Array) {
    this.graph = graph;
    this.count = count;
    this.partOf = partOf;
    this.weight = new Float64Array(count);
    this.size = new Float64Array(count);
    this.perimeter = new Float64Array(count);
    this.blocks = new Int32Array(count);
    this.crossing = new Int32Array(graph.other.length);
    this.#place = new Int32Array(graph.other.length).fill(-1);
    this.#owner = new Int32Array(graph.other.length);
    this.#seen = new Int32Array(graph.count);
    this.#open = new Int32Array(graph.count);
    let total = 0;
    for (let b = 0; b < graph.count; b++) {
      const p = partOf[b] as number;
      total += graph.weight[b] as number;
      this.#add(p, b, 1);
      this.perimeter[p] = (this.perimeter[p] as number) + (graph.rim[b] as number);
      for (let l = graph.first[b] as number; l < (graph.first[b + 1] as number); l++) {
        this.#owner[l] = b;
        if (partOf[graph.other[l] as number] === p) continue;
        this.perimeter[p] = (this.perimeter[p] ?? 0) + (graph.metres[l] as number);
        this.#setCrossing(l, true);
      }
    }
    this.mean = total / count;
  }

  /** The block a link leads from. */
  ownerOf(link: number): number {
    return this.#owner[link] as number;
  }

  #add(part: number, block: number, sign: 1 | -1): void {
    this.weight[part] = (this.weight[part] as number) + sign * (this.graph.weight[block] as number);
    this.size[part] = (this.size[part] as number) + sign * (this.graph.size[block] as number);
    this.blocks[part] = (this.blocks[part] as number) + sign;
  }

  #setCrossing(link: number, crosses: boolean): void {
    if (!this.graph.holds[link]) return;
    const place = this.#place[link] as number;
    if (crosses === place >= 0) return;
    if (crosses) {
      this.#place[link] = this.crossings;
      this.crossing[this.crossings++] = link;
      return;
    }
    const last = this.crossing[--this.crossings] as number;
    this.crossing[place] = last;
    this.#place[last] = place;
    this.#place[link] = -1;
  }

  /** What a block shares with its own part and with another one. The object is the same each time: read it before the next call. */
  shares(block: number, to: number): Readonly<Shares> {
    const { graph, partOf } = this;
    const { first, other, metres, cost } = graph;
    const from = partOf[block] as number;
    let [own, there, rest, costChange] = [0, 0, graph.rim[block] as number, 0];
    for (let l = first[block] as number; l < (first[block + 1] as number); l++) {
      const part = partOf[other[l] as number] as number;
      if (part === from) {
        own += metres[l] as number;
        costChange += cost[l] as number;
      } else if (part === to) {
        there += metres[l] as number;
        costChange -= cost[l] as number;
      } else rest += metres[l] as number;
    }
    const shares = this.#shares;
    shares.own = own;
    shares.there = there;
    shares.rest = rest;
    shares.costChange = costChange;
    return shares;
  }

  /** Moves a block to another part. */
  move(block: number, to: number): void {
    const { graph, partOf } = this;
    const from = partOf[block] as number;
    const { own, there, rest } = this.shares(block, to);
    this.perimeter[from] = (this.perimeter[from] as number) + own - there - rest;
    this.perimeter[to] = (this.perimeter[to] as number) + own + rest - there;
    this.#add(from, block, -1);
    this.#add(to, block, 1);
    partOf[block] = to;
    for (let l = graph.first[block] as number; l < (graph.first[block + 1] as number); l++) {
      const crosses = partOf[graph.other[l] as number] !== to;
      this.#setCrossing(l, crosses);
      this.#setCrossing(graph.back[l] as number, crosses);
    }
  }

  /** The blocks of a part, in the order in which they are reached from one of them. O(part). */
  blocksFrom(block: number): number[] {
    const { graph, partOf } = this;
    const [seen, visit] = [this.#seen, ++this.#visit];
    const blocks = [block];
    seen[block] = visit;
    for (let i = 0; i < blocks.length; i++) {
      const at = blocks[i] as number;
      for (let l = graph.first[at] as number; l < (graph.first[at + 1] as number); l++) {
        const next = graph.other[l] as number;
        if (!graph.holds[l] || seen[next] === visit || partOf[next] !== partOf[block]) continue;
        seen[next] = visit;
        blocks.push(next);
      }
    }
    return blocks;
  }

  /** Parts and those that touch them. O(links). */
  around(parts: readonly number[]): Set<number> {
    const all = new Set(parts);
    for (let i = 0; i < this.crossings; i++) {
      const link = this.crossing[i] as number;
      if (parts.includes(this.partOf[this.ownerOf(link)] as number))
        all.add(this.partOf[this.graph.other[link] as number] as number);
    }
    return all;
  }

  /** How far a part is from the mean weight, as a share of it; negative when it is too light. */
  deviation(part: number): number {
    return (this.weight[part] as number) / this.mean - 1;
  }

  largestDeviation(): number {
    let largest = 0;
    for (let p = 0; p < this.count; p++) largest = Math.max(largest, Math.abs(this.deviation(p)));
    return largest;
  }

  /** Does the rest of its part hang together, and is there any, when a block leaves? O(part) at worst. */
  mayLeave(block: number): boolean {
    const { graph, partOf } = this;
    const { first, other, holds } = graph;
    const part = partOf[block] as number;
    if ((this.blocks[part] as number) < 2) return false;
    const [seen, open] = [this.#seen, this.#open];
    // Neighbours yet to be reached carry `wanted`, blocks reached carry `visit`.
    const wanted = ++this.#visit;
    const visit = ++this.#visit;
    let [missing, start] = [0, -1];
    for (let l = first[block] as number; l < (first[block + 1] as number); l++) {
      const next = other[l] as number;
      if (!holds[l] || partOf[next] !== part) continue;
      seen[next] = wanted;
      start = next;
      missing++;
    }
    if (missing < 2) return true;
    seen[block] = visit;
    seen[start] = visit;
    open[0] = start;
    missing--;
    for (let [i, reached] = [0, 1]; i < reached && missing > 0; i++) {
      const at = open[i] as number;
      for (let l = first[at] as number; l < (first[at + 1] as number); l++) {
        const next = other[l] as number;
        if (!holds[l] || seen[next] === visit || partOf[next] !== part) continue;
        if (seen[next] === wanted) missing--;
        seen[next] = visit;
        open[reached++] = next;
      }
    }
    return missing === 0;
  }
}
