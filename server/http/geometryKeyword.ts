import type { FuncKeywordDefinition } from 'ajv';
import geoJsonValidation from 'geojson-validation';
import { GEOMETRY_KEYWORD } from '../core/geometry/geometrySchema.ts';
import type { InputError } from '../core/inputError.ts';

/** More errors than this are not listed for one input. */
const MOST_ERRORS = 100;

/** What the library says of a geometry, in words that fit behind the place. */
const SAYINGS: readonly [RegExp, string][] = [
  [/first and last positions/, 'is a ring that is not closed: its last position must be its first again'],
  [/at least four positions/, 'is a ring of fewer than four positions, the last being the first again'],
  [/coordinates must have at least two/, 'is a line of fewer than two positions'],
  [/coordinates must be an array/, 'must be an array'],
  [/only contain numbers/, 'must hold numbers only'],
  [/^Position/, 'must be a position, [longitude, latitude]'],
];
/** What it throws at, such as a ring without positions. */
const UNREADABLE = 'must hold rings of positions';

/**
 * An Ajv keyword: the structure of every geometry of a value (a geometry, a feature or a list of features) as `geojson-validation`
 * sees it. Whole coverages sent to be checked are not looked at so: a thread reads them, and its reader (geometry/geoJson.ts) asks all of
 * this and more of every position; the library would only ask again, for a third of a second in four million positions.
 */
export const geometryKeyword: FuncKeywordDefinition = {
  keyword: GEOMETRY_KEYWORD,
  type: ['object', 'array'],
  schemaType: 'array',
  errors: true,
  compile: (types: string[]) => {
    const check: ReturnType<NonNullable<FuncKeywordDefinition['compile']>> = (value: unknown, context) => {
      const flaws = geometriesOf(value).flatMap(([geometry, path]) => flawOf(geometry, path, types) ?? []);
      const at = context?.instancePath ?? '';
      check.errors = flaws.slice(0, MOST_ERRORS).map(({ path, message }) => {
        return { keyword: GEOMETRY_KEYWORD, instancePath: at + path, message, params: {} };
      });
      return flaws.length === 0;
    };
    return check;
  },
};

function geometriesOf(value: unknown, path = ''): [geometry: unknown, path: string][] {
  if (Array.isArray(value)) return value.flatMap((feature: unknown, i) => geometriesOf(feature, `${path}/${i}`));
  if (isObject(value) && value['type'] === 'Feature') return [[value['geometry'], `${path}/geometry`]];
  return [[value, path]];
}

function flawOf(geometry: unknown, path: string, types: readonly string[]): InputError | null {
  if (!isObject(geometry)) return { path, message: 'must be a geometry' };
  const { type, coordinates } = geometry;
  if (!types.includes(type as string)) return { path: `${path}/type`, message: `must be ${types.join(' or ')}` };
  const found = firstErrorOf({ type, coordinates });
  if (found === null) return null;
  const [, at = '', error = ''] = /^((?:at \d+: )*)(.*)$/s.exec(found) ?? [];
  const indices = Array.from(at.matchAll(/\d+/g), ([index]) => `/${index}`).join('');
  const message = SAYINGS.find(([pattern]) => pattern.test(error))?.[1] ?? UNREADABLE;
  return { path: `${path}/coordinates${indices}`, message };
}

function firstErrorOf(geometry: object): string | null {
  try {
    return geoJsonValidation.isGeometryObject(geometry, true)[0] ?? null;
  } catch {
    return '';
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
