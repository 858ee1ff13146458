import { Fault } from '../core/fault.ts';
import { toGeoJson } from '../core/geometry/geoJson.ts';
import { type AreaFeature, collectionPieces } from '../core/geometry/geoJsonText.ts';
import type { Attributes, ChosenFeatures, Collection, CollectionFeature } from './collections.ts';
import type { CoordinateSystem } from './crs.ts';
import { addressWith, GEOJSON_TYPE, JSON_TYPE, type Link, type Seen, selfLinks } from './links.ts';
import type { FeatureQuery, Format } from './parameters.ts';

export { meetsBox } from './boxFilter.ts';
export {
  type Attributes,
  type Collection,
  type CollectionFeature,
  Collections,
  type FeatureChoice,
} from './collections.ts';

export interface OgcFeature {
  type: 'Feature';
  id: string;
  properties: Attributes;
  geometry: GeoJSON.Geometry;
}

/** A page of a collection before its geometries have been written. */
export interface FeaturePage extends ChosenFeatures {
  links: Link[];
  crs: CoordinateSystem;
}

export type FeatureDocument = OgcFeature & { links: Link[] };

/** One page of a collection, with links to the pages around it. */
export async function pageOf(
  collection: Collection,
  query: FeatureQuery,
  seen: Seen,
  format: Format,
): Promise<FeaturePage> {
  const chosen = await collection.choose(query);
  return {
    ...chosen,
    links: [
      ...selfLinks(seen, format, GEOJSON_TYPE),
      ...pagingLinks(seen, query, chosen.matched),
      { href: `${seen.base}/collections/${collection.id}`, rel: 'collection', type: JSON_TYPE },
    ],
    crs: query.crs,
  };
}

/** One feature of a collection. Throws `not-found`. */
export async function featureDocument(
  collection: Collection,
  id: string,
  { crs, at }: { crs: CoordinateSystem; at: string | undefined },
  seen: Seen,
  format: Format,
): Promise<FeatureDocument> {
  const found = await collection.feature(id, at);
  if (!found) throw new Fault('not-found', `There is no “${id.slice(0, 60)}” in ${collection.id}.`);
  return {
    ...featureOf(found, crs),
    links: [
      ...selfLinks(seen, format, GEOJSON_TYPE),
      { href: `${seen.base}/collections/${collection.id}`, rel: 'collection', type: JSON_TYPE },
    ],
  };
}

/** A page as GeoJSON, in pieces of text; its first features only, where `most` says how many. */
export function pageText(page: FeaturePage, most = page.features.length): Generator<string> {
  const { links, matched, features, crs } = page;
  const before = { links, numberMatched: matched, numberReturned: features.length };
  return collectionPieces(areaFeatures(features.slice(0, most)), crs.project, { before });
}

function* areaFeatures(features: readonly CollectionFeature[]): Generator<AreaFeature> {
  for (const { id, area, attributes } of features) yield { id, properties: attributes, area };
}

const featureOf = ({ id, area, attributes }: CollectionFeature, crs: CoordinateSystem): OgcFeature => ({
  type: 'Feature',
  id,
  properties: attributes,
  geometry: toGeoJson(area, crs.project),
});

function pagingLinks(seen: Seen, { limit, offset }: FeatureQuery, matched: number): Link[] {
  const at = (start: number, rel: string): Link => ({
    href: addressWith(seen, { offset: start === 0 ? null : String(start), limit: String(limit) }),
    rel,
    type: GEOJSON_TYPE,
  });
  return [
    ...(offset + limit < matched ? [at(offset + limit, 'next')] : []),
    ...(offset > 0 ? [at(Math.max(0, offset - limit), 'prev')] : []),
  ];
}
