import type { Grid } from '../coverage/model.ts';
import { outlineOf } from '../coverage/outlines.ts';
import { Fault } from '../fault.ts';
import type { Area } from '../geometry/lattice.ts';
import { findDefect } from '../geometry/validity.ts';
import { bisect } from './bisection.ts';
import { type BlockGraph, graphOfBlocks } from './blockGraph.ts';
import { type Blocks, findBlocks } from './blocks.ts';
import { type DrawnBorders, drawBorders } from './borders.ts';
import { isSound } from './checkDraft.ts';
import { cutHeavyBlocks } from './cutting.ts';
import { type Load, weighBlocks } from './load.ts';
import { balanceOf, compactnessOf, shareOnLines } from './measures.ts';
import { DraftCancelled, type DraftInput, type DraftResult, type DraftStep } from './model.ts';
import { boxAround, type Piece, Vertices } from './network.ts';
import { nodePieces } from './noding.ts';
import { type RegionEdges, regionEdges } from './outlineEdges.ts';
import { Partition } from './partition.ts';
import { seededRandom } from './random.ts';
import { layPieces } from './regionNetwork.ts';
import { badnessOf, search } from './search.ts';
import { InsideTest } from './trim.ts';

/** Starts of which the best is taken. */
const STARTS = 3;
const MOST_CUTTING_ROUNDS = 12;
/** Fewer blocks than so many for each part leave no choice. */
const FEWEST_BLOCKS_PER_PART = 4;

/**
 * Divides a region anew into `count` contiguous parts of about equal weight, compact, with borders along rivers and streets where there
 * are any: lines and outline are made into a planar network, its faces (blocks) that are too heavy are cut, and the blocks are handed
 * out by recursive bisection and simulated annealing. The parts tile the region exactly. The same input gives the same result.
 * Throws `invalid-input` where there is no weight or no such division, `coverage-broken` where the grids overlap, and `DraftCancelled`.
 */
export function draftGrids(input: DraftInput): DraftResult {
  const result = attempt(input);
  if (result) return result;
  // Rounding has spoilt a corner on the outline, by no more than a lattice unit: without such corners it cannot.
  const kept = input.keepOutline ? null : attempt({ ...input, keepOutline: true });
  if (kept) return kept;
  throw new Error('a draft came out unsound');
}

/** The ground of the grids. Throws `coverage-broken` where they overlap. */
function regionOf(grids: readonly Grid[]): Area {
  let region: Area | null = null;
  try {
    region = outlineOf(grids.map(({ area }) => area));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (region && findDefect(region) === null) return region;
  throw new Fault('coverage-broken', 'The grids of this area overlap. Mend the faults first, then draft.');
}

/** One draft; null when it is unsound. */
function attempt(input: DraftInput): DraftResult | null {
  const { grids, neighbours, count } = input;
  const region = regionOf(grids);
  const edges = regionEdges(grids, neighbours);
  const tell = teller(input);
  tell('network', 0);
  const { vertices, blocks, load } = layBlocks(input, region, edges, tell);
  if (!(load.total > 0)) throw new Fault('invalid-input', 'There is nothing in this area to balance the grids by.');
  if (blocks.halves.length < count)
    throw new Fault('invalid-input', `This area can be divided into ${blocks.halves.length} grids at most.`);
  tell('parts', 0);
  const partition = bestPartition(input, graphOfBlocks(vertices, blocks, load.weight), tell);
  tell('borders', 0);
  const drawn = drawBorders(vertices, blocks, partition.partOf, count, edges.outline, neighbours);
  if (!isSound(drawn, grids, neighbours, region)) return null;
  tell('borders', 1);
  return describe(vertices, blocks, partition, drawn);
}

/** The best of several partitions, each from a start and a search of its own. */
function bestPartition(input: DraftInput, graph: BlockGraph, tell: Tell): Partition {
  const random = seededRandom(input.seed);
  const isCancelled = (): boolean => input.isCancelled?.() ?? false;
  let best: Partition | null = null;
  for (let start = 0; start < STARTS; start++) {
    const partition = new Partition(graph, input.count, bisect(graph, input.count, random));
    search(partition, { random, isCancelled, onProgress: (share) => tell('parts', (start + share) / STARTS) });
    if (!best || badnessOf(partition) < badnessOf(best)) best = partition;
  }
  return best as Partition;
}

function describe(vertices: Vertices, blocks: Blocks, partition: Partition, drawn: DrawnBorders): DraftResult {
  const { parts, neighbours, outline } = drawn;
  return {
    parts,
    neighbours,
    outline,
    balance: balanceOf([...partition.weight]),
    compactness: drawn.parts.map(compactnessOf),
    shareOfBorderOnLines: shareOnLines(vertices, blocks, partition.partOf),
    blocks: blocks.halves.length,
  };
}

type Tell = (step: DraftStep, fraction: number) => void;

/** Tells of progress, and ends the work when it is no longer wanted. */
function teller({ onProgress, isCancelled }: DraftInput): Tell {
  return (step, fraction) => {
    if (isCancelled?.()) throw new DraftCancelled();
    onProgress?.(step, fraction);
  };
}

interface Laid {
  vertices: Vertices;
  blocks: Blocks;
  load: Load;
}

/** The region's blocks, none heavier than a balanced division allows, as far as it can be cut. */
function layBlocks(input: DraftInput, region: Area, edges: RegionEdges, tell: Tell): Laid {
  const closed = input.keepOutline ?? false;
  const box = boxAround([region]);
  const vertices = new Vertices(box);
  const inside = new InsideTest(vertices, region);
  const within = (pieces: readonly Piece[]): Piece[] => pieces.filter((piece) => inside.isInside(piece));
  let pieces = within(nodePieces(vertices, layPieces(vertices, edges, input.lines, box), closed));
  tell('blocks', 0);
  for (let round = 0; ; round++) {
    const blocks = findBlocks(vertices, pieces);
    const load = weighBlocks(vertices, blocks, input.weights);
    tell('blocks', round / MOST_CUTTING_ROUNDS);
    const isFine = blocks.halves.length >= input.count * FEWEST_BLOCKS_PER_PART;
    if (round === MOST_CUTTING_ROUNDS || !(load.total > 0)) return { vertices, blocks, load };
    const count = isFine ? input.count : input.count * 2;
    const cut = cutHeavyBlocks({ vertices, blocks, load, weights: input.weights, count, closed });
    if (!cut) return { vertices, blocks, load };
    pieces = within(nodePieces(vertices, cut.pieces, closed, cut.fresh));
  }
}
