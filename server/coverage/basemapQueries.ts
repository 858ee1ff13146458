import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';

type Reader = Kysely<Tables> | Transaction<Tables>;

/** Rows go to the database in batches of this many, so that no statement holds a whole large district. */
const BATCH = 2000;

/** The base-map features of a district as a GeoJSON FeatureCollection's text; empty when there are none. */
export async function readBasemap(db: Reader, district: string): Promise<string> {
  const result = await sql<{ features: string }>`
    SELECT json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(json_build_object('type', 'Feature',
      'properties', json_build_object('kind', kind, 'name', name, 'class', class),
      'geometry', ST_AsGeoJSON(geom, 7)::json) ORDER BY id), '[]'::json))::text AS features
    FROM basemap_features WHERE district = ${district}`.execute(db);
  return result.rows[0]?.features ?? '{"type":"FeatureCollection","features":[]}';
}

export interface BasemapFeature {
  kind: string;
  name: string;
  class: string;
  geometry: GeoJSON.Geometry;
}

/** Replaces the district's base-map features. */
export async function replaceBasemap(
  trx: Transaction<Tables>,
  district: string,
  features: readonly BasemapFeature[],
): Promise<void> {
  await trx.deleteFrom('basemap_features').where('district', '=', district).execute();
  for (let i = 0; i < features.length; i += BATCH) {
    const batch = features.slice(i, i + BATCH);
    await sql`
      INSERT INTO basemap_features (district, kind, name, class, geom)
      SELECT ${district}, kind, name, class, ST_SetSRID(ST_GeomFromGeoJSON(geometry), 4326)
      FROM unnest(${batch.map((f) => f.kind)}::text[], ${batch.map((f) => f.name)}::text[], ${batch.map((f) => f.class)}::text[],
        ${batch.map((f) => JSON.stringify(f.geometry))}::text[]) AS t (kind, name, class, geometry)`.execute(trx);
  }
}
