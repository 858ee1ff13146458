import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { booksOf } from '../../../server/core/coverage/books.ts';
import { changeFor } from '../../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../../server/core/coverage/edits/schemas.ts';
import { areaSquareMetres } from '../../../server/core/geometry/area.ts';
import { impactGrids } from '../../../server/core/plans/impact.ts';
import type { Impact } from '../../../server/core/plans/impactSchemas.ts';

import { countRoundings, groundAccounts, passageRows } from '../../../web/planner/impact/passages.ts';
import { fourSquares, place } from '../coverage/edits/grounds.ts';

type Books = Pick<Impact, 'grids' | 'passages'>;

/** What edits of the four squares do, as the service tells it: square metres to the hundredth. */
function booksAfter(...edits: Edit[]): Books {
  const ground = fourSquares();
  const before = [...ground.grids()];
  for (const edit of edits) ground.apply(changeFor(ground, edit));
  const books = booksOf(before, [...ground.grids()]);
  const differing = new Set(books.grids.map(({ code }) => code));
  const counted = (grids: typeof before) =>
    grids.filter(({ code }) => differing.has(code)).map((grid) => ({ ...grid, businesses: 0, addresses: 0, staff: 0 }));
  return {
    grids: impactGrids(counted(before), counted([...ground.grids()]), books.grids),
    passages: books.passages.map(({ from, to, doubledUnits, rounding, areaSquareMetres: metres }) => ({
      from: from || null,
      to: to || null,
      areaSquareMetres: Math.round(metres * 100) / 100,
      doubledAreaUnits: doubledUnits.toString(),
      rounding,
      businesses: 0,
      addresses: 0,
      at: null,
    })),
  };
}

const SPLIT: Edit = { op: 'split', grid: '050101', line: [place(0.5, -0.1), place(0.63, 2.1)] };
const MERGE: Edit = { op: 'merge', grids: ['050103', '050101'], keep: '050103' };
describe('the ground that passes', () => {
  test('is listed from whom to whom, the largest first, without what stays', () => {
    const { passages } = booksAfter(SPLIT, MERGE);
    const rows = passageRows(passages);
    expect(rows.map(({ from, to }) => [from, to])).toEqual([
      ['050101', '050103'],
      ['050101', '050104'],
    ]);
    expect(rows[0]?.areaSquareMetres).toBeGreaterThan(rows[1]?.areaSquareMetres ?? Infinity);
  });

  test('is not what a border bends within its rounding: that is counted', () => {
    const { passages } = booksAfter(SPLIT);
    const [moved] = passageRows(passages);
    if (!moved) throw new Error('nothing moved');
    const bend = { ...moved, from: '050102', to: '050103', areaSquareMetres: 0.02, rounding: true };
    expect(passageRows([bend, ...passages])).toEqual([moved]);
    expect(countRoundings(passages)).toBe(0);
    expect(countRoundings([bend, ...passages])).toBe(1);
  });
});

describe('the account of a grid', () => {
  test('has what stayed and what came, and of one that goes what went where', () => {
    const accounts = groundAccounts(booksAfter(SPLIT, MERGE));
    expect(accounts.map(({ code, kind, parts }) => [code, kind, parts.map((part) => [part.kind, part.grid])])).toEqual([
      [
        '050101',
        'retired',
        [
          ['to', '050103'],
          ['to', '050104'],
        ],
      ],
      [
        '050103',
        'changed',
        [
          ['stays', '050103'],
          ['from', '050101'],
        ],
      ],
      ['050104', 'created', [['from', '050101']]],
    ]);
  });

  test('is left out where no ground passes', () => {
    const renamed = booksAfter({ op: 'rename', grid: '050102', name: '东南片' });
    expect(renamed.grids).toHaveLength(1);
    expect(groundAccounts(renamed)).toEqual([]);
  });

  test('adds up to the grid’s area in whole square metres, each part no further off than all rounding', () => {
    const split = fc.record({
      along: fc.double({ min: 0.2, max: 1.8, noNaN: true }),
      lean: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
    });
    fc.assert(
      fc.property(split, fc.boolean(), ({ along, lean }, merges) => {
        const line = [place(along - lean, -0.1), place(along + lean, 2.1)];
        const books = booksAfter({ op: 'split', grid: '050101', line }, ...(merges ? [MERGE] : []));
        const accounts = groundAccounts(books);
        expect(accounts.length).toBeGreaterThan(1);
        for (const { code, totalSquareMetres, parts } of accounts) {
          const grid = books.grids.find((each) => each.code === code);
          const total = (grid?.after ?? grid?.before)?.areaSquareMetres ?? 0;
          expect(Math.abs(totalSquareMetres - total)).toBeLessThanOrEqual(0.5);
          expect(parts.reduce((sum, { squareMetres }) => sum + squareMetres, 0)).toBe(totalSquareMetres);
          for (const { kind, grid: other, squareMetres } of parts) {
            const passage = books.passages.find(({ from, to }) =>
              kind === 'to' ? from === code && to === other : to === code && from === other,
            );
            if (kind !== 'rounding')
              expect(Math.abs(squareMetres - (passage?.areaSquareMetres ?? 0))).toBeLessThanOrEqual(parts.length);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of the squares: half a square stays and half goes', () => {
    const books = booksAfter({ op: 'split', grid: '050101', line: [place(1, -0.1), place(1, 2.1)] });
    const half = Math.round(areaSquareMetres(fourSquares().get('050101', '').area) / 2);
    for (const { parts } of groundAccounts(books))
      expect(Math.abs((parts[0]?.squareMetres ?? 0) - half)).toBeLessThanOrEqual(1);
  });
});
