import { toDegrees } from '../core/geometry/lattice.ts';
import type { Collection } from './collections.ts';
import { COORDINATE_SYSTEMS, CRS84 } from './crs.ts';
import { GEOJSON_TYPE, HTML_TYPE, JSON_TYPE, type Link, OPENAPI_TYPE, type Seen, selfLinks } from './links.ts';
import type { Format } from './parameters.ts';

/** The documents of OGC API - Features that describe the service. */

export const CONFORMANCE = [
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
  'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
] as const;

export interface Document {
  title: string;
  description?: string;
  links: Link[];
}

export function landingPage(seen: Seen, format: Format): Document {
  const { base } = seen;
  return {
    title: 'Gridwarden 网格管家',
    description: 'The published boundaries of the district, its units and its grids',
    links: [
      ...selfLinks(seen, format, JSON_TYPE),
      { href: `${base}/api`, rel: 'service-desc', type: OPENAPI_TYPE, title: 'The description of this API' },
      { href: `${base}/api.html`, rel: 'service-doc', type: HTML_TYPE, title: 'The documentation of this API' },
      { href: `${base}/conformance`, rel: 'conformance', type: JSON_TYPE, title: 'What this API conforms to' },
      { href: `${base}/collections`, rel: 'data', type: JSON_TYPE, title: 'The collections' },
    ],
  };
}

export interface CollectionDocument extends Document {
  id: string;
  extent: object;
  itemType: 'feature';
  crs: string[];
  storageCrs: string;
}

/** A collection's description; `seen.path` is the path of the document it stands in. */
export function collectionDocument(
  { id, title, description, ...collection }: Collection,
  seen: Seen,
  format: Format,
): CollectionDocument {
  const own: Seen = { base: seen.base, path: `/collections/${id}`, query: new URLSearchParams() };
  const items = `${own.base}${own.path}/items`;
  const box = collection.extent().map(toDegrees);
  return {
    id,
    title,
    description,
    links: [
      ...selfLinks(own, format, JSON_TYPE),
      { href: items, rel: 'items', type: GEOJSON_TYPE, title: 'The features as GeoJSON' },
      { href: `${items}?f=html`, rel: 'items', type: HTML_TYPE, title: 'The features as a page' },
    ],
    extent: {
      spatial: { bbox: [box], crs: CRS84.uri },
      temporal: { interval: [[null, null]], trs: 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian' },
    },
    itemType: 'feature',
    crs: COORDINATE_SYSTEMS.map(({ uri }) => uri),
    storageCrs: CRS84.uri,
  };
}

export function collectionsDocument(
  collections: readonly Collection[],
  seen: Seen,
  format: Format,
): Document & { crs: string[]; collections: CollectionDocument[] } {
  return {
    title: 'Collections',
    links: selfLinks(seen, format, JSON_TYPE),
    crs: COORDINATE_SYSTEMS.map(({ uri }) => uri),
    collections: collections.map((collection) => collectionDocument(collection, seen, format)),
  };
}
