import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockGraph } from '../../../server/core/drafting/blockGraph.ts';
import { improveByChains } from '../../../server/core/drafting/chains.ts';
import { divideBlocks, evenOut } from '../../../server/core/drafting/division.ts';
import { Objective } from '../../../server/core/drafting/objective.ts';
import { Partition } from '../../../server/core/drafting/partition.ts';
import { randomSource } from '../coverage/randomCoverage.ts';
import { latticeGraph, renumbered } from './latticeGraph.ts';

/** Blocks of random weights and borders, some of which do not hold, dealt out in vertical strips of random widths. */
function randomStrips(seed: number): { graph: BlockGraph; partOf: Int32Array; count: number; random: () => number } {
  const random = randomSource(seed);
  const [columns, rows] = [8 + Math.floor(random() * 8), 4 + Math.floor(random() * 6)];
  const count = 2 + Math.floor(random() * 4);
  const isSkewed = random() < 0.3;
  const weights = Array.from({ length: columns * rows }, () =>
    isSkewed ? Math.floor(3 / (0.05 + random())) : Math.floor(random() * 20),
  );
  weights[0] = 5;
  const graph = latticeGraph({ columns, rows, weight: (b) => weights[b] as number });
  graph.other.forEach((other, link) => {
    const back = graph.back[link] as number;
    const block = graph.other[back] as number;
    if (other < block) return;
    const metres = 50 + random() * 100;
    const cost = metres * (random() < 0.3 ? 3 : 0.3);
    // Columns hang together, and so do whole strips of them along the first row.
    const holds = other - block > 1 || block < columns || random() < 0.8 ? 1 : 0;
    for (const l of [link, back]) [graph.metres[l], graph.cost[l], graph.holds[l]] = [metres, cost, holds];
  });
  const ends = Array.from({ length: columns - 1 }, (_, c) => c + 1);
  const cuts = new Set<number>();
  while (cuts.size < count - 1) cuts.add(ends[Math.floor(random() * ends.length)] as number);
  const partOf = Int32Array.from(
    { length: columns * rows },
    (_, b) => [...cuts].filter((c) => c <= b % columns).length,
  );
  return { graph, partOf, count, random };
}

/** Weights of parts and whether each hangs together, counted afresh from the links. */
function recount(graph: BlockGraph, partOf: ArrayLike<number>, count: number) {
  const weights = Array.from({ length: count }, () => 0);
  const perimeters = Array.from({ length: count }, () => 0);
  const group = Array.from({ length: graph.count }, (_, b) => b);
  const rootOf = (b: number): number => (group[b] === b ? b : rootOf(group[b] as number));
  for (let b = 0; b < graph.count; b++) {
    const part = partOf[b] as number;
    weights[part] = (weights[part] ?? 0) + (graph.weight[b] as number);
    perimeters[part] = (perimeters[part] ?? 0) + (graph.rim[b] as number);
    for (let l = graph.first[b] as number; l < (graph.first[b + 1] as number); l++) {
      const other = graph.other[l] as number;
      if (partOf[other] !== part) perimeters[part] = (perimeters[part] ?? 0) + (graph.metres[l] as number);
      else if (graph.holds[l] === 1) group[rootOf(b)] = rootOf(other);
    }
  }
  const groups = new Set(group.map((_, b) => rootOf(b)));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const largest = Math.max(...weights.map((weight) => Math.abs(weight - mean) / mean));
  return { weights, perimeters, groups: groups.size, used: new Set(Array.from(partOf)).size, largest };
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });
/** Cares so little for even weight that only the guard keeps parts from going farther off. */
const chains = (partition: Partition): void =>
  improveByChains(
    partition,
    new Objective(partition, { balance: 0.5, shape: 0.5, border: 0.8 }),
    Array.from({ length: partition.count }, (_, p) => p),
    [8, 4, 3],
  );

describe.each([
  ['chains of moves', chains],
  ['the last pass for weight', evenOut],
] as const)('%s', (_name, pass) => {
  it('keeps every part together and all the weight, and leaves none farther off than the farthest was', () => {
    let moved = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const { graph, partOf, count } = randomStrips(seed);
        const before = recount(graph, partOf, count);
        const partition = new Partition(graph, count, partOf.slice());
        pass(partition);
        const after = recount(graph, partition.partOf, count);
        expect(after.groups).toBe(count);
        expect(after.used).toBe(count);
        expect(after.largest).toBeLessThanOrEqual(before.largest + 1e-12);
        expect([...partition.weight]).toEqual(after.weights);
        after.perimeters.forEach((metres, p) => expect(partition.perimeter[p]).toBeCloseTo(metres, 6));
        if (partition.partOf.some((part, b) => part !== partOf[b])) moved++;
      }),
      { numRuns: 40 },
    );
    expect(moved).toBeGreaterThan(25);
  });

  it('comes to the same whatever the order of the blocks', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { graph, partOf, count, random } = randomStrips(seed);
        const to = Array.from({ length: graph.count }, (_, b) => b);
        for (let i = to.length - 1; i > 0; i--) {
          const j = Math.floor(random() * (i + 1));
          [to[i], to[j]] = [to[j] as number, to[i] as number];
        }
        const other = new Int32Array(graph.count);
        partOf.forEach((part, b) => (other[to[b] as number] = part));
        const one = new Partition(graph, count, partOf.slice());
        const two = new Partition(renumbered(graph, to), count, other);
        pass(one);
        pass(two);
        expect(to.map((b) => two.partOf[b])).toEqual([...one.partOf]);
      }),
      { numRuns: 15 },
    );
  });
});

describe('the last pass for weight', () => {
  it('carries weight through parts that have none to spare', () => {
    const graph = latticeGraph({ columns: 30, rows: 1, weight: () => 1 });
    // Blocks in a row, 11, 10 and 9 of them: what the first has too much the last lacks, and one move alone betters nothing.
    const partOf = Int32Array.from({ length: 30 }, (_, b) => [11, 21].filter((end) => b >= end).length);
    const partition = new Partition(graph, 3, partOf);
    evenOut(partition);
    expect(recount(graph, partition.partOf, 3).weights).toEqual([10, 10, 10]);
  });

  it('leaves parts alone that are even enough, though their border could be straighter', () => {
    const graph = latticeGraph({ columns: 10, rows: 10, weight: () => 1 });
    const partOf = Int32Array.from({ length: 100 }, (_, b) => (b % 10 < 5 || b === 45 ? 0 : 1));
    const partition = new Partition(graph, 2, partOf.slice());
    evenOut(partition);
    expect(partition.partOf).toEqual(partOf);
  });
});

describe('a division of blocks', () => {
  it('has as many parts as wanted, each together, on any graph down to one block a part', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { graph, random } = randomStrips(seed);
        const count = random() < 0.2 ? graph.count : 1 + Math.floor(random() * 6);
        const { partOf } = divideBlocks(graph, count, { seed, share: 0 });
        expect(recount(graph, partOf, count)).toMatchObject({ groups: count, used: count });
      }),
      { numRuns: 15 },
    );
  });

  it('is even to three in a hundred where the blocks allow it', () => {
    for (const seed of [1, 2, 3]) {
      const graph = latticeGraph({ columns: 20, rows: 15, weight: (b) => 10 + ((b * 37) % 83) });
      const { partOf } = divideBlocks(graph, 15, { seed, share: 0 });
      expect(recount(graph, partOf, 15).largest).toBeLessThanOrEqual(0.03);
    }
  });
});
