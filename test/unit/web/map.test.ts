import { array, assert, double, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpretSearch } from '../../../web/app/search/interpretSearch.ts';
import { labelAnchor } from '../../../web/map/layers/anchor.ts';
import { placeLabels } from '../../../web/map/layers/placeLabels.ts';

/** Where a place is drawn at a zoom, in Web Mercator pixels. */
const pixels = ({ lng, lat }: { lng: number; lat: number }, zoom: number): [number, number] => {
  const world = 512 * 2 ** zoom;
  const mercator = Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
  return [((lng + 180) / 360) * world, (0.5 - mercator) * world];
};

describe('a label stands inside its area', () => {
  test('in the middle of a square', () => {
    const [x, y] = labelAnchor([
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
        [0, 0],
      ],
    ]);
    expect(x).toBeCloseTo(1, 1);
    expect(y).toBeCloseTo(1, 1);
  });

  test('in the arm of an L, whose centre of gravity lies near the corner', () => {
    const [x, y] = labelAnchor([
      [
        [0, 0],
        [6, 0],
        [6, 1],
        [3, 1],
        [3, 6],
        [0, 6],
        [0, 0],
      ],
    ]);
    expect(x).toBeLessThan(3);
    expect(y).toBeGreaterThan(1);
  });

  test('beside a hole, not in it', () => {
    const [x, y] = labelAnchor([
      [
        [0, 0],
        [6, 0],
        [6, 3],
        [0, 3],
        [0, 0],
      ],
      [
        [0.5, 0.5],
        [0.5, 2.5],
        [2.5, 2.5],
        [2.5, 0.5],
        [0.5, 0.5],
      ],
    ]);
    expect(x).toBeGreaterThan(2.5);
    expect(y).toBeGreaterThan(0);
  });

  test('an area without extent has one too', () => {
    expect(
      labelAnchor([
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
      ]),
    ).toEqual([1, 1]);
  });
});

describe('labels', () => {
  const label = record({
    lng: double({ min: 108.9, max: 109.2, noNaN: true }),
    lat: double({ min: 34.1, max: 34.4, noNaN: true }),
    widthPixels: integer({ min: 10, max: 120 }),
    heightPixels: integer({ min: 10, max: 40 }),
    priority: integer(),
  });

  test('never overlap, neither at their zoom nor nearer', () => {
    assert(
      property(
        array(label, { maxLength: 60 }),
        integer({ min: 8, max: 16 }),
        double({ min: 0, max: 3, noNaN: true }),
        (labels, zoom, nearer) => {
          const placed = placeLabels(labels, zoom).map((one) => ({ one, at: pixels(one, zoom + nearer) }));
          for (const a of placed)
            for (const b of placed)
              if (a !== b) {
                const apart =
                  Math.abs(a.at[0] - b.at[0]) >= (a.one.widthPixels + b.one.widthPixels) / 2 ||
                  Math.abs(a.at[1] - b.at[1]) >= (a.one.heightPixels + b.one.heightPixels) / 2;
                expect(apart).toBe(true);
              }
        },
      ),
    );
  });

  test('the one that matters most always has its place', () => {
    const here = { lng: 109, lat: 34.2, widthPixels: 50, heightPixels: 20 };
    expect(
      placeLabels(
        [
          { ...here, priority: 1 },
          { ...here, priority: 9 },
        ],
        12,
      ),
    ).toEqual([{ ...here, priority: 9 }]);
  });
});

describe('the search box', () => {
  const areas = [
    { code: '0501', name: '纺织城' },
    { code: '050101', name: '纺西街社区' },
    { code: '050102', name: '堡子村' },
    { code: '0502', name: '席王' },
  ];
  const codes = (text: string) =>
    interpretSearch(text, areas).map((hit) => (hit.kind === 'area' ? hit.code : [hit.lng, hit.lat]));

  test('takes the start of a code, units first', () => expect(codes('0501')).toEqual(['0501', '050101', '050102']));
  test('takes full-width digits', () => expect(codes('０５０１０２')).toEqual(['050102']));
  test('takes a part of a name', () => expect(codes('纺')).toEqual(['0501', '050101']));
  test('takes coordinates', () => expect(codes('34.27 109.06')).toEqual([[109.06, 34.27]]));
  test('finds nothing for nothing', () => expect(codes('  ')).toEqual([]));
});
