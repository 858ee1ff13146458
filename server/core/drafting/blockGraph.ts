import type { Blocks } from './blocks.ts';
import { originOf } from './cycles.ts';
import { ARTERIAL, BORDER, CUT, OUTLINE, type PieceKind, RIVER, STREET, type Vertices } from './network.ts';

/** What a metre of border costs along each kind of piece: a border belongs on rivers and streets. */
const COST: Readonly<Record<PieceKind, number>> = {
  [OUTLINE]: 0,
  [RIVER]: 0.25,
  [ARTERIAL]: 0.25,
  [STREET]: 0.35,
  [BORDER]: 0.7,
  [CUT]: 3,
};
/** Blocks that touch along less than this do not hang together, unless nothing else holds them. */
const HOLDS_METRES = 10;

/**
 * Blocks and what they share, in compressed rows: the links of block b are `first[b] … first[b + 1] − 1`. A link holds when parts may
 * hang together by it; links without length tie separate parts of the region to the nearest ground.
 */
export interface BlockGraph {
  count: number;
  weight: Float64Array;
  size: Float64Array;
  /** Metres of the region's outline around each block. */
  rim: Float64Array;
  /** Metres east and north of the first vertex. */
  middleX: Float64Array;
  middleY: Float64Array;
  first: Int32Array;
  other: Int32Array;
  metres: Float64Array;
  cost: Float64Array;
  holds: Uint8Array;
  /** The link that runs back. */
  back: Int32Array;
}

interface Link {
  a: number;
  b: number;
  metres: number;
  cost: number;
  holds: boolean;
}

/** The graph of the blocks. O(pieces), and where the region is in several parts O(parts × blocks). */
export function graphOfBlocks(vertices: Vertices, blocks: Blocks, weight: Float64Array): BlockGraph {
  const count = blocks.halves.length;
  const rim = new Float64Array(count);
  const links = sharedBorders(vertices, blocks, rim);
  const { middleX, middleY } = middles(vertices, blocks);
  holdTogether(links, count, middleX, middleY);
  const size = Float64Array.from(blocks.size);
  return { count, weight, size, rim, middleX, middleY, ...rows(links, count) };
}

function sharedBorders(vertices: Vertices, { cycles, blockOf, halves }: Blocks, rim: Float64Array): Link[] {
  const count = halves.length;
  const links = new Map<number, Link>();
  cycles.pieces.forEach(({ from, to, kind }, p) => {
    const [left, right] = [blockOf[2 * p] as number, blockOf[2 * p + 1] as number];
    const metres = vertices.metres(from, to);
    if (left === right) return;
    if (left < 0 || right < 0) {
      const block = Math.max(left, right);
      rim[block] = (rim[block] as number) + metres;
      return;
    }
    const [a, b] = [Math.min(left, right), Math.max(left, right)];
    const link = links.get(a * count + b) ?? { a, b, metres: 0, cost: 0, holds: false };
    link.metres += metres;
    link.cost += metres * COST[kind];
    links.set(a * count + b, link);
  });
  return [...links.values()];
}

/** The mean of each block's boundary. */
function middles(vertices: Vertices, { cycles, halves }: Blocks): { middleX: Float64Array; middleY: Float64Array } {
  const [middleX, middleY] = [new Float64Array(halves.length), new Float64Array(halves.length)];
  halves.forEach((around, b) => {
    let [length, mx, my] = [0, 0, 0];
    for (const half of around) {
      const [from, to] = [originOf(cycles.pieces, half), originOf(cycles.pieces, half ^ 1)];
      const metres = vertices.metres(from, to);
      length += metres;
      mx += (((vertices.x[from] as number) + (vertices.x[to] as number)) / 2 - (vertices.x[0] as number)) * metres;
      my += (((vertices.y[from] as number) + (vertices.y[to] as number)) / 2 - (vertices.y[0] as number)) * metres;
    }
    middleX[b] = (mx / length) * vertices.east;
    middleY[b] = (my / length) * vertices.north;
  });
  return { middleX, middleY };
}

/** Decides which links hold, so that the whole hangs together: the long ones, then short ones, then new ones across gaps. */
function holdTogether(links: Link[], count: number, middleX: Float64Array, middleY: Float64Array): void {
  const root = Int32Array.from({ length: count }, (_, b) => b);
  const find = (block: number): number => {
    let at = block;
    while (root[at] !== at) at = root[at] = root[root[at] as number] as number;
    return at;
  };
  for (const link of links) {
    if (link.metres < HOLDS_METRES) continue;
    link.holds = true;
    root[find(link.a)] = find(link.b);
  }
  for (const link of links) {
    if (link.holds || find(link.a) === find(link.b)) continue;
    link.holds = true;
    root[find(link.a)] = find(link.b);
  }
  for (let b = 1; b < count; b++) {
    if (find(b) === find(0)) continue;
    const nearest = nearestPair(count, find, find(b), middleX, middleY);
    links.push({ ...nearest, metres: 0, cost: 0, holds: true });
    root[find(nearest.a)] = find(nearest.b);
    // The part found may not be the first one's: look at this block again.
    b--;
  }
}

/** The closest middles of a block in one part and a block outside of it. */
function nearestPair(
  count: number,
  find: (block: number) => number,
  part: number,
  middleX: Float64Array,
  middleY: Float64Array,
): { a: number; b: number } {
  let best = { a: 0, b: 0 };
  let least = Infinity;
  for (let a = 0; a < count; a++) {
    if (find(a) !== part) continue;
    for (let b = 0; b < count; b++) {
      if (find(b) === part) continue;
      const dx = (middleX[a] as number) - (middleX[b] as number);
      const dy = (middleY[a] as number) - (middleY[b] as number);
      if (dx * dx + dy * dy < least) [least, best] = [dx * dx + dy * dy, { a, b }];
    }
  }
  return best;
}

function rows(
  links: readonly Link[],
  count: number,
): Pick<BlockGraph, 'first' | 'other' | 'metres' | 'cost' | 'holds' | 'back'> {
  const first = new Int32Array(count + 1);
  for (const { a, b } of links) {
    first[a + 1] = (first[a + 1] as number) + 1;
    first[b + 1] = (first[b + 1] as number) + 1;
  }
  for (let b = 0; b < count; b++) first[b + 1] = (first[b + 1] as number) + (first[b] as number);
  const at = first.slice();
  const [other, metres, cost] = [
    new Int32Array(links.length * 2),
    new Float64Array(links.length * 2),
    new Float64Array(links.length * 2),
  ];
  const holds = new Uint8Array(links.length * 2);
  const back = new Int32Array(links.length * 2);
  const put = (from: number, to: number, link: Link): number => {
    const place = at[from] as number;
    at[from] = place + 1;
    other[place] = to;
    metres[place] = link.metres;
    cost[place] = link.cost;
    holds[place] = link.holds ? 1 : 0;
    return place;
  };
  for (const link of links) {
    const [there, here] = [put(link.a, link.b, link), put(link.b, link.a, link)];
    back[there] = here;
    back[here] = there;
  }
  return { first, other, metres, cost, holds, back };
}
