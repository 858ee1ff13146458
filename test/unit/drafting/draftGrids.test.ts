import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../server/core/coverage/outlines.ts';
import { Chain } from '../../../server/core/coverage/proof/chain.ts';
import { draftGrids } from '../../../server/core/drafting/draftGrids.ts';
import type { DraftInput, DraftResult } from '../../../server/core/drafting/model.ts';
import { Fault } from '../../../server/core/fault.ts';
import { doubledArea } from '../../../server/core/geometry/area.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { findDefect } from '../../../server/core/geometry/validity.ts';
import { randomDraft } from './randomDraft.ts';

/** New borders less old ones and less the bend of the outline: zero when the parts tile what the grids did. */
function leftOver({ grids, neighbours }: DraftInput, result: DraftResult): Chain {
  const chain = new Chain(256);
  for (const area of result.parts) chain.addBoundary(area, 0);
  for (const { area } of grids) chain.addBoundary(area, 1, -1);
  for (const { code, area } of result.neighbours) {
    chain.addBoundary(area, 2);
    chain.addBoundary(neighbours.find((grid) => grid.code === code)?.area as Area, 3, -1);
  }
  for (const [ax, ay, bx, by] of result.outline.gone) chain.add(ax, ay, bx, by, 4);
  for (const [ax, ay, bx, by] of result.outline.come) chain.add(bx, by, ax, ay, 5);
  return chain;
}

/** A square of one grid, `metres` across about. */
const square = (side: number): DraftInput => ({
  grids: [
    {
      id: 'a',
      code: '050101',
      name: '',
      revision: 1,
      area: [
        [
          Int32Array.from(
            [0, 0, side, 0, side, side, 0, side].map((v, i) => v + (i % 2 ? 342_000_000 : 1_090_000_000)),
          ),
        ],
      ],
    },
  ],
  neighbours: [],
  lines: [],
  weights: 'area',
  count: 4,
  seed: 1,
});

describe('a draft', () => {
  it('tiles its region exactly, in valid parts that hang together, whatever the ground', () => {
    let drafted = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const input = randomDraft(seed, seed % 3 === 0 ? { verticesPerSide: 3 } : {});
      const region = outlineOf(input.grids.map(({ area }) => area));
      const result = draftGrids(input);
      drafted++;
      expect(result.parts, `seed ${seed}`).toHaveLength(input.count);
      expect(leftOver(input, result).isZero(), `seed ${seed} tiles`).toBe(true);
      for (const area of [...result.parts, ...result.neighbours.map((one) => one.area)])
        expect(findDefect(area), `seed ${seed}`).toBeNull();
      if (region.length === 1) expect(result.parts.every((part) => part.length === 1)).toBe(true);
      expect(result.parts.every((part) => doubledArea(part) > 0n)).toBe(true);
    }
    expect(drafted).toBe(60);
  });

  it('puts no corner on the outline of its region when told to keep it', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const input = { ...randomDraft(seed), keepOutline: true };
      const result = draftGrids(input);
      expect(result.neighbours).toEqual([]);
      expect(result.outline).toEqual({ gone: [], come: [] });
      expect(leftOver(input, result).isZero()).toBe(true);
    }
  });

  it('is the same again with the same seed, and another with another', () => {
    const input = randomDraft(5, { columns: 8, rows: 8 });
    const wanted = { ...input, count: 6 };
    expect(draftGrids(wanted)).toEqual(draftGrids(wanted));
    expect(draftGrids({ ...wanted, seed: 99 }).parts).not.toEqual(draftGrids(wanted).parts);
  });

  it('balances the weight, on plain ground to a few per cent', () => {
    const result = draftGrids({ ...square(400_000), count: 6 });
    expect(result.balance.largestDeviation).toBeLessThan(0.1);
    expect(Math.min(...result.compactness)).toBeGreaterThan(0.4);
  });

  it('takes a street for its border where one runs', () => {
    const ground = square(400_000);
    const street = Int32Array.from([1_090_000_000 - 5000, 342_000_000 + 190_000, 1_090_405_000, 342_000_000 + 210_000]);
    const result = draftGrids({ ...ground, count: 2, lines: [{ kind: 'arterial', points: street }] });
    expect(result.shareOfBorderOnLines).toBeGreaterThan(0.9);
    expect(result.outline.gone).toHaveLength(2);
    expect(result.outline.come).toHaveLength(4);
  });

  it('is the same whatever the order of grids, lines and points, and whichever way lines run', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const input = randomDraft(seed);
      const { weights } = input;
      const turned = <T extends Int32Array | Float64Array>(values: T): T => values.toReversed() as T;
      const backwards = (points: Int32Array): Int32Array =>
        points.map((_, i) => points[points.length - 2 - i + 2 * (i % 2)] as number);
      // Thirds do not add up exactly in any order.
      const third = weights === 'area' ? weights : { ...weights, weight: weights.weight.map((weight) => weight / 3) };
      const result = draftGrids({ ...input, weights: third });
      const other = draftGrids({
        ...input,
        grids: input.grids.toReversed(),
        neighbours: input.neighbours.toReversed(),
        lines: input.lines.toReversed().map(({ kind, points }) => ({ kind, points: backwards(points) })),
        weights: third === 'area' ? third : { x: turned(third.x), y: turned(third.y), weight: turned(third.weight) },
      });
      expect(other.balance, `seed ${seed}`).toEqual(result.balance);
      expect(other.parts, `seed ${seed}`).toEqual(result.parts);
      expect(other.neighbours).toEqual(result.neighbours);
    }
  });

  it('says what no division can undercut where one spot weighs more than a grid should', () => {
    const ground = square(400_000);
    const spots = [100_000, 150_000, 200_000, 250_000, 300_000, 350_000];
    const weights = {
      x: Int32Array.from(spots, (at) => 1_090_000_000 + at),
      y: Int32Array.from(spots, (at) => 342_000_000 + ((at * 3) % 400_000)),
      weight: Float64Array.from(spots, (_, i) => (i === 0 ? 15 : 1)),
    };
    // 20 in all, 5 a grid: whichever grid has the first spot weighs 15 at least.
    const { leastDeviation, balance } = draftGrids({ ...ground, weights });
    expect(leastDeviation).toBeCloseTo(2, 9);
    expect(balance.largestDeviation).toBeGreaterThanOrEqual(leastDeviation);
    expect(draftGrids({ ...ground, weights: 'area' }).leastDeviation).toBe(0);
  });

  it('puts the corners of its borders into the neighbours beyond', () => {
    const changed = Array.from({ length: 30 }, (_, i) => draftGrids(randomDraft(i + 1)).neighbours.length);
    expect(Math.max(...changed)).toBeGreaterThan(0);
  });

  it('tells its steps', () => {
    const steps = new Set<string>();
    const input = { ...square(400_000), onProgress: (step: string) => void steps.add(step) };
    draftGrids(input);
    expect([...steps]).toEqual(['network', 'blocks', 'parts', 'borders']);
  });

  it('is refused where nothing weighs anything', () => {
    const nothing = { x: new Int32Array(0), y: new Int32Array(0), weight: new Float64Array(0) };
    expect(() => draftGrids({ ...square(400_000), weights: nothing })).toThrow(Fault);
  });

  it('is refused where grids overlap', () => {
    const [grid] = square(400_000).grids as [DraftInput['grids'][0]];
    const moved = grid.area.map((polygon) => polygon.map((ring) => ring.map((value) => value + 100_000)));
    const overlapping = { ...square(400_000), grids: [grid, { ...grid, code: '050102', area: moved }] };
    expect(() => draftGrids(overlapping)).toThrow(/Mend the faults first/);
    expect(() => draftGrids({ ...overlapping, grids: [grid, grid] })).toThrow(/Mend the faults first/);
  });

  it('is refused with more parts than the ground can be cut into', () => {
    expect(() => draftGrids({ ...square(2000), count: 50 })).toThrow(/can be divided into \d+ grids at most/);
  });
});
