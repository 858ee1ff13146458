import type { Blocks } from './blocks.ts';
import { originOf } from './cycles.ts';
import type { Load } from './load.ts';
import type { DraftWeights } from './model.ts';
import { CUT, NO_EDGE, OUTLINE, type Piece, type Vertices } from './network.ts';

/** Blocks heavier than this share of a part, or larger than this share of a part's mean size, are cut in two. */
const HEAVIEST_SHARE = 1 / 16;
const LARGEST_SHARE = 1 / 3;
/** Cuts end at a vertex that is this near rather than at a new one. */
const SNAP_METRES = 20;
/** Blocks narrower than this are not cut. */
const NARROWEST_METRES = 40;

export interface CutPlan {
  vertices: Vertices;
  blocks: Blocks;
  load: Load;
  weights: DraftWeights;
  count: number;
  /** The region's outline takes no corner. */
  closed: boolean;
}

/** The network after cutting: the last `fresh` pieces are new. */
export interface CutNetwork {
  pieces: Piece[];
  fresh: number;
}

/** Draws straight cuts through the blocks that are too heavy or too large for `count` balanced parts; null when there are none. */
export function cutHeavyBlocks(plan: CutPlan): CutNetwork | null {
  const { vertices, blocks, load, count } = plan;
  const ground = blocks.size.reduce((sum, size) => sum + size, 0);
  const cuts: Piece[] = [];
  const splits = new Map<number, Set<number>>();
  blocks.halves.forEach((_, b) => {
    const isHeavy = (load.weight[b] as number) > (load.total / count) * HEAVIEST_SHARE;
    const isLarge = (blocks.size[b] as number) > (ground / count) * LARGEST_SHARE;
    if (isHeavy || isLarge) cuts.push(...cutThrough(plan, b, isHeavy, splits));
  });
  if (cuts.length === 0) return null;
  const { pieces } = blocks.cycles;
  const old = pieces.filter((_, p) => !splits.has(p));
  const split = [...splits].flatMap(([p, at]) => splitAt(vertices, pieces[p] as Piece, at));
  return { pieces: [...old, ...split, ...cuts], fresh: split.length + cuts.length };
}

function splitAt(vertices: Vertices, piece: Piece, at: ReadonlySet<number>): Piece[] {
  const inOrder = [...at].sort((a, b) => vertices.metres(piece.from, a) - vertices.metres(piece.from, b));
  const stops = [piece.from, ...inOrder, piece.to];
  return stops.slice(1).map((to, i) => ({ ...piece, from: stops[i] as number, to }));
}

/** A line across a block: its unit direction along which is measured, and how far along it lies, metres from the origin. */
interface Across {
  ux: number;
  uy: number;
  at: number;
}

function cutThrough(plan: CutPlan, block: number, byWeight: boolean, splits: Map<number, Set<number>>): Piece[] {
  for (const direction of axesOf(plan, block)) {
    const span = spanAlong(plan, block, direction);
    if (span[1] - span[0] < NARROWEST_METRES * 2) continue;
    const at = byWeight && plan.weights !== 'area' ? medianAlong(plan, block, direction) : (span[0] + span[1]) / 2;
    if (at === null || at <= span[0] + 1 || at >= span[1] - 1) continue;
    const cuts = cutsAcross(plan, block, { ux: direction[0], uy: direction[1], at }, splits);
    if (cuts.length > 0) return cuts;
  }
  return [];
}

const metricX = ({ x, east }: Vertices, vertex: number): number => ((x[vertex] as number) - (x[0] as number)) * east;
const metricY = ({ y, north }: Vertices, vertex: number): number => ((y[vertex] as number) - (y[0] as number)) * north;

/** The block's long and short direction: principal axes of its boundary. */
function axesOf({ vertices, blocks }: CutPlan, block: number): [number, number][] {
  let [length, mx, my, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  const { pieces } = blocks.cycles;
  for (const half of blocks.halves[block] as number[]) {
    const [a, b] = [originOf(pieces, half), originOf(pieces, half ^ 1)];
    const metres = vertices.metres(a, b);
    const px = (metricX(vertices, a) + metricX(vertices, b)) / 2;
    const py = (metricY(vertices, a) + metricY(vertices, b)) / 2;
    length += metres;
    mx += px * metres;
    my += py * metres;
    xx += px * px * metres;
    xy += px * py * metres;
    yy += py * py * metres;
  }
  [mx, my] = [mx / length, my / length];
  const angle = Math.atan2(2 * (xy / length - mx * my), xx / length - mx * mx - (yy / length - my * my)) / 2;
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  return [
    [ux, uy],
    [-uy, ux],
  ];
}

function spanAlong(
  { vertices, blocks }: CutPlan,
  block: number,
  [ux, uy]: readonly [number, number],
): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const half of blocks.halves[block] as number[]) {
    const corner = originOf(blocks.cycles.pieces, half);
    const at = metricX(vertices, corner) * ux + metricY(vertices, corner) * uy;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return [low, high];
}

/** Where half of the block's weight lies on either side, between two points that are apart; null where there is no such place. */
function medianAlong(
  { vertices, load, weights }: CutPlan,
  block: number,
  [ux, uy]: readonly [number, number],
): number | null {
  if (weights === 'area') return null;
  const { x, y, weight } = weights;
  const entries: [number, number][] = [];
  for (let i = load.first[block] as number; i < (load.first[block + 1] as number); i++) {
    const p = load.points[i] as number;
    const px = ((x[p] as number) - (vertices.x[0] as number)) * vertices.east;
    const py = ((y[p] as number) - (vertices.y[0] as number)) * vertices.north;
    entries.push([px * ux + py * uy, weight[p] as number]);
  }
  entries.sort((a, b) => a[0] - b[0]);
  const half = (load.weight[block] as number) / 2;
  let [sum, best, leastOff] = [0, null as number | null, Infinity];
  for (let i = 1; i < entries.length; i++) {
    const [before, after] = [entries[i - 1] as [number, number], entries[i] as [number, number]];
    sum += before[1];
    if (after[0] - before[0] < 0.5 || Math.abs(sum - half) >= leastOff) continue;
    [best, leastOff] = [(before[0] + after[0]) / 2, Math.abs(sum - half)];
  }
  return leastOff < half * 0.98 ? best : null;
}

/** Where a line meets a block's boundary: how far along the line, at which vertex, and the piece that vertex is new on. */
interface Meeting {
  along: number;
  vertex: number;
  piece: number;
}

/** The pieces of a line inside a block, from border to border; registers in `splits` the new vertices they end in. */
function cutsAcross(plan: CutPlan, block: number, across: Across, splits: Map<number, Set<number>>): Piece[] {
  const { pieces } = plan.blocks.cycles;
  const meetings = meetingsWith(plan, block, across);
  const cuts: Piece[] = [];
  for (let i = 1; i < meetings.length; i += 2) {
    const ends = [meetings[i - 1], meetings[i]] as [Meeting, Meeting];
    if (ends[0].vertex === ends[1].vertex) continue;
    cuts.push({ from: ends[0].vertex, to: ends[1].vertex, kind: CUT, edge: NO_EDGE });
    for (const { vertex, piece } of ends) {
      const { from, to } = pieces[piece] as Piece;
      if (vertex === from || vertex === to) continue;
      splits.set(piece, (splits.get(piece) ?? new Set()).add(vertex));
    }
  }
  return cuts;
}

function meetingsWith({ vertices, blocks, closed }: CutPlan, block: number, { ux, uy, at }: Across): Meeting[] {
  const { pieces } = blocks.cycles;
  const meetings: Meeting[] = [];
  for (const half of blocks.halves[block] as number[]) {
    const [a, b] = [originOf(pieces, half), originOf(pieces, half ^ 1)];
    const before = metricX(vertices, a) * ux + metricY(vertices, a) * uy - at;
    const after = metricX(vertices, b) * ux + metricY(vertices, b) * uy - at;
    if (before < 0 === after < 0) continue;
    const share = before / (before - after);
    const px = metricX(vertices, a) + share * (metricX(vertices, b) - metricX(vertices, a));
    const py = metricY(vertices, a) + share * (metricY(vertices, b) - metricY(vertices, a));
    const fixed = closed && (pieces[half >> 1] as Piece).kind === OUTLINE;
    meetings.push({ along: py * ux - px * uy, vertex: vertexAt(vertices, a, b, share, fixed), piece: half >> 1 });
  }
  return meetings.sort((one, two) => one.along - two.along);
}

/** The end of a piece near a spot on it, or a new vertex there. */
function vertexAt(vertices: Vertices, a: number, b: number, share: number, fixed: boolean): number {
  const length = vertices.metres(a, b);
  const end = share < 0.5 ? a : b;
  if (fixed || Math.min(share, 1 - share) * length <= SNAP_METRES) return end;
  const [ax, ay] = [vertices.x[a] as number, vertices.y[a] as number];
  return vertices.number(
    Math.round(ax + share * ((vertices.x[b] as number) - ax)),
    Math.round(ay + share * ((vertices.y[b] as number) - ay)),
  );
}
