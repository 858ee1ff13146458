import { expect, test } from 'vitest';
import { readColumn } from '../../../web/lookup/readColumn.ts';

test('a pasted column keeps its line numbers, ids and failures', () => {
  const rows = readColumn('编号,经度,纬度\nA-17,109.06,34.27\n\n34.25 109.08\nnonsense\nB2\t109°3′36″E\t34°16′12″N\n');
  expect(rows.map((row) => [row.line, row.id, row.ok ? 'ok' : row.reason, row.ok && row.swapped])).toEqual([
    [2, 'A-17', 'ok', false],
    [4, undefined, 'ok', true],
    [5, undefined, 'unreadable', false],
    [6, 'B2', 'ok', false],
  ]);
});

test('an id may be set off by a blank, and be a number', () => {
  const rows = readColumn('a 109.07,34.27\n17 109.06 34.27\nA-3 109°3′36″E 34°16′12″N\nnear 109.07');
  expect(rows.map((row) => [row.id, row.ok ? [row.lng, row.lat] : row.reason])).toEqual([
    ['a', [109.07, 34.27]],
    ['17', [109.06, 34.27]],
    ['A-3', [109.06, 34.27]],
    [undefined, 'unreadable'],
  ]);
});
