import { Chain, OUTSIDE } from '../coverage/proof/chain.ts';
import type { Box } from '../geometry/lattice.ts';
import { PointIndex } from '../locate/pointIndex.ts';
import type { Blocks } from './blocks.ts';
import { originOf } from './cycles.ts';
import type { DraftWeights, WeightedPoints } from './model.ts';
import type { Vertices } from './network.ts';

/** The weight of each block and the points in it, by their place. */
export interface Load {
  weight: Float64Array;
  /** Points of block b: `points[first[b]] … points[first[b + 1] − 1]`. Empty when the weight is the size. */
  first: Int32Array;
  points: Int32Array;
  total: number;
}

/** Weighs the blocks. A point belongs to one block, by the half-open rule of `PointIndex`; those outside the region count nowhere. */
export function weighBlocks(vertices: Vertices, blocks: Blocks, weights: DraftWeights): Load {
  const count = blocks.halves.length;
  if (weights === 'area') {
    const weight = Float64Array.from(blocks.size);
    return { weight, first: new Int32Array(count + 1), points: new Int32Array(0), total: sum(weight) };
  }
  const owner = ownersOf(vertices, blocks, weights);
  const weight = new Float64Array(count);
  const first = new Int32Array(count + 1);
  owner.forEach((block, i) => {
    if (block < 0) return;
    weight[block] = (weight[block] as number) + (weights.weight[i] as number);
    first[block + 1] = (first[block + 1] as number) + 1;
  });
  for (let b = 0; b < count; b++) first[b + 1] = (first[b + 1] as number) + (first[b] as number);
  const points = new Int32Array(first[count] as number);
  const at = first.slice();
  owner.forEach((block, i) => {
    if (block < 0) return;
    points[at[block] as number] = i;
    at[block] = (at[block] as number) + 1;
  });
  return { weight, first, points, total: sum(weight) };
}

/** The points within a box: of a whole district's, a unit's search looks at its own again and again. */
export function weightsWithin(weights: DraftWeights, [minX, minY, maxX, maxY]: Box): DraftWeights {
  if (weights === 'area') return weights;
  const { x, y, weight } = weights;
  const isIn = (_: number, i: number): boolean => {
    const [px, py] = [x[i] as number, y[i] as number];
    return px >= minX && px <= maxX && py >= minY && py <= maxY;
  };
  return { x: x.filter(isIn), y: y.filter(isIn), weight: weight.filter(isIn) };
}

/**
 * Weights rounded to a step so fine (2⁻⁵² of all there could be) that their sums are exact and the same in any order. Whole numbers stay
 * as they are.
 */
export function exactWeights(weights: DraftWeights): DraftWeights {
  if (weights === 'area') return weights;
  const heaviest = weights.weight.reduce((most, weight) => Math.max(most, weight), 0);
  const step = 2 ** Math.min(0, Math.ceil(Math.log2(heaviest * weights.weight.length || 1)) - 52);
  return { ...weights, weight: weights.weight.map((weight) => Math.round(weight / step) * step) };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

function ownersOf(vertices: Vertices, { cycles, blockOf, halves }: Blocks, { x, y }: WeightedPoints): Int32Array {
  const { pieces } = cycles;
  const chain = new Chain(pieces.length);
  for (let half = 0; half < blockOf.length; half++) {
    const [from, to] = [originOf(pieces, half), originOf(pieces, half ^ 1)];
    const owner = blockOf[half] as number;
    chain.add(
      vertices.x[from] as number,
      vertices.y[from] as number,
      vertices.x[to] as number,
      vertices.y[to] as number,
      owner < 0 ? OUTSIDE : owner,
    );
  }
  const index = new PointIndex(chain, halves.length);
  return Int32Array.from(x, (px, i) => index.ownerOf(px, y[i] as number));
}
