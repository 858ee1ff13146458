import { describe, expect, it } from 'vitest';
import { checkChange } from '../../../server/core/coverage/checkChange.ts';
import { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import { groundBefore } from '../../../server/core/coverage/edits/changeFor.ts';
import { outlineOf } from '../../../server/core/coverage/outlines.ts';
import { proveThreeLevels } from '../../../server/core/coverage/proof/levels.ts';
import { changeOfDraft } from '../../../server/core/drafting/draftChange.ts';
import { draftUnits } from '../../../server/core/drafting/draftUnits.ts';
import { shareOut } from '../../../server/core/drafting/shareOut.ts';
import { successorsOf } from '../../../server/core/drafting/successors.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { randomDraft } from './randomDraft.ts';

/** A ground of two units: the left and the right half of a random sheet. */
function twoUnits(seed: number): { ground: EditableCoverage; input: ReturnType<typeof randomDraft> } {
  const input = randomDraft(seed, { columns: 8, rows: 6 });
  const middle = 1_090_000_000 + 4 * 200_000;
  const grids = input.all.map((grid, i) => {
    const x = grid.area[0]?.[0]?.[0] as number;
    const code = `${x < middle ? '0501' : '0502'}${String(i + 1).padStart(2, '0')}`;
    return { ...grid, id: code, code, name: `旧${code}` };
  });
  const outline = outlineOf(grids.map(({ area }) => area));
  const units = [
    { code: '0501', name: '纺织城' },
    { code: '0502', name: '席王' },
  ];
  return {
    input,
    ground: new EditableCoverage({
      district: { code: '05', name: '灞桥区' },
      mandated: outline,
      outline,
      units,
      grids,
    }),
  };
}

const groundOf = (ground: EditableCoverage) => ({
  grids: [...ground.grids()],
  units: ground.units,
  newCodes: (unit: string, count: number) => ground.newCodes(unit, count),
});

describe('a draft of units', () => {
  it('is a change that keeps the proof, and applied gives what was drafted', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const { ground, input } = twoUnits(seed);
      const outline = outlineOf([...ground.grids()].map(({ area }) => area));
      const units = seed % 3 === 0 ? ['0502'] : ['0501', '0502'];
      const draft = draftUnits({ ...input, grids: [...ground.grids()], units, count: 4 + (seed % 5), seed });
      const change = changeOfDraft(groundOf(ground), draft, 'draft');
      checkChange(change, groundBefore(ground, change));
      for (const code of change.remove) expect(ground.find(code)).toBeDefined();
      ground.apply(change);
      const grids = [...ground.grids()];
      expect(grids.filter(({ code }) => units.includes(code.slice(0, 4)))).toHaveLength(4 + (seed % 5));
      const working = draft.outline.gone.length === 0 ? outline : outlineOf(grids.map(({ area }) => area));
      const proof = proveThreeLevels({
        district: ground.district,
        outline: working,
        units: [...ground.units.values()],
        grids,
      });
      expect(proof.ok, `seed ${seed}`).toBe(true);
    }
  });

  it('gives new codes above those there were, and says who came from whom', () => {
    const { ground, input } = twoUnits(2);
    const before = new Set([...ground.grids()].map(({ code }) => code));
    const highest = [...before]
      .filter((code) => code.startsWith('0501'))
      .sort()
      .at(-1) as string;
    const draft = draftUnits({ ...input, grids: [...ground.grids()], units: ['0501'], count: 20, seed: 3 });
    const change = changeOfDraft(groundOf(ground), draft, 'draft');
    const fresh = change.put.filter(({ id, code }) => id === '' && !before.has(code));
    expect(fresh.length).toBeGreaterThan(0);
    for (const { code, name } of fresh) {
      expect(code > highest).toBe(true);
      expect(name).toBe(`纺织城${Number(code.slice(4))}`);
      const descent = change.lineage.find((one) => one.code === code);
      expect(descent?.from.length).toBeGreaterThan(0);
      expect(descent?.from.every((from) => before.has(from))).toBe(true);
    }
    for (const { code, name, id } of change.put.filter((grid) => grid.id !== ''))
      expect([code, name]).toEqual([id, `旧${id}`]);
    expect(change.base).toMatchObject(Object.fromEntries(fresh.map(({ code }) => [code, 0])));
  });

  it('leaves the grids of other units where they are', () => {
    const { ground, input } = twoUnits(4);
    const draft = draftUnits({ ...input, grids: [...ground.grids()], units: ['0501'], count: 5, seed: 1 });
    const change = changeOfDraft(groundOf(ground), draft, 'draft');
    const other = change.put.filter(({ code }) => code.startsWith('0502'));
    expect(other.map(({ code }) => code)).toEqual(draft.neighbours.map(({ code }) => code).sort());
    expect(change.remove.every((code) => code.startsWith('0501'))).toBe(true);
  });

  it('is refused with more grids than codes, or fewer than units', () => {
    const { ground, input } = twoUnits(4);
    const all = { ...input, grids: [...ground.grids()] };
    expect(() => draftUnits({ ...all, units: ['0501'], count: 100 })).toThrow(/from 1 to 99/);
    expect(() => draftUnits({ ...all, units: ['0501', '0502'], count: 1 })).toThrow(/from 2 to 198/);
    expect(() => draftUnits({ ...all, units: ['0509'], count: 3 })).toThrow(/no grids in 0509/);
  });
});

describe('grids shared out among units', () => {
  it('follow the weights, one each at least and 99 at most', () => {
    expect(shareOut(10, [5, 3, 2], [99, 99, 99])).toEqual([5, 3, 2]);
    expect(shareOut(5, [100, 0, 0], [99, 99, 99])).toEqual([3, 1, 1]);
    expect(shareOut(120, [1000, 1], [99, 99])).toEqual([99, 21]);
    expect(shareOut(4, [0, 0], [99, 99])).toEqual([2, 2]);
    expect(shareOut(1, [1, 1], [99, 99])).toBeNull();
    expect(shareOut(30, [1, 1], [5, 40])).toEqual([5, 25]);
    expect(shareOut(199, [1, 1], [99, 99])).toBeNull();
  });
});

describe('the successors of old grids', () => {
  const box = (west: number, east: number): Area => [[Int32Array.from([west, 0, east, 0, east, 1000, west, 1000])]];

  it('are the parts with most ground in common, one to one', () => {
    const successors = successorsOf([box(0, 1000), box(1000, 2000)], [box(900, 2000), box(0, 900)], 9);
    expect(successors).toEqual([
      { keeps: 1, from: [0, 1] },
      { keeps: 0, from: [0] },
    ]);
  });

  it('are not those that only swallow a grid or are a bit of it', () => {
    const successors = successorsOf([box(0, 100), box(100, 1000)], [box(0, 1000)], 9);
    expect(successors).toEqual([{ keeps: 1, from: [0, 1] }]);
    const bits = successorsOf([box(0, 1000)], [box(0, 100), box(100, 200), box(200, 1000)], 9);
    expect(bits.map(({ keeps }) => keeps)).toEqual([-1, -1, 0]);
  });

  it('are taken more readily when a unit has no numbers left', () => {
    const old = [box(0, 1000), box(1000, 1100)];
    const parts = [box(0, 950), box(950, 1100)];
    expect(successorsOf(old, parts, 0).map(({ keeps }) => keeps)).toEqual([0, 1]);
  });
});
