import { expect, test } from 'vitest';
import type { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../../server/core/coverage/edits/changeFor.ts';
import { Fault } from '../../../server/core/fault.ts';
import { edit, fourSquares, place } from './edits/grounds.ts';
import { oddGround, SHAPES } from './oddDistricts.ts';
import { oddEdit } from './oddEdits.ts';
import { randomSource } from './randomCoverage.ts';

const state = (ground: EditableCoverage) => ({
  grids: [...ground.grids()].map(({ id: _id, ...grid }) => grid).sort((a, b) => (a.code < b.code ? -1 : 1)),
  outline: ground.outlineEdges().map(String).sort(),
});

test('a ground that takes over what an edit did elsewhere stands as if it had made the edit, its outline too', () => {
  const [here, there] = [fourSquares(), fourSquares()];
  edit(there, { op: 'split', grid: '050101', line: [place(1, -0.1), place(1, 2.1)] });
  edit(there, { op: 'merge', grids: ['050103', '050201'], keep: '050103' });
  const codes = ['050101', '050102', '050103', '050104', '050201'];
  here.reconcile(
    codes.flatMap((code) => there.find(code) ?? []),
    codes.filter((code) => !there.find(code)),
  );
  expect(state(here)).toEqual(state(there));
  const next = { op: 'split', grid: '050104', line: [place(-0.1, 1), place(2.1, 1)] } as const;
  expect(changeFor(here, { ...next, line: [...next.line] }).put.length).toBeGreaterThan(1);
});

test('taking over a gone grid frees its ground and keeps its last revision', () => {
  const ground = fourSquares();
  ground.reconcile([], []);
  ground.setGrid('050201', null);
  expect(ground.find('050201')).toBeUndefined();
  expect(ground.revisionOf('050201')).toBe(1);
});

/** The edges that the grids run once and no other grid runs back: counted by their words, with none of the engine's tables. */
function edgesOfNobodyElse(ground: EditableCoverage): string[] {
  const edges = [...ground.grids()].flatMap(({ area }) =>
    area.flat().flatMap((ring) =>
      Array.from({ length: ring.length / 2 }, (_, i) => {
        const [ax, ay] = [ring[2 * i], ring[2 * i + 1]];
        const [bx, by] = [ring[(2 * i + 2) % ring.length], ring[(2 * i + 3) % ring.length]];
        return [`${ax},${ay}`, `${bx},${by}`] as const;
      }),
    ),
  );
  const run = new Set(edges.map(String));
  return edges.filter(([a, b]) => !run.has(`${b},${a}`)).map(String);
}

test.each(SHAPES)(
  'a ground made of the published one and of what a plan touched is the plan’s, its outline that of its grids: %s',
  (shape) => {
    let applied = 0;
    for (let seed = SHAPES.indexOf(shape); seed < 12 * SHAPES.length; seed += SHAPES.length) {
      const [random, plan, rebuilt] = [randomSource(seed), oddGround(seed), oddGround(seed)];
      const touched = new Set<string>();
      for (let step = 0; step < 12; step++) {
        try {
          const change = changeFor(plan, oddEdit(plan, random));
          plan.apply(change);
          for (const code of [...change.put.map((grid) => grid.code), ...change.remove]) touched.add(code);
          applied++;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
      }
      const standing = [...touched].flatMap((code) => plan.find(code) ?? []);
      const gone = [...touched].filter((code) => !plan.find(code));
      rebuilt.reconcile(standing, gone);
      expect(state(rebuilt), `seed ${seed}`).toEqual(state(plan));
      expect(state(rebuilt).outline, `seed ${seed}`).toEqual(edgesOfNobodyElse(plan).sort());
    }
    expect(applied).toBeGreaterThan(20);
  },
);
