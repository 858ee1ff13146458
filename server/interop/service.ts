import { Fault } from '../core/fault.ts';
import { toGeoJson } from '../core/geometry/geoJson.ts';
import { type AreaFeature, collectionPieces } from '../core/geometry/geoJsonText.ts';
import type { CoverageService, LevelArea, LoadedCoverage } from '../coverage/service.ts';
import { meetsBox } from './boxFilter.ts';
import { type Attributes, attributesOf, COLLECTIONS, type Collection } from './collections.ts';
import type { CoordinateSystem } from './crs.ts';
import { addressWith, GEOJSON_TYPE, JSON_TYPE, type Link, type Seen, selfLinks } from './links.ts';
import type { FeatureQuery, Format } from './parameters.ts';

export interface OgcFeature {
  type: 'Feature';
  id: string;
  properties: Attributes;
  geometry: GeoJSON.Geometry;
}

/** A page of a collection before its geometries have been written. */
export interface FeaturePage {
  /** Of which data it is made: another one whenever they are others. */
  data: string;
  links: Link[];
  numberMatched: number;
  features: readonly FoundFeature[];
  crs: CoordinateSystem;
}

export interface FoundFeature {
  area: LevelArea;
  attributes: Attributes;
}

export type FeatureDocument = OgcFeature & { links: Link[] };

/** The published coverage as collections of features. */
export class FeatureService {
  readonly #coverage: CoverageService;

  constructor(coverage: CoverageService) {
    this.#coverage = coverage;
  }

  current(): LoadedCoverage {
    return this.#coverage.current();
  }

  /** Throws `not-found` for a collection that does not exist. */
  collection(id: string): Collection {
    const collection = COLLECTIONS.find((each) => each.id === id);
    if (collection) return collection;
    const known = COLLECTIONS.map((each) => each.id).join(', ');
    throw new Fault('not-found', `There is no collection “${id.slice(0, 60)}”; there are ${known}.`);
  }

  /** One page of a collection, with links to the pages around it. Before the first generation a collection is empty. */
  async page(collection: Collection, query: FeatureQuery, seen: Seen, format: Format): Promise<FeaturePage> {
    const coverage = await this.#inForce(query.at);
    const matching = coverage ? matchingAreas(collection, coverage, query) : [];
    const chosen = coverage ? matching.slice(query.offset, query.offset + query.limit) : [];
    return {
      data: coverage?.version ?? '',
      links: [
        ...selfLinks(seen, format, GEOJSON_TYPE),
        ...pagingLinks(seen, query, matching.length),
        { href: `${seen.base}/collections/${collection.id}`, rel: 'collection', type: JSON_TYPE },
      ],
      numberMatched: matching.length,
      features: chosen.map((area) => ({
        area,
        attributes: attributesOf(collection, area, coverage as LoadedCoverage),
      })),
      crs: query.crs,
    };
  }

  /** One feature by its code. Throws `not-found`. */
  async feature(
    collection: Collection,
    code: string,
    { crs, at }: { crs: CoordinateSystem; at: string | undefined },
    seen: Seen,
    format: Format,
  ): Promise<FeatureDocument> {
    const coverage = await this.#inForce(at);
    const found = coverage?.areas(collection.level).find(({ properties }) => properties.code === code);
    if (!coverage || !found) throw new Fault('not-found', `There is no “${code.slice(0, 60)}” in ${collection.id}.`);
    return {
      ...featureOf(found, attributesOf(collection, found, coverage), crs),
      links: [
        ...selfLinks(seen, format, GEOJSON_TYPE),
        { href: `${seen.base}/collections/${collection.id}`, rel: 'collection', type: JSON_TYPE },
      ],
    };
  }

  /** The coverage in force at a time; null when there was none yet. */
  async #inForce(at: string | undefined): Promise<LoadedCoverage | null> {
    if (at === undefined) return this.#coverage.current();
    try {
      return await this.#coverage.choose({ at });
    } catch (error) {
      if (error instanceof Fault && error.code === 'not-found') return null;
      throw error;
    }
  }
}

function matchingAreas(
  collection: Collection,
  coverage: LoadedCoverage,
  { boxes, filters }: FeatureQuery,
): readonly LevelArea[] {
  const all = coverage.areas(collection.level);
  if (filters.size === 0 && boxes.length === 0) return all;
  return all.filter((area) => {
    const attributes = attributesOf(collection, area, coverage);
    const fits = [...filters].every(([name, wanted]) => String(attributes[name]) === wanted);
    return fits && (boxes.length === 0 || boxes.some((box) => meetsBox(area.area, box)));
  });
}

/** A page as GeoJSON, in pieces of text; its first features only, where `most` says how many. */
export function pageText(page: FeaturePage, most = page.features.length): Generator<string> {
  const { links, numberMatched, features, crs } = page;
  const before = { links, numberMatched, numberReturned: features.length };
  return collectionPieces(areaFeatures(features.slice(0, most)), crs.project, { before });
}

function* areaFeatures(features: readonly FoundFeature[]): Generator<AreaFeature> {
  for (const { area, attributes } of features)
    yield { id: String(attributes['code']), properties: attributes, area: area.area };
}

const featureOf = ({ area }: LevelArea, properties: Attributes, crs: CoordinateSystem): OgcFeature => ({
  type: 'Feature',
  id: String(properties['code']),
  properties,
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
