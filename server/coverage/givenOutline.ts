import type { Kysely } from 'kysely';
import { projectionTo } from '../core/coverage/datum.ts';
import type { Crs, GivenOutline } from '../core/coverage/schemas.ts';
import { toGeoJson } from '../core/geometry/geoJson.ts';
import type { Tables } from '../db/tables.ts';
import { findGenerationAt, readOutline } from './queries.ts';

/** The district's outline as the government gave it, by which a generation is proven, in any datum. Null where there is no such generation. */
export async function givenOutline(
  kysely: Kysely<Tables>,
  district: string,
  generation: number,
  crs: Crs,
): Promise<GivenOutline | null> {
  const outline = await readOutline(kysely, district, generation);
  if (!outline) return null;
  const geometry = toGeoJson(outline.mandated, projectionTo(crs));
  const properties = { code: district, name: outline.name };
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry }] };
}

/**
 * The outline that grids which come without one have to fill. Null before the first publication, when the sum of the grids is all there
 * is.
 */
export async function outlineInForce(
  kysely: Kysely<Tables>,
  district: string,
  now: Date,
  crs: Crs,
): Promise<GivenOutline | null> {
  const generation = await findGenerationAt(kysely, district, now);
  return generation ? givenOutline(kysely, district, generation.number, crs) : null;
}
