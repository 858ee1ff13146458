import type { Kysely } from 'kysely';
import { projectionTo } from '../core/coverage/datum.ts';
import type { Crs } from '../core/coverage/schemas.ts';
import { toGeoJson } from '../core/geometry/geoJson.ts';
import type { Tables } from '../db/tables.ts';
import { findGenerationAt, readOutline } from './queries.ts';

/**
 * The outline as the government gave it, in a file's datum: what grids that come without one have to fill. Null before the first
 * publication, when the sum of the grids is all there is.
 */
export async function outlineInForce(
  kysely: Kysely<Tables>,
  district: string,
  now: Date,
  crs: Crs,
): Promise<GeoJSON.FeatureCollection | null> {
  const generation = await findGenerationAt(kysely, district, now);
  const outline = generation && (await readOutline(kysely, district, generation.number));
  if (!outline) return null;
  const geometry = toGeoJson(outline.mandated, projectionTo(crs));
  const properties = { code: district, name: outline.name };
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry }] };
}
