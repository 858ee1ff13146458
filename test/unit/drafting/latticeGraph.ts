import type { BlockGraph } from '../../../server/core/drafting/blockGraph.ts';

const SIDE_METRES = 100;

export interface Lattice {
  columns: number;
  rows: number;
  weight: (block: number) => number;
}

/** Blocks of a hectare in rows, those next to each other linked along 100 m. */
export function latticeGraph({ columns, rows, weight }: Lattice): BlockGraph {
  const count = columns * rows;
  const nextTo = (b: number): number[] => [
    ...(b >= columns ? [b - columns] : []),
    ...(b % columns > 0 ? [b - 1] : []),
    ...(b % columns < columns - 1 ? [b + 1] : []),
    ...(b < count - columns ? [b + columns] : []),
  ];
  const all = Array.from({ length: count }, (_, b) => nextTo(b));
  const links = all.flatMap((others, b) => others.map((other) => [b, other] as const));
  const place = new Map(links.map(([a, b], l) => [`${a} ${b}`, l]));
  const first = Int32Array.from({ length: count + 1 }, (_, b) =>
    all.slice(0, b).reduce((sum, others) => sum + others.length, 0),
  );
  return {
    count,
    weight: Float64Array.from({ length: count }, (_, b) => weight(b)),
    size: new Float64Array(count).fill(SIDE_METRES ** 2),
    rim: Float64Array.from(all, (others) => (4 - others.length) * SIDE_METRES),
    middleX: Float64Array.from({ length: count }, (_, b) => (b % columns) * SIDE_METRES),
    middleY: Float64Array.from({ length: count }, (_, b) => Math.floor(b / columns) * SIDE_METRES),
    first,
    other: Int32Array.from(links, ([, b]) => b),
    metres: new Float64Array(links.length).fill(SIDE_METRES),
    cost: new Float64Array(links.length).fill(SIDE_METRES),
    holds: new Uint8Array(links.length).fill(1),
    back: Int32Array.from(links, ([a, b]) => place.get(`${b} ${a}`) as number),
  };
}

/** The same blocks under other numbers: block b becomes `to[b]`. */
export function renumbered(graph: BlockGraph, to: readonly number[]): BlockGraph {
  const order = to.map((_, b) => b).sort((a, b) => (to[a] as number) - (to[b] as number));
  const links = order.flatMap((b) =>
    Array.from(
      { length: (graph.first[b + 1] as number) - (graph.first[b] as number) },
      (_, i) => (graph.first[b] as number) + i,
    ),
  );
  const at = new Map(links.map((old, l) => [old, l]));
  const first = new Int32Array(graph.count + 1);
  order.forEach((b, i) => {
    first[i + 1] = (first[i] as number) + (graph.first[b + 1] as number) - (graph.first[b] as number);
  });
  const byBlock = (values: Float64Array) => Float64Array.from(order, (b) => values[b] as number);
  return {
    count: graph.count,
    weight: byBlock(graph.weight),
    size: byBlock(graph.size),
    rim: byBlock(graph.rim),
    middleX: byBlock(graph.middleX),
    middleY: byBlock(graph.middleY),
    first,
    other: Int32Array.from(links, (l) => to[graph.other[l] as number] as number),
    metres: Float64Array.from(links, (l) => graph.metres[l] as number),
    cost: Float64Array.from(links, (l) => graph.cost[l] as number),
    holds: Uint8Array.from(links, (l) => graph.holds[l] as number),
    back: Int32Array.from(links, (l) => at.get(graph.back[l] as number) as number),
  };
}
