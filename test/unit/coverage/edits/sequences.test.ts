import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../server/core/coverage/change.ts';
import { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../../../server/core/coverage/edits/schemas.ts';
import { facesOf } from '../../../../server/core/coverage/outlines.ts';
import { proveCoverage } from '../../../../server/core/coverage/proof/proof.ts';
import { Fault } from '../../../../server/core/fault.ts';
import { doubledArea } from '../../../../server/core/geometry/area.ts';
import type { Area } from '../../../../server/core/geometry/lattice.ts';
import { type RandomCoverageOptions, randomCoverage, randomSource } from '../randomCoverage.ts';
import { randomEdit } from './randomEdits.ts';

const UNITS = ['01', '02', '03'].map((number) => ({ code: `05${number}`, name: number }));

export function randomGround(seed: number, options: RandomCoverageOptions): EditableCoverage {
  const { grids, outline } = randomCoverage(seed, options);
  return new EditableCoverage({
    district: { code: '05', name: '区' },
    mandated: outline,
    outline,
    units: UNITS,
    grids,
  });
}

const outlineOfGround = (ground: EditableCoverage): Area => facesOf(ground.outlineEdges());

function expectProven(ground: EditableCoverage, context: string): void {
  const outline = outlineOfGround(ground);
  const grids = [...ground.grids()];
  const proof = proveCoverage(
    grids.map(({ code, area }) => ({ name: code, area })),
    outline,
  );
  expect(
    proof.faults.filter(({ severity }) => severity === 'error'),
    context,
  ).toEqual([]);
  const sum = grids.reduce((total, { area }) => total + doubledArea(area), 0n);
  expect(sum, `${context}: area`).toBe(doubledArea(outline));
}

/** Everything that makes up a state, revisions aside. */
const stateOf = (ground: EditableCoverage): string =>
  JSON.stringify([
    [...ground.grids()]
      .map(({ id, code, name, area }) => [code, id, name, area.map((polygon) => polygon.map((ring) => [...ring]))])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    ground
      .outlineEdges()
      .map((edge) => edge.join(','))
      .sort(),
  ]);

interface Tally {
  applied: Map<string, number>;
  refused: number;
}

function play(ground: EditableCoverage, seed: number, steps: number, tally: Tally): void {
  const random = randomSource(seed);
  const undo: Change[] = [];
  const redo: Change[] = [];
  for (let step = 0; step < steps; step++) {
    const choice = random();
    const back = choice < 0.12 ? undo.pop() : undefined;
    const again = !back && choice < 0.18 ? redo.pop() : undefined;
    if (back) redo.push(ground.apply(back));
    else if (again) undo.push(ground.apply(again));
    else {
      const edit = randomEdit(ground, random);
      const before = stateOf(ground);
      const change = attempt(ground, edit, tally);
      if (!change) {
        expect(stateOf(ground)).toBe(before);
        continue;
      }
      const reverse = ground.apply(change);
      const after = stateOf(ground);
      const forward = ground.apply(reverse);
      expect(stateOf(ground), `seed ${seed} step ${step} ${edit.op}: applied and reversed`).toBe(before);
      undo.push(ground.apply(forward));
      expect(stateOf(ground)).toBe(after);
      redo.length = 0;
    }
    expectProven(ground, `seed ${seed} step ${step}`);
  }
}

function attempt(ground: EditableCoverage, edit: Edit, tally: Tally): Change | null {
  try {
    const change = changeFor(ground, edit);
    tally.applied.set(edit.op, (tally.applied.get(edit.op) ?? 0) + 1);
    return change;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.detail).not.toBe('');
    tally.refused++;
    return null;
  }
}

describe('any sequence of edits, undos and redos', () => {
  it('stays proven after every step, conserves the area, and goes back to where it was', () => {
    const tally: Tally = { applied: new Map(), refused: 0 };
    for (let seed = 1; seed <= 120; seed++) {
      const options = { columns: 4 + (seed % 3), rows: 4, verticesPerSide: seed % 3, cellsPerGrid: 2 + (seed % 3) };
      play(randomGround(seed, options), seed, 60, tally);
    }
    for (const op of ['split', 'merge', 'moveVertices', 'insertVertex', 'deleteVertex', 'redrawBorder', 'transfer'])
      expect(tally.applied.get(op) ?? 0, `${op} of ${JSON.stringify([...tally.applied])}`).toBeGreaterThan(50);
    for (const op of ['simplifyBorder', 'assignUnit', 'rename', 'replace'])
      expect(tally.applied.get(op) ?? 0, op).toBeGreaterThan(10);
  });

  it('stays proven where grids are slivers of one lattice unit and where cells are a few units wide', () => {
    const tally: Tally = { applied: new Map(), refused: 0 };
    for (let seed = 201; seed <= 260; seed++) {
      play(randomGround(seed, { columns: 5, rows: 4, slivers: true, verticesPerSide: 0 }), seed, 40, tally);
      play(randomGround(seed, { columns: 4, rows: 4, cell: 40, verticesPerSide: 1 }), seed, 40, tally);
    }
    expect(tally.applied.get('split') ?? 0).toBeGreaterThan(50);
  });
});
