import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectionTo } from '../../../server/core/coverage/datum.ts';
import { toGeoJson } from '../../../server/core/geometry/geoJson.ts';
import { collectionPieces, geometryPieces } from '../../../server/core/geometry/geoJsonText.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';

const ordinate = fc.integer({ min: -1_800_000_000, max: 1_800_000_000 });
const ring = fc.array(fc.tuple(ordinate, ordinate), { maxLength: 8 }).map((points) => Int32Array.from(points.flat()));
const area: fc.Arbitrary<Area> = fc.array(fc.array(ring, { maxLength: 3 }), { maxLength: 3 });

describe('an area as text', () => {
  it('is what JSON.stringify gives of it, in WGS84 and in a datum', () => {
    fc.assert(
      fc.property(area, fc.constantFrom('wgs84' as const, 'gcj02' as const), (each, crs) => {
        const project = projectionTo(crs);
        expect([...geometryPieces(each, project)].join('')).toBe(JSON.stringify(toGeoJson(each, project)));
      }),
    );
  });

  it('comes in many pieces where it has many vertices', () => {
    const large: Area = [[Int32Array.from({ length: 40_000 }, (_, i) => i * 7)]];
    const pieces = [...geometryPieces(large)];
    expect(pieces.join('')).toBe(JSON.stringify(toGeoJson(large)));
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(20_000);
  });
});

describe('a collection as text', () => {
  const square: Area = [[Int32Array.from([0, 0, 10, 0, 10, 10, 0, 10])]];
  const properties = { name: '纺织城“\n”', area: 1.5, none: null };
  const json = { type: 'Feature', properties, geometry: toGeoJson(square) };

  it('is what JSON.stringify gives of it, members before and after the features in their places', () => {
    const features = [{ id: '050101', properties, area: square }];
    const members = { before: { generation: 3 }, after: { revision: 7 } };
    expect([...collectionPieces(features, null, members)].join('')).toBe(
      JSON.stringify({
        type: 'FeatureCollection',
        generation: 3,
        features: [{ type: 'Feature', id: '050101', properties, geometry: toGeoJson(square) }],
        revision: 7,
      }),
    );
  });

  it.each([0, 1, 2, 5])('of %i features without any other member is too', (count) => {
    const features = Array.from({ length: count }, () => ({ properties, area: square }));
    const expected = { type: 'FeatureCollection', features: features.map(() => json) };
    expect([...collectionPieces(features)].join('')).toBe(JSON.stringify(expected));
  });

  it('takes a feature only when it is its turn', () => {
    let taken = 0;
    function* features() {
      for (; taken < 100; taken++) yield { properties, area: square };
    }
    const pieces = collectionPieces(features());
    for (let i = 0; i < 5; i++) pieces.next();
    expect(taken).toBeLessThan(2);
  });
});
