import type { BlockGraph } from './blockGraph.ts';

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
  readonly around: Float64Array;
  readonly blocks: Int32Array;
  readonly mean: number;
  readonly #seen: Int32Array;
  #visit = 0;

  constructor(graph: BlockGraph, count: number, partOf: Int32Array) {
    this.graph = graph;
    this.count = count;
    this.partOf = partOf;
    this.weight = new Float64Array(count);
    this.size = new Float64Array(count);
    this.around = new Float64Array(count);
    this.blocks = new Int32Array(count);
    this.#seen = new Int32Array(graph.count);
    let total = 0;
    for (let b = 0; b < graph.count; b++) {
      const p = partOf[b] as number;
      total += graph.weight[b] as number;
      this.#add(p, b, 1);
      this.around[p] = (this.around[p] as number) + (graph.rim[b] as number);
      for (let l = graph.first[b] as number; l < (graph.first[b + 1] as number); l++)
        if (partOf[graph.other[l] as number] !== p)
          this.around[p] = (this.around[p] ?? 0) + (graph.metres[l] as number);
    }
    this.mean = total / count;
  }

  #add(part: number, block: number, sign: 1 | -1): void {
    this.weight[part] = (this.weight[part] as number) + sign * (this.graph.weight[block] as number);
    this.size[part] = (this.size[part] as number) + sign * (this.graph.size[block] as number);
    this.blocks[part] = (this.blocks[part] as number) + sign;
  }

  /** Metres a block has in common with its own part, with another one, and with neither (the region's outline included). */
  shares(block: number, to: number): { own: number; there: number; rest: number; costChange: number } {
    const { graph, partOf } = this;
    const from = partOf[block] as number;
    let [own, there, rest, costChange] = [0, 0, graph.rim[block] as number, 0];
    for (let l = graph.first[block] as number; l < (graph.first[block + 1] as number); l++) {
      const part = partOf[graph.other[l] as number] as number;
      const metres = graph.metres[l] as number;
      if (part === from) {
        own += metres;
        costChange += graph.cost[l] as number;
      } else if (part === to) {
        there += metres;
        costChange -= graph.cost[l] as number;
      } else rest += metres;
    }
    return { own, there, rest, costChange };
  }

  /** Moves a block to another part. */
  move(block: number, to: number): void {
    const from = this.partOf[block] as number;
    const { own, there, rest } = this.shares(block, to);
    this.around[from] = (this.around[from] as number) + own - there - rest;
    this.around[to] = (this.around[to] as number) + own + rest - there;
    this.#add(from, block, -1);
    this.#add(to, block, 1);
    this.partOf[block] = to;
  }

  /** Does a block touch a part by a link that holds? */
  touches(block: number, part: number): boolean {
    const { graph, partOf } = this;
    for (let l = graph.first[block] as number; l < (graph.first[block + 1] as number); l++)
      if (graph.holds[l] && partOf[graph.other[l] as number] === part) return true;
    return false;
  }

  /** Does the rest of its part hang together, and is there any, when a block leaves? O(part) at worst. */
  mayLeave(block: number): boolean {
    const { graph, partOf } = this;
    const part = partOf[block] as number;
    if ((this.blocks[part] as number) < 2) return false;
    const visit = ++this.#visit;
    const wanted: number[] = [];
    for (let l = graph.first[block] as number; l < (graph.first[block + 1] as number); l++)
      if (graph.holds[l] && partOf[graph.other[l] as number] === part) wanted.push(graph.other[l] as number);
    if (wanted.length < 2) return true;
    const seen = this.#seen;
    seen[block] = visit;
    const open = [wanted[0] as number];
    seen[open[0] as number] = visit;
    let missing = wanted.length - 1;
    const isWanted = new Set(wanted);
    for (let at = open.pop(); at !== undefined && missing > 0; at = open.pop()) {
      for (let l = graph.first[at] as number; l < (graph.first[at + 1] as number); l++) {
        const next = graph.other[l] as number;
        if (!graph.holds[l] || seen[next] === visit || partOf[next] !== part) continue;
        seen[next] = visit;
        if (isWanted.has(next)) missing--;
        open.push(next);
      }
    }
    return missing === 0;
  }
}
