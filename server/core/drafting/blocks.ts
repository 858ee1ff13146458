import { type Cycles, halvesOf, originOf, traceCycles } from './cycles.ts';
import { OUTLINE, type Piece, type Vertices } from './network.ts';
import { withoutDeadEnds } from './trim.ts';

/** The faces of the network inside the region. `blockOf` has the block on the left of each half-edge, −1 outside the region. */
export interface Blocks {
  cycles: Cycles;
  blockOf: Int32Array;
  /** The half-edges around each block, those around its holes included. */
  halves: number[][];
  /** Square metres. */
  size: number[];
}

/**
 * Finds the blocks of planar pieces inside the region: dead ends and pieces with the same block on both sides are left out first.
 * Parts of the network that hang on nothing lie as holes in the block around them.
 */
export function findBlocks(vertices: Vertices, inside: readonly Piece[]): Blocks {
  const open = withoutDeadEnds(inside, vertices.x.length);
  const walked = traceCycles(vertices, open);
  const dividing = open.filter((_, p) => walked.cycle[2 * p] !== walked.cycle[2 * p + 1]);
  const cycles = dividing.length === open.length ? walked : traceCycles(vertices, dividing);
  const rings = cycles.start.map((_, c) => readRing(vertices, cycles, c));
  const blockOfCycle = new Int32Array(rings.length).fill(-1);
  const halves: number[][] = [];
  const size: number[] = [];
  rings.forEach((ring, c) => {
    if (ring.isOutside || ring.size <= 0) return;
    blockOfCycle[c] = halves.length;
    halves.push(ring.halves);
    size.push(ring.size);
  });
  const shells = rings.filter((ring, c) => (blockOfCycle[c] as number) >= 0 && ring.size > 0);
  const partOf = connectedParts(vertices.x.length, dividing);
  rings.forEach((ring, c) => {
    if (ring.isOutside || ring.size > 0) return;
    const host = hostOf(vertices, ring, shells, partOf);
    if (host < 0) return;
    blockOfCycle[c] = host;
    halves[host] = [...(halves[host] as number[]), ...ring.halves];
    size[host] = (size[host] as number) + ring.size;
  });
  return { cycles, halves, size, blockOf: cycles.cycle.map((c) => blockOfCycle[c] as number) };
}

interface RingOfCycle {
  halves: number[];
  corners: number[];
  /** Signed square metres: positive around a face, negative around a part of the network from outside. */
  size: number;
  /** Whether the region's outside lies on its left. */
  isOutside: boolean;
  box: [number, number, number, number];
}

function readRing(vertices: Vertices, cycles: Cycles, cycle: number): RingOfCycle {
  const { pieces } = cycles;
  const halves = halvesOf(cycles, cycle);
  const corners = halves.map((half) => originOf(pieces, half));
  const { x, y, east, north } = vertices;
  const [ox, oy] = [x[corners[0] as number] as number, y[corners[0] as number] as number];
  let doubled = 0;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  let [px, py] = [x[corners.at(-1) as number] as number, y[corners.at(-1) as number] as number];
  for (const corner of corners) {
    const [cx, cy] = [x[corner] as number, y[corner] as number];
    doubled += (px - ox) * (cy - oy) - (cx - ox) * (py - oy);
    box[0] = Math.min(box[0], cx);
    box[1] = Math.min(box[1], cy);
    box[2] = Math.max(box[2], cx);
    box[3] = Math.max(box[3], cy);
    [px, py] = [cx, cy];
  }
  const isOutside = halves.some((half) => (half & 1) === 1 && (pieces[half >> 1] as Piece).kind === OUTLINE);
  return { halves, corners, size: (doubled / 2) * east * north, isOutside, box };
}

/** Numbers the vertices by the connected part of the network they belong to. */
function connectedParts(count: number, pieces: readonly Piece[]): (vertex: number) => number {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const find = (vertex: number): number => {
    let at = vertex;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  for (const { from, to } of pieces) parent[find(from)] = find(to);
  return find;
}

/** The smallest face around a part of the network, by its place among the shells; −1 where there is none. */
function hostOf(
  vertices: Vertices,
  hole: RingOfCycle,
  shells: readonly RingOfCycle[],
  partOf: (vertex: number) => number,
): number {
  const spot = hole.corners[0] as number;
  const [sx, sy] = [vertices.x[spot] as number, vertices.y[spot] as number];
  let best = -1;
  shells.forEach((shell, s) => {
    const [minX, minY, maxX, maxY] = shell.box;
    if (sx < minX || sx > maxX || sy < minY || sy > maxY) return;
    if (best >= 0 && (shells[best] as RingOfCycle).size <= shell.size) return;
    if (partOf(shell.corners[0] as number) === partOf(spot)) return;
    if (surrounds(vertices, shell.corners, sx, sy)) best = s;
  });
  return best;
}

/** Even-odd rule; the spot is on no edge. */
function surrounds({ x, y }: Vertices, corners: readonly number[], sx: number, sy: number): boolean {
  let inside = false;
  let last = corners.at(-1) as number;
  for (const corner of corners) {
    const [ax, ay, bx, by] = [x[last] as number, y[last] as number, x[corner] as number, y[corner] as number];
    if (ay > sy !== by > sy && (sx - ax) * Math.abs(by - ay) < (bx - ax) * Math.abs(sy - ay)) inside = !inside;
    last = corner;
  }
  return inside;
}
