import { type DrawnBorders, drawBorders } from './borders.ts';
import { isSound } from './checkDraft.ts';
import { divideBlocks } from './division.ts';
import { balanceOf, compactnessOf, shareOnLines } from './measures.ts';
import type { DraftInput, DraftResult, Tell } from './model.ts';
import type { Partition } from './partition.ts';
import { blocksOfRegion, type RegionBlocks } from './regionBlocks.ts';

/**
 * Divides a region anew into `count` contiguous parts of about equal weight, compact, with borders along rivers and streets where there
 * are any: lines and outline are made into a planar network, its faces (blocks) that are too heavy are cut, and the blocks are handed
 * out (`divideBlocks`). The parts tile the region exactly. The same input gives the same result, in whichever order it comes.
 * Throws `invalid-input` where there is no weight or no such division, `coverage-broken` where the grids overlap.
 */
export function draftGrids(input: DraftInput): DraftResult {
  const result = attempt(input);
  if (result) return result;
  // Rounding has spoilt a corner on the outline, by no more than a lattice unit: without such corners it cannot.
  const kept = input.keepOutline ? null : attempt({ ...input, keepOutline: true });
  if (kept) return kept;
  throw new Error('a draft came out unsound');
}

/** One draft; null when it is unsound. */
function attempt(input: DraftInput): DraftResult | null {
  const { grids, neighbours, count, seed } = input;
  const tell: Tell = (step, fraction) => input.onProgress?.(step, fraction);
  const laid = blocksOfRegion(input, tell);
  tell('parts', 0);
  const partition = divideBlocks(laid.graph, count, {
    seed,
    share: input.share ?? 1,
    onProgress: (fraction) => tell('parts', fraction),
  });
  tell('borders', 0);
  const drawn = drawBorders(laid.vertices, laid.blocks, partition.partOf, count, laid.outline, neighbours);
  if (!isSound(drawn, grids, neighbours, laid.region)) return null;
  tell('borders', 1);
  return describe(laid, partition, drawn);
}

function describe({ vertices, blocks, graph }: RegionBlocks, partition: Partition, drawn: DrawnBorders): DraftResult {
  const { parts, neighbours, outline } = drawn;
  return {
    parts,
    neighbours,
    outline,
    balance: balanceOf([...partition.weight]),
    leastDeviation: Math.max(0, graph.weight.reduce((most, w) => Math.max(most, w), 0) / partition.mean - 1),
    compactness: drawn.parts.map(compactnessOf),
    shareOfBorderOnLines: shareOnLines(vertices, blocks, partition.partOf),
    blocks: blocks.halves.length,
  };
}
