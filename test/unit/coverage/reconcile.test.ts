import { expect, test } from 'vitest';
import type { Ground } from '../../../server/core/coverage/ground.ts';
import { changeFor } from '../../../server/core/coverage/verbs/changeFor.ts';
import { edit, fourSquares, place } from './verbs/grounds.ts';

const state = (ground: Ground) => ({
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
  ground.stand('050201', null);
  expect(ground.find('050201')).toBeUndefined();
  expect(ground.revisionOf('050201')).toBe(1);
});
