import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laidOutPassages } from '../../../web/map/layers/passageLayers.ts';
import { textWidth } from '../../../web/map/layers/placeLabels.ts';
import type { DrawnPassage } from '../../../web/map/scene.ts';

/** A square of ground about a spot. */
const ground = (name: string, lng: number, lat: number): DrawnPassage => {
  const [w, s, e, n] = [lng - 0.001, lat - 0.001, lng + 0.001, lat + 0.001];
  return {
    name,
    label: '050101 → 050102',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      ],
    },
  };
};

const code = (lng: number, lat: number) => ({ lng, lat, widthPixels: 47, heightPixels: 13, priority: 1 });
const ZOOM = 13;

/** Where a spot is drawn at the zoom, in Web Mercator pixels. */
const pixels = (lng: number, lat: number): [number, number] => [
  ((lng + 180) / 360) * 512 * 2 ** ZOOM,
  (0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * 512 * 2 ** ZOOM,
];

describe('the label of ground that passes', () => {
  test('stands in the middle of its ground where nothing else does', () => {
    expect(laidOutPassages([ground('a', 109, 34)], undefined, [], ZOOM)).toMatchObject([{ passage: 'a', offset: 0 }]);
  });

  test('gives way to the code of a grid that stands there', () => {
    const [label] = laidOutPassages([ground('a', 109, 34)], undefined, [code(109, 34)], ZOOM);
    expect(Math.abs(label?.offset ?? 0)).toBeGreaterThan(13);
  });

  test('is left out where there is no room at all, unless its row is pointed at', () => {
    const crowd = [-40, -20, 0, 20, 40].map((down) => code(109, 34 + (down * 360) / (512 * 2 ** ZOOM)));
    expect(laidOutPassages([ground('a', 109, 34)], undefined, crowd, ZOOM)).toEqual([]);
    expect(laidOutPassages([ground('a', 109, 34)], 'a', crowd, ZOOM)).toMatchObject([{ passage: 'a' }]);
  });

  test('hides no code where two codes stand in each other’s way', () => {
    const labels = laidOutPassages([ground('a', 109.00786, 34)], undefined, [code(109, 34), code(109.0012, 34)], ZOOM);
    expect(labels.map(({ offset }) => Math.abs(offset) > 13)).toEqual([true]);
  });

  test('hides no code and no other label', () => {
    const spot = fc.tuple(
      fc.double({ min: 109, max: 109.05, noNaN: true }),
      fc.double({ min: 34, max: 34.05, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 12 }), fc.array(spot, { maxLength: 12 }), (grounds, codes) => {
        const labels = laidOutPassages(
          grounds.map(([lng, lat], i) => ground(`${i}`, lng, lat)),
          undefined,
          codes.map(([lng, lat]) => code(lng, lat)),
          ZOOM,
        );
        const boxes = labels.map(({ at, offset, text }) => {
          const [x, y] = pixels(at[0], at[1]);
          return { x, y: y + offset, w: textWidth(text, 12), h: 12 };
        });
        const others = codes.map(([lng, lat]) => {
          const [x, y] = pixels(lng, lat);
          return { x, y, w: 47, h: 13 };
        });
        boxes.forEach((box, i) => {
          for (const other of [...boxes.slice(i + 1), ...others])
            expect(
              Math.abs(box.x - other.x) >= (box.w + other.w) / 2 || Math.abs(box.y - other.y) >= (box.h + other.h) / 2,
            ).toBe(true);
        });
        if (grounds.length > 0 && codes.length === 0) expect(labels.length).toBeGreaterThan(0);
      }),
    );
  });
});
