import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../db/tables.ts';

/**
 * What PostGIS is asked when it judges a generation. Every statement is short, since the embedded database has one session for
 * all; none shares code with the engine whose work it judges.
 */

type Database = Kysely<Tables>;

export interface Subject {
  district: string;
  generation: number;
}

/** A grid as it is stored: its row, its code, how many points it has. */
export interface StoredGrid {
  id: string;
  code: string;
  points: number;
}

/** Metres east and north per degree around a place: a plane in which straight edges stay straight. */
export interface Plane {
  longitude: number;
  latitude: number;
  east: number;
  north: number;
}

const inForce = (alias: string, { district, generation }: Subject) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`(${column('district')} = ${district} AND ${column('from_generation')} <= ${generation}
    AND (${column('to_generation')} IS NULL OR ${column('to_generation')} > ${generation}))`;
};

/** The keys of the grids in force whose boxes meet a place's, by the index (migrations/0014), as `found`. */
const near = ({ district, generation }: Subject, place: ReturnType<typeof sql>) =>
  sql`grids_near(${district}, ${generation}::integer, ${place}) AS found`;

/** The row of such a key. */
const isNear = (alias: string, { district }: Subject) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`${column('district')} = ${district} AND ${column('id')} = found.id AND ${column('revision')} = found.revision`;
};

const inPlane = (geometry: ReturnType<typeof sql>, { longitude, latitude, east, north }: Plane) =>
  sql`ST_TransScale(${geometry}, ${-longitude}::float8, ${-latitude}::float8, ${east}::float8, ${north}::float8)`;

const fromWkb = (wkb: Buffer) => sql`ST_GeomFromWKB(${wkb}::bytea, 4326)`;

/** `PostGIS 3.3.2, GEOS 3.11.1`. */
export async function versionOfPostgis(db: Database): Promise<string> {
  const { rows } = await sql<{ postgis: string; geos: string }>`
    SELECT postgis_lib_version() AS postgis, split_part(postgis_geos_version(), '-', 1) AS geos`.execute(db);
  return `PostGIS ${rows[0]?.postgis}, GEOS ${rows[0]?.geos}`;
}

export async function listGrids(db: Database, subject: Subject): Promise<StoredGrid[]> {
  const { rows } = await sql<StoredGrid>`
    SELECT g.id, g.code, ST_NPoints(g.geom) AS points FROM grid_versions g
    WHERE ${inForce('g', subject)} ORDER BY g.code`.execute(db);
  return rows;
}

/** The grids among those given that are empty or no valid polygons, each with PostGIS's reason. */
export async function invalidGrids(
  db: Database,
  subject: Subject,
  ids: readonly string[],
): Promise<{ code: string; reason: string }[]> {
  const { rows } = await sql<{ code: string; reason: string }>`
    SELECT g.code, CASE WHEN ST_IsEmpty(g.geom) THEN 'Empty' ELSE ST_IsValidReason(g.geom) END AS reason
    FROM grid_versions g
    WHERE ${inForce('g', subject)} AND g.id = ANY(${ids}::uuid[]) AND (ST_IsEmpty(g.geom) OR NOT ST_IsValid(g.geom))
    ORDER BY g.code`.execute(db);
  return rows;
}

/** Pairs of grids whose insides meet, the first of each pair among those given; at most `limit`. Boxes first, by the index. */
export async function overlappingPairs(
  db: Database,
  subject: Subject,
  ids: readonly string[],
  limit: number,
): Promise<{ code: string; other: string }[]> {
  const { rows } = await sql<{ code: string; other: string }>`
    SELECT a.code, b.code AS other FROM grid_versions a
      CROSS JOIN LATERAL ${near(subject, sql`a.geom`)} JOIN grid_versions b ON ${isNear('b', subject)}
    WHERE ${inForce('a', subject)} AND a.id = ANY(${ids}::uuid[]) AND (a.id, a.revision) < (b.id, b.revision)
      AND ST_Relate(a.geom, b.geom, 'T********')
    LIMIT ${limit}`.execute(db);
  return rows;
}

/** The plane around the middle of the mandated outline; undefined where the generation has none. */
export async function planeOf(db: Database, subject: Subject): Promise<Plane | undefined> {
  const { rows } = await sql<Plane>`
    SELECT ST_X(c) AS longitude, ST_Y(c) AS latitude,
      ST_DistanceSpheroid(ST_Translate(c, -0.005, 0), ST_Translate(c, 0.005, 0), s::spheroid) * 100 AS east,
      ST_DistanceSpheroid(ST_Translate(c, 0, -0.005), ST_Translate(c, 0, 0.005), s::spheroid) * 100 AS north
    FROM (SELECT ST_Centroid(ST_Envelope(o.mandated)) AS c, 'SPHEROID["WGS 84",6378137,298.257223563]' AS s
      FROM outline_versions o WHERE ${inForce('o', subject)}) AS middle`.execute(db);
  return rows[0];
}

/** The union of some grids as WKB, null of none. */
export async function unionOfGrids(db: Database, subject: Subject, ids: readonly string[]): Promise<Buffer | null> {
  const { rows } = await sql<{ wkb: Buffer | null }>`
    SELECT ST_AsBinary(ST_Union(g.geom), 'NDR') AS wkb FROM grid_versions g
    WHERE ${inForce('g', subject)} AND g.id = ANY(${ids}::uuid[])`.execute(db);
  return rows[0]?.wkb ?? null;
}

/** The union of some areas as WKB. */
export async function unionOf(db: Database, areas: readonly Buffer[]): Promise<Buffer> {
  const { rows } = await sql<{ wkb: Buffer }>`
    SELECT ST_AsBinary(ST_Union(ST_GeomFromWKB(wkb, 4326)), 'NDR') AS wkb FROM unnest(${areas}::bytea[]) AS wkb`.execute(
    db,
  );
  return rows[0]?.wkb as Buffer;
}

/** What lies in one of two areas only, in square metres. */
export async function differenceOf(db: Database, plane: Plane, one: Buffer, other: Buffer): Promise<number> {
  const { rows } = await sql<{ difference: number }>`
    SELECT ST_Area(ST_SymDifference(${inPlane(fromWkb(one), plane)}, ${inPlane(fromWkb(other), plane)})) AS difference`.execute(
    db,
  );
  return rows[0]?.difference ?? 0;
}

/** The mandated outline as it is stored, and its length in metres. */
export async function readMandated(
  db: Database,
  subject: Subject,
  plane: Plane,
): Promise<{ wkb: Buffer; perimeterMetres: number }> {
  const { rows } = await sql<{ wkb: Buffer; perimeterMetres: number }>`
    SELECT ST_AsBinary(o.mandated, 'NDR') AS wkb,
      ST_Perimeter(${inPlane(sql`o.mandated`, plane)}) AS "perimeterMetres"
    FROM outline_versions o WHERE ${inForce('o', subject)}`.execute(db);
  return rows[0] as { wkb: Buffer; perimeterMetres: number };
}

/**
 * The Hausdorff distance of two areas' boundaries in metres, as `ST_HausdorffDistance` with every edge parted in four gives it. Only
 * edges that the other boundary lacks can lie away from it, so only these are measured: that function compares each with each.
 */
export async function hausdorffOf(db: Database, plane: Plane, one: Buffer, other: Buffer): Promise<number> {
  const { rows } = await sql<{ distance: number }>`
    WITH areas AS (SELECT ST_ForcePolygonCCW(${inPlane(fromWkb(one), plane)}) AS one,
        ST_ForcePolygonCCW(${inPlane(fromWkb(other), plane)}) AS other),
      of_one AS (SELECT (ST_DumpSegments(one)).geom FROM areas),
      of_other AS (SELECT (ST_DumpSegments(other)).geom FROM areas),
      loose AS (
        (SELECT geom, ST_Boundary(other) AS boundary FROM (TABLE of_one EXCEPT TABLE of_other) AS only_one, areas)
        UNION ALL
        (SELECT geom, ST_Boundary(one) FROM (TABLE of_other EXCEPT TABLE of_one) AS only_other, areas))
    SELECT coalesce(max(ST_Distance(ST_LineInterpolatePoint(geom, share), boundary)), 0) AS distance
    FROM loose, unnest('{0, 0.25, 0.5, 0.75, 1}'::float8[]) AS share`.execute(db);
  return rows[0]?.distance ?? 0;
}

/** For each point, in order, the codes of the grids that cover it, borders included. */
export async function coveringGrids(
  db: Database,
  subject: Subject,
  points: readonly (readonly [number, number])[],
): Promise<string[][]> {
  const { rows } = await sql<{ codes: string[] }>`
    SELECT ARRAY(SELECT g.code::text
      FROM ST_SetSRID(ST_MakePoint(p.x, p.y), 4326) AS spot CROSS JOIN LATERAL ${near(subject, sql`spot`)}
        JOIN grid_versions g ON ${isNear('g', subject)}
      WHERE ST_Covers(g.geom, spot) ORDER BY g.code) AS codes
    FROM unnest(${points.map(([x]) => x)}::float8[], ${points.map(([, y]) => y)}::float8[]) WITH ORDINALITY AS p (x, y, n)
    ORDER BY p.n`.execute(db);
  return rows.map(({ codes }) => codes);
}

/** The codes of the grids whose border passes a point no further off than `degrees`. */
export async function gridsBordering(
  db: Database,
  subject: Subject,
  [x, y]: readonly [number, number],
  degrees: number,
): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    SELECT g.code FROM ST_SetSRID(ST_MakePoint(${x}::float8, ${y}::float8), 4326) AS p
      CROSS JOIN LATERAL ${near(subject, sql`ST_Expand(p, ${degrees}::float8)`)}
      JOIN grid_versions g ON ${isNear('g', subject)}
    WHERE ST_DWithin(ST_Boundary(g.geom), p, ${degrees}::float8)`.execute(db);
  return rows.map(({ code }) => code);
}
