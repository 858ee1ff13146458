import type { Grid } from '../coverage/model.ts';
import { outlineOf } from '../coverage/outlines.ts';
import { Fault } from '../fault.ts';
import type { Area } from '../geometry/lattice.ts';
import { findDefect } from '../geometry/validity.ts';
import { type BlockGraph, graphOfBlocks } from './blockGraph.ts';
import { type Blocks, findBlocks } from './blocks.ts';
import { cutHeavyBlocks } from './cutting.ts';
import { exactWeights, type Load, weighBlocks, weightsWithin } from './load.ts';
import type { DraftInput, Tell } from './model.ts';
import { boxAround, type Piece, Vertices } from './network.ts';
import { nodePieces } from './noding.ts';
import { type OutlineEdge, type RegionEdges, regionEdges } from './outlineEdges.ts';
import { layPieces } from './regionNetwork.ts';
import { InsideTest } from './trim.ts';

const MOST_CUTTING_ROUNDS = 12;
/** Fewer blocks than so many for each part leave no choice. */
const FEWEST_BLOCKS_PER_PART = 4;

/** A region cut into blocks along its lines: what parts are put together from. */
export interface RegionBlocks {
  region: Area;
  outline: OutlineEdge[];
  vertices: Vertices;
  blocks: Blocks;
  graph: BlockGraph;
}

/**
 * The region's blocks, none heavier than a balanced division allows as far as it can be cut, and what they have in common. Throws
 * `coverage-broken` where the grids overlap, and `invalid-input` where there is no weight or fewer blocks than parts.
 */
export function blocksOfRegion(input: DraftInput, tell: Tell = () => undefined): RegionBlocks {
  const { grids, neighbours, count } = input;
  const region = regionOf(grids);
  const edges = regionEdges(grids, neighbours);
  tell('network', 0);
  const { vertices, blocks, load } = layBlocks(input, region, edges, tell);
  if (!(load.total > 0)) throw new Fault('invalid-input', 'There is nothing in this area to balance the grids by.');
  if (blocks.halves.length < count)
    throw new Fault('invalid-input', `This area can be divided into ${blocks.halves.length} grids at most.`);
  return { region, outline: edges.outline, vertices, blocks, graph: graphOfBlocks(vertices, blocks, load.weight) };
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

interface Laid {
  vertices: Vertices;
  blocks: Blocks;
  load: Load;
}

function layBlocks(input: DraftInput, region: Area, edges: RegionEdges, tell: Tell): Laid {
  const closed = input.keepOutline ?? false;
  const box = boxAround([region]);
  const vertices = new Vertices(box);
  const inside = new InsideTest(vertices, region);
  const within = (pieces: readonly Piece[]): Piece[] => pieces.filter((piece) => inside.isInside(piece));
  const weights = exactWeights(weightsWithin(input.weights, box));
  let pieces = within(nodePieces(vertices, layPieces(vertices, edges, input.lines, box), closed));
  tell('blocks', 0);
  for (let round = 0; ; round++) {
    const blocks = findBlocks(vertices, pieces);
    const load = weighBlocks(vertices, blocks, weights);
    tell('blocks', round / MOST_CUTTING_ROUNDS);
    const isFine = blocks.halves.length >= input.count * FEWEST_BLOCKS_PER_PART;
    if (round === MOST_CUTTING_ROUNDS || !(load.total > 0)) return { vertices, blocks, load };
    const count = isFine ? input.count : input.count * 2;
    const cut = cutHeavyBlocks({ vertices, blocks, load, weights, count, closed });
    if (!cut) return { vertices, blocks, load };
    pieces = within(nodePieces(vertices, cut.pieces, closed, cut.fresh));
  }
}
