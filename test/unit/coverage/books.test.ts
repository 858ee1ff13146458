import { describe, expect, it } from 'vitest';
import { booksOf, descentOf } from '../../../server/core/coverage/books.ts';
import type { EditableCoverage } from '../../../server/core/coverage/editableCoverage.ts';
import type { Grid } from '../../../server/core/coverage/model.ts';
import { imbalanceOf, passagesBetween } from '../../../server/core/coverage/passages.ts';
import { areaSquareMetres } from '../../../server/core/geometry/area.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { box, edit, fourSquares, gridOf, groundOf, place, ringOf } from './edits/grounds.ts';

/** 050101 (A) and 050102 (B) side by side, 050103 (C) along A's other side. */
function threeStrips(): EditableCoverage {
  const outline: Area = [[ringOf([0, 0], [2, 0], [4, 0], [6, 0], [6, 4], [4, 4], [2, 4], [0, 4])]];
  return groundOf(
    [gridOf('050103', box(0, 0, 2, 4)), gridOf('050101', box(2, 0, 4, 4)), gridOf('050102', box(4, 0, 6, 4))],
    outline,
    box(0, 0, 6, 4),
  );
}
const booksSince = (before: Grid[], ground: EditableCoverage) => booksOf(before, [...ground.grids()]);

describe('the books of a plan', () => {
  it('name every donor of a grid that was redrawn, given ground, renamed and whose donor was split, with areas that add up', () => {
    const ground = threeStrips();
    const before = [...ground.grids()];
    edit(ground, {
      op: 'redrawBorder',
      between: ['050101', '050103'],
      path: [place(2, 0), place(1.5, 2), place(2, 4)],
    });
    const lasso = {
      type: 'Polygon',
      coordinates: [
        [
          [4, 1],
          [4.8, 1],
          [4.8, 2],
          [4, 2],
          [4, 1],
        ].map(([x, y]) => place(x as number, y as number)),
      ],
    };
    edit(ground, { op: 'transfer', from: '050102', to: '050101', area: lasso });
    edit(ground, { op: 'rename', grid: '050101', name: '甲' });
    edit(ground, { op: 'split', grid: '050102', line: [place(4, 3), place(6, 3)] });
    const books = booksSince(before, ground);
    expect(books.grids.find(({ code }) => code === '050101')).toMatchObject({
      kind: 'changed',
      formerName: '网格050101',
      from: ['050101', '050102', '050103'],
    });
    const descent = descentOf(books).filter(({ code }) => code === '050101');
    expect(descent.map(({ from }) => from)).toEqual(['050101', '050102', '050103']);
    const sum = descent.reduce((total, donor) => total + donor.areaSquareMetres, 0);
    expect(sum).toBeCloseTo(areaSquareMetres(ground.find('050101')?.area ?? []), 3);
  });

  it('count a grid that only got a corner as touched, one that only has another name as renamed, and the rest not at all', () => {
    const ground = fourSquares();
    const before = [...ground.grids()];
    edit(ground, { op: 'split', grid: '050101', line: [place(0.7, 0), place(0.7, 2)] });
    edit(ground, { op: 'rename', grid: '050201', name: '丁' });
    const kinds = Object.fromEntries(booksSince(before, ground).grids.map(({ code, kind }) => [code, kind]));
    expect(kinds).toEqual({ '050101': 'changed', '050103': 'touched', '050104': 'created', '050201': 'renamed' });
  });

  it('balance to the unit for a corner that bends a border by less than a unit, and call that rounding', () => {
    const ground = groundOf(
      [
        gridOf('050101', [[ringOf([0, 0], [3, 0], [3, 1.0001], [0, 1])]]),
        gridOf('050102', [[ringOf([0, 1], [3, 1.0001], [3, 2], [0, 2])]]),
      ],
      [[ringOf([0, 0], [3, 0], [3, 1.0001], [3, 2], [0, 2], [0, 1])]],
    );
    const before = [...ground.grids()];
    const { change } = edit(ground, { op: 'insertVertex', on: [place(0, 1), place(3, 1.0001)], at: place(1, 1) });
    expect(change.passages?.filter(({ from, to }) => from !== to)).toMatchObject([{ rounding: true }]);
    expect(imbalanceOf(before, [...ground.grids()], booksSince(before, ground).passages)).toBeNull();
  });

  it('are refused as a bug when a passage is left out', () => {
    const ground = fourSquares();
    const before = [...ground.grids()];
    const { change } = edit(ground, { op: 'split', grid: '050101', line: [place(0.7, 0), place(0.7, 2)] });
    const after = [...ground.grids()];
    const all = booksSince(before, ground).passages;
    expect(imbalanceOf(before, after, all)).toBeNull();
    const lost = all.filter(({ to }) => to !== '050104');
    expect(change.passages?.length).toBeGreaterThan(1);
    expect(imbalanceOf(before, after, lost)?.code).toBe('050101');
  });

  it('balance where a grid that crosses itself comes or goes, which runs round some ground the wrong way', () => {
    const bow = gridOf('050105', [[ringOf([0, 0], [3, 0], [1, 2], [2, 2])]]);
    const [crossed, sound] = [[bow, gridOf('050106', box(3, 0, 4, 2))], [gridOf('050107', box(0, 0, 4, 2))]];
    for (const [before, after] of [
      [crossed, sound],
      [sound, crossed],
    ] as const)
      expect(imbalanceOf(before, after, passagesBetween(before, after))).toBeNull();
  });
});
