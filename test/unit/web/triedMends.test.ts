import { describe, expect, test } from 'vitest';
import type { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import type { CoverageFault } from '../../../server/core/coverage/model.ts';
import {
  groupedRefusals,
  mendingEdits,
  type TriedMend,
  triedMend,
} from '../../../web/planner/drawing/faults/triedMends.ts';
import { tryEdit } from '../../../web/planner/drawing/session/trial.ts';
import { box } from '../coverage/edits/grounds.ts';
import { errorsOf, FAULTY, gridsOf, importedGround } from '../coverage/mending/faultyDistricts.ts';

const imported = (name: string): EditableCoverage =>
  importedGround(
    gridsOf(name).map(({ code, ring }) => ({ code, area: [[ring]] })),
    box(0, 0, 4, 4),
  );

const tried = (ground: EditableCoverage, fault: CoverageFault, isBeyond = (_code: string) => false): TriedMend[] =>
  mendingEdits(fault).map((edit) => triedMend(edit, tryEdit(ground, edit, isBeyond)));

/** The only fault of a kind. */
function faultOf(ground: EditableCoverage, wanted: CoverageFault['kind']): CoverageFault {
  const [fault] = errorsOf(ground).filter(({ kind }) => kind === wanted);
  if (!fault) throw new Error(`no ${wanted}`);
  return fault;
}

describe('the ways to mend a fault, tried on the session', () => {
  test.each(Object.keys(FAULTY))('%s: one fault can be mended at once, and whatever cannot says why', (name) => {
    const ground = imported(name);
    const mends = errorsOf(ground).flatMap((fault) => tried(ground, fault));
    expect(mends.some(({ change }) => change)).toBe(true);
    for (const { refusal } of mends) if (refusal) expect(refusal.reason).not.toBe('');
  });

  test('say who gains: a gap’s ground goes to the grid it is given to', () => {
    const ground = imported('gap along the outline');
    const fault = faultOf(ground, 'gap');
    const [first] = tried(ground, fault);
    expect(first?.edit).toMatchObject({ op: 'fillGap', to: '050101' });
    expect(first?.change && first.gains).toEqual([
      { grid: '050101', areaSquareMetres: expect.closeTo(fault.areaSquareMetres ?? 0, 1) },
    ]);
  });

  test('say who loses: each grid of an overlap its doubled ground', () => {
    const ground = imported('overlap that reaches the outline');
    const fault = faultOf(ground, 'overlap');
    const size = expect.closeTo(-(fault.areaSquareMetres ?? 0), 1);
    expect(tried(ground, fault).map(({ change, ...mend }) => change && 'gains' in mend && mend.gains)).toEqual(
      fault.grids.map((grid) => [{ grid, areaSquareMetres: size }]),
    );
  });

  test('remove one of two grids with the same area altogether', () => {
    const ground = imported('the same area twice');
    const mends = tried(ground, faultOf(ground, 'duplicate'));
    expect(mends.map(({ change }) => change?.remove)).toEqual([['050101'], ['050102']]);
  });

  test('are there for a fault whatever else is wrong far away', () => {
    const ground = imported('several at once');
    const kinds = new Set(errorsOf(ground).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['gap', 'outside-parent', 'overlap']);
    for (const kind of kinds) {
      const [first] = tried(ground, faultOf(ground, kind));
      expect(first?.refusal?.reason, kind).toBeUndefined();
    }
  });

  test('stay, with the reason, where the grid’s own border has to be repaired first', () => {
    const ground = imported('crossed border along the outline');
    const reasons = errorsOf(ground).flatMap((fault) => tried(ground, fault).map(({ refusal }) => refusal?.reason));
    expect(reasons).toContain('repair-first');
  });

  test('stay, with the grids, where they are beyond what the planner may change', () => {
    const ground = imported('gap across two units');
    const mends = tried(ground, faultOf(ground, 'gap'), (code) => code.startsWith('0502'));
    const refused = mends.filter(({ refusal }) => refusal);
    expect(mends.length).toBeGreaterThan(refused.length);
    expect(refused.length).toBeGreaterThan(0);
    for (const { refusal } of refused) expect(refusal).toMatchObject({ reason: 'beyond-scope' });
  });

  test('that are refused alike are said once, with all the grids they are about', () => {
    const ground = imported('gap of a whole grid');
    const fault = faultOf(ground, 'gap');
    expect(fault.grids).toHaveLength(2);
    const mends = tried(ground, fault, () => true);
    expect(groupedRefusals(mends)).toMatchObject([
      { op: 'fillGap', grids: fault.grids, refusal: { reason: 'beyond-scope', members: { grids: fault.grids } } },
    ]);
    expect(groupedRefusals(tried(ground, fault))).toEqual([]);
  });
});
