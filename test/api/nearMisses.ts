import fc from 'fast-check';

/** As much of JSON Schema as the API's own description uses. */
export interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** One value in so many is not what the schema asks for. */
const ODDITY = 12;

const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', -1, 91, 181, 1e308, 2 ** 53, true, [], {}, [[]], '\u0000', '050199', '９１'),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Codes, days and ids that the tests' district has, so that what is asked for often exists. */
const FAMILIAR = ['05', '0501', '050101', '050102', '0599', '059999', '2026-01-01', 'businesses', 'area', 'grid'];

const coordinate = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 6 }).map((step) => 109 + step / 100) },
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 6 }).map((step) => 34.2 + step / 100) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(91, 181, -179.9, 179.9, 1e-9, 1e308, null, '109', 109.00000001) },
);
const position = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
      .map(([x, y]) => [109 + x / 100, 34.2 + y / 100] as unknown[]),
  },
  { weight: 1, arbitrary: fc.array(coordinate, { maxLength: 4 }) },
);
const ring = fc
  .tuple(fc.array(position, { minLength: 2, maxLength: 7 }), fc.boolean())
  .map(([positions, isOpen]) => (isOpen && positions.length > 5 ? positions : [...positions, positions[0]]));
const geometry = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(ring, { minLength: 1, maxLength: 3 })
      .map((coordinates): unknown => ({ type: 'Polygon', coordinates })),
  },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.array(ring, { maxLength: 2 }), { maxLength: 3 })
      .map((coordinates): unknown => ({ type: 'MultiPolygon', coordinates })),
  },
  { weight: 1, arbitrary: position.map((coordinates): unknown => ({ type: 'Point', coordinates })) },
  { weight: 1, arbitrary: oddValue },
);
const feature = fc
  .record({ code: fc.constantFrom<unknown>('050101', '050102', '059901', 7, null), geometry })
  .map(({ code, geometry: shape }): unknown => ({ type: 'Feature', properties: { code, name: 'x' }, geometry: shape }));
const collection = fc
  .array(feature, { maxLength: 4 })
  .map((features): unknown => ({ type: 'FeatureCollection', features }));

/** Values that are almost what a schema asks for: most parts fit, now and then one does not. */
export function nearly(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: ODDITY, arbitrary: fitting(schema, name) }, { weight: 1, arbitrary: oddValue });
}

function fitting(schema: Schema, name: string): fc.Arbitrary<unknown> {
  const { anyOf, oneOf, type } = schema;
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const alternatives = (oneOf ?? anyOf)?.map((each) => ({ ...schema, oneOf: undefined, anyOf: undefined, ...each }));
  if (alternatives) return fc.oneof(...alternatives.map((each) => fitting(withoutEmpty(each), name)));
  if (/^(features|put)$/.test(name)) return collection;
  if (/^(parent|area|geometry|gap|overlap)$/.test(name)) return geometry;
  if (type === 'array') return fc.array(nearly(schema.items ?? {}, name), { maxLength: 4 });
  if (type === 'object') return objectLike(schema);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 50, 50) });
  if (type === 'number') return coordinate;
  if (type === 'string') return textLike(schema);
  return oddValue;
}

const withoutEmpty = ({ anyOf, oneOf, ...rest }: Schema): Schema => ({
  ...rest,
  ...(anyOf ? { anyOf } : {}),
  ...(oneOf ? { oneOf } : {}),
});

function objectLike({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([key, each]) => {
    const value = nearly(each, key);
    return [key, required.includes(key) ? value : fc.option(value, { nil: undefined })] as const;
  });
  const whole = fc.record(Object.fromEntries(members));
  const lacking = fc.record(Object.fromEntries(members), { requiredKeys: [] });
  return fc.oneof({ weight: ODDITY, arbitrary: whole }, { weight: 1, arbitrary: lacking });
}

function textLike({ format, pattern }: Schema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.constant('00000000-0000-4000-8000-000000000000');
  if (format === 'date-time')
    return fc.constantFrom('2026-01-01T00:00:00Z', '9999-12-31T23:59:59+23:59', '0000-01-01T00:00:00Z');
  if (format === 'date') return fc.constantFrom('2026-01-01', '9999-12-31', '0000-01-01');
  const familiar = FAMILIAR.filter((text) => pattern === undefined || new RegExp(pattern).test(text));
  const made = pattern === undefined ? fc.string({ maxLength: 20 }) : fc.stringMatching(new RegExp(pattern));
  return familiar.length > 0 ? fc.oneof(fc.constantFrom(...familiar), made) : made;
}
