import { Fault } from '../../fault.ts';
import { AreaReader } from '../../geometry/geoJson.ts';
import { type Area, toDegrees, vertexCount } from '../../geometry/lattice.ts';
import { projectionFrom } from '../datum.ts';
import type { Crs, ValidationReport } from '../schemas.ts';
import { type Member, MOST_FAULTS, proveCoverage } from './proof.ts';

/** What one validation may hold; beyond it the answer is 413 with the limit named. */
export const VALIDATION_LIMITS = {
  bytes: 256 * 1024 * 1024,
  grids: 150_000,
  vertices: 6_000_000,
  /** Of one area: they have to be sorted all together, which the vertices of many areas have not. */
  areaVertices: 1_000_000,
} as const;

const CRS_NAMES: readonly string[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'];

/**
 * Answers `POST /coverage/validate`: reads the body, places every structural error in it by JSON pointer (`Fault` invalid-input or
 * swapped-coordinates), and proves the coverage against the parent outline where there is one.
 */
export function validateBody(body: unknown): ValidationReport {
  const { parent, features, crs } = readRequest(body);
  const reader = new AreaReader(projectionFrom(crs));
  const members = readFeatures(features, reader, '/features');
  const outline = parent === undefined ? null : reader.read(...geometryOf(parent, '/parent'));
  refuseErrors(reader);
  if (outline) refuseTooManyVertices(outline, '/parent');
  const proof = proveCoverage(members, outline);
  const { grids, vertices, gaps, overlaps } = proof.counts;
  const repeated = codesGivenTwice(features, members);
  return {
    ok: proof.ok && repeated.length === 0,
    ...firstFaults([...repeated, ...proof.faults], proof.truncated),
    counts: { grids, vertices, gaps, overlaps },
  };
}

/** Reads the areas of a FeatureCollection; their names are `properties.code`, else the index. Errors collect in the reader. */
export function readFeatures(features: unknown, reader: AreaReader, path: string): Member[] {
  if (!isObject(features) || features['type'] !== 'FeatureCollection') {
    throw new Fault('invalid-input', 'A GeoJSON FeatureCollection is wanted.', [
      { path, message: 'must be a FeatureCollection' },
    ]);
  }
  const list = features['features'];
  if (!Array.isArray(list))
    throw new Fault('invalid-input', 'The FeatureCollection has no features.', [
      { path: `${path}/features`, message: 'must be an array' },
    ]);
  if (list.length > VALIDATION_LIMITS.grids) throw tooLarge('grids', list.length, `${path}/features`);
  let vertices = 0;
  const members: Member[] = [];
  list.forEach((feature: unknown, i) => {
    const place = `${path}/features/${i}`;
    const area = reader.read(...geometryOf(feature, place));
    if (!area) return;
    vertices += refuseTooManyVertices(area, place);
    if (vertices > VALIDATION_LIMITS.vertices) throw tooLarge('vertices', vertices, place);
    members.push({ name: nameOf(feature, i), area, path: `${place}/geometry/coordinates` });
  });
  return members;
}

/** Throws what the reader has collected, if anything. */
export function refuseErrors(reader: AreaReader): void {
  const [first] = reader.errors;
  if (!first) return;
  if (reader.looksSwapped) {
    throw new Fault(
      'swapped-coordinates',
      'Longitude and latitude are exchanged: GeoJSON wants [longitude, latitude].',
      reader.errors,
    );
  }
  throw new Fault('invalid-input', `At ${first.path}: ${first.message}`, reader.errors);
}

const LIMITED: Readonly<Record<'grids' | 'vertices' | 'areaVertices', string>> = {
  grids: 'grids',
  vertices: 'vertices',
  areaVertices: 'vertices of one area',
};

function tooLarge(limit: keyof typeof LIMITED, found: number, path: string): Fault {
  const most = VALIDATION_LIMITS[limit];
  return new Fault(
    'too-large',
    `At most ${most} ${LIMITED[limit]} can be checked at once; there are ${found} or more.`,
    [{ path, message: `at most ${most} ${LIMITED[limit]}` }],
    { limit, most },
  );
}

function refuseTooManyVertices(area: Area, path: string): number {
  const vertices = vertexCount(area);
  if (vertices > VALIDATION_LIMITS.areaVertices) throw tooLarge('areaVertices', vertices, path);
  return vertices;
}

function readRequest(body: unknown): { parent: unknown; features: unknown; crs: Crs } {
  if (!isObject(body))
    throw new Fault('invalid-input', 'A JSON object with `features` is wanted.', [
      { path: '', message: 'must be an object' },
    ]);
  const unknown = Object.keys(body).find((key) => !['parent', 'features', 'crs'].includes(key));
  if (unknown !== undefined) {
    throw new Fault('invalid-input', `The field “${unknown.slice(0, 60)}” is not known here.`, [
      { path: `/${escapePointer(unknown)}`, message: 'is not known' },
    ]);
  }
  const { parent, features, crs = 'wgs84' } = body;
  if (typeof crs !== 'string' || !CRS_NAMES.includes(crs)) {
    throw new Fault('invalid-input', `crs must be one of ${CRS_NAMES.join(', ')}.`, [
      { path: '/crs', message: `must be one of ${CRS_NAMES.join(', ')}` },
    ]);
  }
  return { parent, features, crs: crs as Crs };
}

const escapePointer = (key: string): string => key.slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A Feature's geometry, or the geometry itself, with its place. */
function geometryOf(value: unknown, path: string): [unknown, string] {
  return isObject(value) && value['type'] === 'Feature' ? [value['geometry'], `${path}/geometry`] : [value, path];
}

function nameOf(feature: unknown, index: number): string {
  return codeOf(feature) ?? String(index);
}

function codeOf(feature: unknown): string | null {
  const properties = isObject(feature) && isObject(feature['properties']) ? feature['properties'] : {};
  const code = properties['code'];
  return typeof code === 'string' || typeof code === 'number' ? String(code).slice(0, 100) : null;
}

/** As many faults as an answer tells of, and whether there are more. */
export const firstFaults = (
  faults: ValidationReport['faults'],
  truncated: boolean,
): Pick<ValidationReport, 'faults' | 'truncated'> => ({
  faults: faults.slice(0, MOST_FAULTS),
  truncated: truncated || faults.length > MOST_FAULTS,
});

/** A fault for every area whose code another one before it has; `members` are those that were read from the features. */
export function codesGivenTwice(features: unknown, members: readonly Member[]): ValidationReport['faults'] {
  const list = (features as { features: unknown[] }).features;
  const seen = new Set<string>();
  return members.flatMap(({ name, area, path }, i): ValidationReport['faults'] => {
    if (codeOf(list[i]) === null) return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const [x = 0, y = 0] = area[0]?.[0] ?? [];
    return [
      {
        kind: 'duplicate',
        severity: 'error',
        grids: [name],
        at: { type: 'Point', coordinates: [toDegrees(x), toDegrees(y)] },
        message: `The code ${name} is given twice.`,
        ...(path === undefined ? {} : { path }),
      },
    ];
  });
}
