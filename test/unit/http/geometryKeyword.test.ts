import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EDIT_SCHEMAS } from '../../../server/core/coverage/edits/schemas.ts';
import { validationFault, validatorCompiler } from '../../../server/http/validation.ts';

const compile = (schema: object) => validatorCompiler({ schema, httpPart: 'body', method: 'POST', url: '/' });
const checkTransfer = compile(EDIT_SCHEMAS.transfer);
const checkReplace = compile(EDIT_SCHEMAS.replace);

type Check = typeof checkTransfer;

/** Where a body is refused and why, as the answer says it; nothing where it is taken. */
function refusals(check: Check, body: object): string[] {
  if (check(body) === true) return [];
  const { errors } = validationFault(Object.assign(new Error(), { validation: check.errors }) as never);
  return errors.map(({ path, message }) => `${path} ${message}`);
}

const transfer = (area: unknown) => ({ op: 'transfer', from: '050101', to: '050102', area });
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });
const SQUARE = [
  [109, 34],
  [109.1, 34],
  [109.1, 34.1],
  [109, 34],
];

describe('ground that is sent with an edit', () => {
  it.each([
    [
      'a ring that is not closed',
      polygon(SQUARE.slice(0, 3).concat([[109, 34.1]])),
      '/coordinates/0 is a ring that is not',
    ],
    ['a ring of three positions', polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), '/coordinates/0 is a ring of fewer'],
    ['a hole that is not closed', polygon(SQUARE, SQUARE.slice(0, 3)), '/coordinates/1 is a ring that is not'],
    ['a ring too many around', polygon([SQUARE]), '/coordinates/0/0 must hold numbers'],
    ['a ring too few around', { type: 'Polygon', coordinates: SQUARE }, '/coordinates/0/0 must be a position'],
    [
      'polygons that are rings',
      { type: 'MultiPolygon', coordinates: [SQUARE] },
      '/coordinates/0/0/0 must be a position',
    ],
    ['a position of one number', polygon([[109], ...SQUARE.slice(1, 3), [109]]), '/coordinates/0/0 must be a position'],
    ['a position of texts', polygon([['109', '34'], ...SQUARE]), '/coordinates/0/0 must hold numbers'],
    ['coordinates that are no array', { type: 'Polygon', coordinates: 7 }, '/coordinates must be an array'],
    ['no coordinates', { type: 'Polygon' }, '/coordinates must be an array'],
    ['a ring without positions', polygon([]), '/coordinates must hold rings'],
    ['something that cannot be written as text', polygon([{ toString: 1 }, ...SQUARE]), '/coordinates must hold rings'],
    ['a line', { type: 'LineString', coordinates: SQUARE }, '/type must be Polygon or MultiPolygon'],
    ['a type that every object has', { type: 'constructor', coordinates: [] }, '/type must be Polygon or MultiPolygon'],
    ['no type', {}, '/type must be Polygon or MultiPolygon'],
    ['a feature without geometry', { type: 'Feature', geometry: null }, '/geometry must be a geometry'],
    [
      'a feature of a broken one',
      { type: 'Feature', geometry: polygon(7) },
      '/geometry/coordinates/0 must be an array',
    ],
  ])('is refused for %s, at its place', (_what, area, refusal) => {
    expect(refusals(checkTransfer, transfer(area))).toEqual([expect.stringContaining(`/area${refusal}`)]);
  });

  it('is refused for every broken feature of a collection, and for nothing else in it', () => {
    const feature = (geometry: unknown) => ({ type: 'Feature', properties: {}, geometry });
    const features = [feature(polygon(SQUARE)), feature(polygon(7)), feature(null), feature(polygon(SQUARE))];
    expect(refusals(checkReplace, { op: 'replace', put: { type: 'FeatureCollection', features }, remove: [] })).toEqual(
      ['/put/features/1/geometry/coordinates/0 must be an array', '/put/features/2/geometry must be a geometry'],
    );
  });

  const ordinate = fc.double({ min: -180, max: 180, noNaN: true });
  const position = fc.array(ordinate, { minLength: 2, maxLength: 3 });
  const ring = fc.array(position, { minLength: 3, maxLength: 9 }).map((open) => [...open, [...(open[0] as number[])]]);
  const rings = fc.array(ring, { minLength: 1, maxLength: 3 });
  const geometry = fc.oneof(
    rings.map((coordinates) => ({ type: 'Polygon', coordinates })),
    fc.array(rings, { minLength: 1, maxLength: 3 }).map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
  );
  const ground = fc.oneof(
    geometry,
    geometry.map((shape) => ({ type: 'Feature', geometry: shape })),
    geometry.map((shape) => ({ ...shape, bbox: null, name: 'x' })),
  );

  it('is taken whenever it is GeoJSON', () => {
    fc.assert(
      fc.property(ground, (area) => {
        expect(refusals(checkTransfer, transfer(area))).toEqual([]);
      }),
    );
  });

  it('may be anything without doing harm', () => {
    const coordinates = fc.oneof(fc.jsonValue(), fc.array(fc.array(fc.jsonValue())));
    const type = fc.constantFrom('Polygon', 'MultiPolygon');
    fc.assert(
      fc.property(
        type,
        coordinates,
        (kind, any) => void refusals(checkTransfer, transfer({ type: kind, coordinates: any })),
      ),
    );
  });
});
