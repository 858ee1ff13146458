import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../server/core/coverage/intake/checkFile.ts';
import { VALIDATION_LIMITS, validateBody } from '../../../server/core/coverage/proof/validation.ts';
import { Fault } from '../../../server/core/fault.ts';

type Position = unknown[];
const polygon = (...ring: Position[]) => ({ type: 'Polygon', coordinates: [ring] });
const square = (x: number, y: number) => polygon([x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]);
const feature = (geometry: unknown, code?: unknown) => ({ type: 'Feature', properties: { code }, geometry });
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });
const validated = (...features: unknown[]) => validateBody({ features: collection(...features) });

function refusal(work: () => unknown): Fault {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const refusedRing = (...ring: Position[]) => refusal(() => validated(feature(polygon(...ring))));
const ring = '/features/features/0/geometry/coordinates/0';

/** A ring of so many different positions, cheap to make: out along one line and back along another. */
function longRing(vertices: number): Position[] {
  const half = vertices / 2;
  const there = Array.from({ length: half }, (_, i) => [109 + i * 1e-6, 34]);
  const back = Array.from({ length: half }, (_, i) => [109 + (half - i) * 1e-6, 34.1]);
  return [...there, ...back, there[0] as Position];
}

describe('validation refuses by place', () => {
  it('91 degrees', () => {
    const { code, errors } = refusedRing([109, 34], [109, 91], [110, 34], [109, 34]);
    expect([code, errors[0]?.path]).toEqual(['invalid-input', `${ring}/1`]);
  });

  it('longitude and latitude exchanged', () => {
    const { code, errors } = refusedRing([34, 109], [35, 109], [35, 110], [34, 109]);
    expect([code, errors.length, errors[0]?.path]).toEqual(['swapped-coordinates', 4, `${ring}/0`]);
  });

  it('an edge across the antimeridian, which would be taken the other way round the globe', () => {
    const { errors } = refusedRing([179, 34], [-179, 34], [-179, 35], [179, 35], [179, 34]);
    expect(errors.map(({ path }) => path)).toEqual([`${ring}/1`, `${ring}/3`]);
  });

  it('a ring that is not closed, and one of three positions', () => {
    expect(refusedRing([1, 1], [2, 1], [2, 2], [1, 2]).errors[0]?.path).toBe(`${ring}/3`);
    expect(refusedRing([1, 1], [2, 1], [1, 1]).errors[0]?.path).toBe(ring);
  });

  it('ordinates that are no numbers, the third one too', () => {
    expect(refusedRing([1, 1], [2, null], [2, 2], [1, 1]).errors[0]?.path).toBe(`${ring}/1`);
    expect(refusedRing([1, 1], [2, 1], [2, 2, 'high'], [1, 1]).errors[0]?.path).toBe(`${ring}/2`);
  });

  it('but leaves heights out', () => {
    expect(validated(feature(polygon([1, 1, 400], [2, 1, 400], [2, 2, 401], [1, 1, 400]))).ok).toBe(true);
  });
});

describe('validation names the limit that is exceeded', () => {
  it('grids', () => {
    const many = Array.from({ length: VALIDATION_LIMITS.grids + 1 }, () => null);
    const { code, members, errors } = refusal(() =>
      validateBody({ features: { type: 'FeatureCollection', features: many } }),
    );
    expect([code, members, errors[0]?.path]).toEqual([
      'too-large',
      { limit: 'grids', most: 150_000 },
      '/features/features',
    ]);
  });

  it('vertices of one area', () => {
    const large = feature({ type: 'Polygon', coordinates: [longRing(VALIDATION_LIMITS.areaVertices + 2)] });
    const { code, members, errors } = refusal(() => validated(feature(square(1, 1)), large));
    expect([code, members, errors[0]?.path]).toEqual([
      'too-large',
      { limit: 'areaVertices', most: 1_000_000 },
      '/features/features/1',
    ]);
  });

  it('vertices of all areas', () => {
    const large = feature({ type: 'Polygon', coordinates: [longRing(VALIDATION_LIMITS.areaVertices)] });
    const { members, errors } = refusal(() => validated(...Array.from({ length: 7 }, () => large)));
    expect([members, errors[0]?.path]).toEqual([{ limit: 'vertices', most: 6_000_000 }, '/features/features/6']);
  });
});

describe('a code that is given twice', () => {
  const twice = collection(
    feature(square(1, 1), '050101'),
    feature(square(2, 1), '050101'),
  ) as GeoJSON.FeatureCollection;

  it('is a fault of GeoJSON and of every other file', () => {
    const reports = [
      validateBody({ features: twice }),
      checkFile({
        file: twice,
        parent: null,
        crs: 'wgs84',
        snapMetres: 0,
        description: { format: 'KML', layers: [], columns: [], notes: [] },
        parentDescription: null,
      }),
    ];
    for (const { ok, faults } of reports) {
      expect(ok).toBe(false);
      expect(faults).toMatchObject([{ kind: 'duplicate', grids: ['050101'] }]);
    }
  });

  it('is not the number by which an area without a code is called', () => {
    expect(validated(feature(square(1, 1), '1'), feature(square(2, 1)))).toMatchObject({ ok: true, faults: [] });
  });
});

describe('a report', () => {
  it('tells the first thousand faults and that there are more, be they only codes given twice', () => {
    const squares = Array.from({ length: 1_200 }, (_, i) =>
      feature(square((i % 60) * 2, Math.floor(i / 60) * 2), '050101'),
    );
    const { faults, truncated } = validated(...squares);
    expect([faults.length, truncated]).toEqual([1_000, true]);
    const few = validated(...squares.slice(0, 3));
    expect([few.faults.length, few.truncated]).toEqual([2, false]);
  });
});
