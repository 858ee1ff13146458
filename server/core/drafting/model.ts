import type { Edge } from '../coverage/change.ts';
import type { Grid } from '../coverage/model.ts';
import type { Area } from '../geometry/lattice.ts';

/** What a line of the ground is, in the order in which it makes a good border. */
export type LineKind = 'river' | 'arterial' | 'street';

/** A street or river as a lattice polyline `[x0, y0, x1, y1, …]`. */
export interface DraftLine {
  kind: LineKind;
  points: Int32Array;
}

/** Weighted lattice points; the arrays run in step. */
export interface WeightedPoints {
  x: Int32Array;
  y: Int32Array;
  weight: Float64Array;
}

/** What a draft is balanced by: points, or the ground's own size. */
export type DraftWeights = WeightedPoints | 'area';

/** A region to be divided anew into `count` parts. */
export interface DraftInput {
  /** The grids of the region, of a proven coverage. */
  grids: readonly Grid[];
  /** Grids beyond the region's outline; those that share edges with it get the corners that new borders put there. */
  neighbours: readonly Grid[];
  lines: readonly DraftLine[];
  weights: DraftWeights;
  count: number;
  /** Any whole number; the same input and seed give the same draft. */
  seed: number;
  /**
   * The share of a whole draft that this region is, when it is one of several; default 1. So much of the search is spent on it,
   * one start at least. */
  share?: number;
  /** True: no corner is put on the region's outline, new borders end on its corners only. */
  keepOutline?: boolean;
  onProgress?: (step: DraftStep, fraction: number) => void;
}

export type DraftStep = 'network' | 'blocks' | 'parts' | 'borders';

/** Tells that a step has got so far. */
export type Tell = (step: DraftStep, fraction: number) => void;

/** How evenly the weight lies on the parts. Deviations are shares of the mean. */
export interface DraftBalance {
  weights: number[];
  mean: number;
  largestDeviation: number;
  coefficientOfVariation: number;
}

/** A region divided anew. */
export interface DraftResult {
  /** Exactly tile the region, apart from the corners put on its outline. */
  parts: Area[];
  /** Grids beyond the outline that got corners, with them. */
  neighbours: { code: string; area: Area }[];
  /** Edges of the district's outline that got corners, directed as it runs: those gone and those that came for them. */
  outline: { gone: Edge[]; come: Edge[] };
  balance: DraftBalance;
  /** No division of these blocks can deviate less: what the heaviest of them, uncuttable, weighs beyond the mean by itself. Mostly 0. */
  leastDeviation: number;
  /** Polsby-Popper of each part: 4πA/P², 1 for a circle. */
  compactness: number[];
  /** The share of the length of the borders between parts that runs along streets and rivers. */
  shareOfBorderOnLines: number;
  /** How many blocks the parts were put together from. */
  blocks: number;
}
