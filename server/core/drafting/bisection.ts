import FlatQueue from 'flatqueue';
import type { BlockGraph } from './blockGraph.ts';

/** Directions tried for each division in two. */
const DIRECTIONS = 12;
/** How much of the weight's deviation a metre of border is worth, in sides of a part. */
const BORDER_WORTH = 0.12;
/** The badness of a division in which a side has fewer blocks than parts. */
const TOO_FEW = 1e9;

/**
 * A first handing-out of the blocks to `count` parts: the ground is divided in two again and again, each time along the best of
 * several directions (recursive inertial bisection), both sides hanging together. `random` turns the directions.
 */
export function bisect(graph: BlockGraph, count: number, random: () => number): Int32Array {
  const partOf = new Int32Array(graph.count);
  const load = loadWithSize(graph);
  const open: { blocks: number[]; first: number; count: number }[] = [
    { blocks: Array.from({ length: graph.count }, (_, b) => b), first: 0, count },
  ];
  for (let job = open.pop(); job; job = open.pop()) {
    if (job.count === 1) {
      for (const block of job.blocks) partOf[block] = job.first;
      continue;
    }
    const half = Math.floor(job.count / 2);
    const sides = bestSides(graph, load, job.blocks, half, job.count, random);
    const left = sides ? half : 1;
    const [one, two] = sides ?? peel(graph, job.blocks);
    open.push({ blocks: one, first: job.first, count: left });
    open.push({ blocks: two, first: job.first + left, count: job.count - left });
  }
  return partOf;
}

/** The weight with a touch of size, so that ground without any weight is shared out too. */
function loadWithSize({ weight, size }: BlockGraph): Float64Array {
  const total = weight.reduce((sum, w) => sum + w, 0);
  const ground = size.reduce((sum, s) => sum + s, 0);
  return weight.map((w, b) => w + ((size[b] as number) / ground) * Math.max(total, 1e-9) * 0.02);
}

function bestSides(
  graph: BlockGraph,
  load: Float64Array,
  blocks: readonly number[],
  left: number,
  count: number,
  random: () => number,
): [number[], number[]] | null {
  const turn = random() * Math.PI;
  let best: [number[], number[]] | null = null;
  let least = TOO_FEW;
  for (let d = 0; d < DIRECTIONS; d++) {
    const angle = turn + (d * 2 * Math.PI) / DIRECTIONS;
    const sides = sweep(graph, load, blocks, left, count, Math.cos(angle), Math.sin(angle));
    const badness = badnessOf(graph, load, sides, left, count);
    if (badness < least) [least, best] = [badness, sides];
  }
  return best;
}

/** Takes one block off that the others do not hang by: the last one that a walk from the first reaches. */
function peel(graph: BlockGraph, blocks: readonly number[]): [number[], number[]] {
  const rest = new Set(blocks);
  const reached = [blocks[0] as number];
  rest.delete(reached[0] as number);
  for (let i = 0; i < reached.length; i++) {
    const at = reached[i] as number;
    for (let l = graph.first[at] as number; l < (graph.first[at + 1] as number); l++)
      if (graph.holds[l] && rest.delete(graph.other[l] as number)) reached.push(graph.other[l] as number);
  }
  const last = reached.at(-1) as number;
  return [[last], blocks.filter((b) => b !== last)];
}

/** Grows one side from an end of the ground in a direction, always by the foremost block that touches it, to its share. */
function sweep(
  graph: BlockGraph,
  load: Float64Array,
  blocks: readonly number[],
  left: number,
  count: number,
  ux: number,
  uy: number,
): [number[], number[]] {
  const total = blocks.reduce((sum, b) => sum + (load[b] as number), 0);
  const place = (b: number): number => (graph.middleX[b] as number) * ux + (graph.middleY[b] as number) * uy;
  const isMember = new Set(blocks);
  const taken = new Set<number>();
  /** The blocks that touch it, foremost first. */
  const front = new FlatQueue();
  front.push(
    blocks.reduce((a, b) => (place(b) < place(a) ? b : a)),
    0,
  );
  let sum = 0;
  const wanted = (total * left) / count;
  const most = blocks.length - (count - left);
  while (taken.size < most) {
    const next = front.pop();
    if (next === undefined) break;
    if (taken.has(next)) continue;
    const gain = load[next] as number;
    if (taken.size >= left && sum + gain / 2 > wanted) break;
    taken.add(next);
    sum += gain;
    for (let l = graph.first[next] as number; l < (graph.first[next + 1] as number); l++) {
      const other = graph.other[l] as number;
      if (graph.holds[l] && isMember.has(other) && !taken.has(other)) front.push(other, place(other));
    }
  }
  return giveBackIslands(graph, load, blocks, taken, count - left);
}

/** What the swept side has cut off from the rest goes to that side; of the rest the heaviest connected part stays. */
function giveBackIslands(
  graph: BlockGraph,
  load: Float64Array,
  blocks: readonly number[],
  taken: Set<number>,
  fewest: number,
): [number[], number[]] {
  const rest = new Set(blocks.filter((b) => !taken.has(b)));
  const parts: number[][] = [];
  for (const start of rest) {
    const part = [start];
    rest.delete(start);
    for (let i = 0; i < part.length; i++) {
      const at = part[i] as number;
      for (let l = graph.first[at] as number; l < (graph.first[at + 1] as number); l++) {
        const other = graph.other[l] as number;
        if (graph.holds[l] && rest.delete(other)) part.push(other);
      }
    }
    parts.push(part);
  }
  const heft = (part: readonly number[]): number =>
    (part.length >= fewest ? 1e15 : 0) + part.reduce((sum, b) => sum + (load[b] as number), 0);
  parts.sort((a, b) => heft(b) - heft(a) || (a[0] as number) - (b[0] as number));
  for (const part of parts.slice(1)) for (const b of part) taken.add(b);
  const left = blocks.filter((b) => taken.has(b));
  return [left, blocks.filter((b) => !taken.has(b))];
}

/** How far two sides are from their shares, plus what the border between them costs. */
function badnessOf(
  graph: BlockGraph,
  load: Float64Array,
  [one, two]: readonly [number[], number[]],
  left: number,
  count: number,
): number {
  if (one.length < left || two.length < count - left) return TOO_FEW;
  const weigh = (side: readonly number[]): number => side.reduce((sum, b) => sum + (load[b] as number), 0);
  const [w1, w2] = [weigh(one), weigh(two)];
  const off = Math.abs(w1 / (w1 + w2) - left / count) * count;
  const there = new Set(two);
  let [cost, ground] = [0, 0];
  for (const b of one) {
    ground += graph.size[b] as number;
    for (let l = graph.first[b] as number; l < (graph.first[b + 1] as number); l++)
      if (there.has(graph.other[l] as number)) cost += (graph.cost[l] as number) + 0.2 * (graph.metres[l] as number);
  }
  for (const b of two) ground += graph.size[b] as number;
  return off + (BORDER_WORTH * cost) / Math.sqrt(ground / count);
}
