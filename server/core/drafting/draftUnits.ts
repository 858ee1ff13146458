import { unitOf } from '../codes/codes.ts';
import type { Edge } from '../coverage/change.ts';
import type { Grid } from '../coverage/model.ts';
import { Chain } from '../coverage/proof/chain.ts';
import { Fault } from '../fault.ts';
import { areaSquareMetres } from '../geometry/area.ts';
import { type Area, vertexCount } from '../geometry/lattice.ts';
import { PointIndex } from '../locate/pointIndex.ts';
import { draftGrids } from './draftGrids.ts';
import { exactWeights } from './load.ts';
import { balanceOf } from './measures.ts';
import type { DraftBalance, DraftInput, DraftResult, DraftStep, DraftWeights } from './model.ts';
import { shareOut } from './shareOut.ts';

/** The most grids a unit can have: two digits. */
export const MOST_GRIDS_PER_UNIT = 99;

/** A unit or the whole district to be divided anew: units keep their outlines, each is drafted by itself. */
export interface UnitsDraftInput extends Pick<DraftInput, 'lines' | 'weights' | 'seed' | 'share'> {
  /** All grids of the district. */
  grids: readonly Grid[];
  /** The codes of the units to be divided, in order, and how many grids they get together. */
  units: readonly string[];
  count: number;
  /** The most grids each unit can have, by its numbers left; default 99. */
  most?: readonly number[];
  /** Told of every step; `unit` is the one at work, the fraction that of the whole. */
  onProgress?: (step: DraftStep, fraction: number, unit: string) => void;
}

export interface DraftedUnit {
  unit: string;
  parts: Area[];
  balance: DraftBalance;
  leastDeviation: number;
  compactness: number[];
  shareOfBorderOnLines: number;
  blocks: number;
}

export interface UnitsDraft {
  units: DraftedUnit[];
  /** Grids of other units whose borders got corners. */
  neighbours: { code: string; area: Area }[];
  outline: { gone: Edge[]; come: Edge[] };
  /** Over all parts together. */
  balance: DraftBalance;
  compactness: number;
  shareOfBorderOnLines: number;
}

const STEP_SHARE: Readonly<Record<DraftStep, readonly [number, number]>> = {
  network: [0, 0.1],
  blocks: [0.1, 0.2],
  parts: [0.3, 0.65],
  borders: [0.95, 0.05],
};

/**
 * Drafts units one after the other; corners that one puts on a common border are there for the next. The grids are shared out
 * among the units by weight. Throws `invalid-input` when they cannot be, and what `draftGrids` throws.
 */
export function draftUnits(input: UnitsDraftInput): UnitsDraft {
  const { units, grids } = input;
  const counts = countsOf(input);
  const state = new Map(grids.map((grid) => [grid.code, grid]));
  const outline: UnitsDraft['outline'] = { gone: [], come: [] };
  const results = units.map((unit, u) => {
    const result = draftUnit(input, state, unit, counts[u] as number, (share) => (u + share) / units.length);
    outline.gone.push(...result.outline.gone);
    outline.come.push(...result.outline.come);
    return result;
  });
  const drafted = results.map(
    ({ parts, balance, leastDeviation, compactness, shareOfBorderOnLines, blocks }, u): DraftedUnit => ({
      unit: units[u] as string,
      parts: parts.map((_, i) => (state.get(`${units[u]}#${i}`) as Grid).area),
      balance,
      leastDeviation,
      compactness,
      shareOfBorderOnLines,
      blocks,
    }),
  );
  const before = new Map(grids.map(({ code, area }) => [code, area]));
  const neighbours = [...state.values()].filter(({ code, area }) => before.has(code) && before.get(code) !== area);
  return {
    units: drafted,
    neighbours: neighbours.map(({ code, area }) => ({ code, area })),
    outline,
    ...summary(drafted),
  };
}

/** Drafts one unit over the grids as they are by now, and puts its parts among them under passing codes. */
function draftUnit(
  input: UnitsDraftInput,
  state: Map<string, Grid>,
  unit: string,
  count: number,
  ofWhole: (share: number) => number,
): DraftResult {
  const all = [...state.values()];
  const result = draftGrids({
    ...input,
    grids: all.filter(({ code }) => unitOf(code) === unit),
    neighbours: all.filter(({ code }) => unitOf(code) !== unit),
    count,
    share: ((input.share ?? 1) * count) / input.count,
    onProgress: (step, fraction) => {
      const [start, width] = STEP_SHARE[step];
      input.onProgress?.(step, ofWhole(start + width * fraction), unit);
    },
  });
  for (const { code } of all) if (unitOf(code) === unit) state.delete(code);
  result.parts.forEach((area, i) => {
    const code = `${unit}#${i}`;
    state.set(code, { id: '', code, name: '', revision: 0, area });
  });
  for (const { code, area } of result.neighbours) state.set(code, { ...(state.get(code) as Grid), area });
  return result;
}

function summary(units: readonly DraftedUnit[]): Pick<UnitsDraft, 'balance' | 'compactness' | 'shareOfBorderOnLines'> {
  const parts = units.reduce((sum, unit) => sum + unit.parts.length, 0);
  const weighed = (of: (unit: DraftedUnit) => number): number =>
    units.reduce((sum, unit) => sum + of(unit) * unit.parts.length, 0) / parts;
  return {
    balance: balanceOf(units.flatMap(({ balance }) => balance.weights)),
    compactness: weighed(({ compactness }) => compactness.reduce((sum, one) => sum + one, 0) / compactness.length),
    shareOfBorderOnLines: weighed((unit) => unit.shareOfBorderOnLines),
  };
}

/** How many grids each unit gets. */
function countsOf({ units, grids, count, weights, most }: UnitsDraftInput): number[] {
  for (const unit of units)
    if (!grids.some(({ code }) => unitOf(code) === unit))
      throw new Fault('invalid-input', `There are no grids in ${unit}.`, [
        { path: '/within', message: 'has no grids' },
      ]);
  const limits = most ?? units.map(() => MOST_GRIDS_PER_UNIT);
  const counts = shareOut(count, units.length === 1 ? [1] : weightsOfUnits(units, grids, weights), limits);
  if (counts) return counts;
  throw badCount(limits);
}

/** The refusal of a number of grids that cannot be shared out. */
export function badCount(most: readonly number[]): Fault {
  const message = `must be a whole number from ${most.length} to ${most.reduce((sum, one) => sum + one, 0)}`;
  return new Fault('invalid-input', `The number of grids ${message}.`, [{ path: '/count', message }]);
}

function weightsOfUnits(units: readonly string[], grids: readonly Grid[], weights: DraftWeights): number[] {
  const exact = exactWeights(weights);
  const sums = new Map<string, number>();
  const add = (code: string, weight: number): void => {
    sums.set(unitOf(code), (sums.get(unitOf(code)) ?? 0) + weight);
  };
  if (exact === 'area') for (const { code, area } of grids) add(code, areaSquareMetres(area));
  else {
    const chain = new Chain(grids.reduce((sum, { area }) => sum + vertexCount(area), 16));
    grids.forEach(({ area }, g) => chain.addBoundary(area, g));
    const index = new PointIndex(chain, grids.length);
    exact.x.forEach((x, i) => {
      const owner = index.ownerOf(x, exact.y[i] as number);
      if (owner >= 0) add((grids[owner] as Grid).code, exact.weight[i] as number);
    });
  }
  return units.map((unit) => sums.get(unit) ?? 0);
}
