import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Area, Ring } from '../../server/core/geometry/lattice.ts';
import type { Database } from '../../server/db/database.ts';

/** Coordinates as whole numbers near zero, so that PostGIS computes on exactly the integers we have. */
export const ORIGIN = [1_090_000_000, 342_000_000] as const;
/** Metres in a lattice unit there, by the WGS84 ellipsoid, to the east and to the north. */
const METRES = [0.00921, 0.01109] as const;
const MOST_BEND_METRES = 0.05;

/** An area as well-known text. */
export function toText(area: Area, [ox, oy]: readonly [number, number] = ORIGIN): string {
  const ring = (r: Ring) => {
    const points = Array.from(
      { length: r.length / 2 },
      (_, i) => `${(r[2 * i] as number) - ox} ${(r[2 * i + 1] as number) - oy}`,
    );
    return `(${[...points, points[0]].join(',')})`;
  };
  return `MULTIPOLYGON(${area.map((polygon) => `(${polygon.map(ring).join(',')})`).join(',')})`;
}

/** What PostGIS says of grids and the outline they are to fill. */
export interface TilingVerdict {
  invalid: number;
  /** Pairs whose insides meet. */
  overlapping: number;
  /** By how many square metres the union of the grids and the outline differ. */
  differenceSquareMetres: number;
  perimeterMetres: number;
  /** How far corners of the union's border lie from the outline, or the other way round. */
  hausdorffMetres: number;
}

/** Asks PostGIS whether grids tile the mandated outline. */
export async function judgeTiling(
  { owner: kysely }: Database,
  grids: readonly Area[],
  mandated: Area,
): Promise<TilingVerdict> {
  const [east, north] = METRES;
  const { rows } = await sql<TilingVerdict>`
    WITH grids AS (SELECT number, ST_GeomFromText(text) AS shape
      FROM unnest(${grids.map((area) => toText(area))}::text[]) WITH ORDINALITY AS given(text, number)),
    outline AS (SELECT ST_GeomFromText(${toText(mandated)}) AS shape),
    together AS (SELECT ST_Union(shape) AS shape FROM grids)
    SELECT (SELECT count(*)::int FROM grids WHERE NOT ST_IsValid(shape)) AS invalid,
      (SELECT count(*)::int FROM grids a JOIN grids b ON a.number < b.number AND a.shape && b.shape
        WHERE ST_Relate(a.shape, b.shape, 'T********')) AS overlapping,
      (SELECT ST_Area(ST_Scale(ST_SymDifference(t.shape, o.shape), ${east}::float8, ${north}::float8))::float8
        FROM together t, outline o) AS "differenceSquareMetres",
      (SELECT ST_Perimeter(ST_Scale(shape, ${east}::float8, ${north}::float8))::float8 FROM outline) AS "perimeterMetres",
      (SELECT ST_HausdorffDistance(ST_Boundary(ST_Scale(t.shape, ${east}::float8, ${north}::float8)),
          ST_Boundary(ST_Scale(o.shape, ${east}::float8, ${north}::float8)))::float8
        FROM together t, outline o) AS "hausdorffMetres"`.execute(kysely);
  return rows[0] as TilingVerdict;
}

/** Demands that by PostGIS grids tile the mandated outline, but for the bend of its edges where grids put corners on them. */
export async function expectTiling(
  database: Database,
  grids: readonly Area[],
  mandated: Area,
  context: string,
): Promise<void> {
  const verdict = await judgeTiling(database, grids, mandated);
  expect(verdict, context).toMatchObject({ invalid: 0, overlapping: 0 });
  // A fiftieth is allowed for the length of a degree, which is another on the ellipsoid's other end of the district.
  const bend = MOST_BEND_METRES * 1.02;
  expect(verdict.differenceSquareMetres, context).toBeLessThanOrEqual(bend * verdict.perimeterMetres);
  expect(verdict.hausdorffMetres, context).toBeLessThanOrEqual(bend);
}
