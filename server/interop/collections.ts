import { Fault } from '../core/fault.ts';
import type { Area, Box } from '../core/geometry/lattice.ts';

/** A property of a collection's features: its type, and what it says. */
export interface PropertyDescription {
  type: 'string' | 'number' | 'integer';
  description: string;
}

/** Properties of one feature; plain values only, which every GIS program can put into a column. */
export type Attributes = Readonly<Record<string, string | number>>;

export interface CollectionFeature {
  id: string;
  attributes: Attributes;
  area: Area;
}

/** Which features of a collection are asked for. */
export interface FeatureChoice {
  limit: number;
  offset: number;
  /** Lattice units; two boxes when the given one crosses the antimeridian, none when there is no restriction. */
  boxes: readonly Box[];
  /** The time at which the features must have been in force; undefined: now. */
  at: string | undefined;
  /** Property name → wanted value. */
  filters: ReadonlyMap<string, string>;
}

/** The features of a page, and how many there are in all. */
export interface ChosenFeatures {
  /** Of which data they are: another one whenever they are others. */
  data: string;
  matched: number;
  features: readonly CollectionFeature[];
}

/** A collection of OGC API - Features, as the slice whose data it shows registers it. */
export interface Collection {
  id: string;
  title: string;
  description: string;
  properties: Readonly<Record<string, PropertyDescription>>;
  /** The box that holds its features, in lattice units. */
  extent(): Box;
  choose(choice: FeatureChoice): Promise<ChosenFeatures>;
  /** One feature at a time (undefined: now); null when there is no such. */
  feature(id: string, at: string | undefined): Promise<CollectionFeature | null>;
}

/** The collections that are served, in the order in which slices registered them. */
export class Collections {
  readonly #collections = new Map<string, Collection>();

  register(collection: Collection): void {
    if (this.#collections.has(collection.id)) throw new Error(`There are two collections named ${collection.id}.`);
    this.#collections.set(collection.id, collection);
  }

  all(): readonly Collection[] {
    return [...this.#collections.values()];
  }

  /** Throws `not-found` for a collection that does not exist. */
  named(id: string): Collection {
    const collection = this.#collections.get(id);
    if (collection) return collection;
    const known = [...this.#collections.keys()].join(', ');
    throw new Fault('not-found', `There is no collection “${id.slice(0, 60)}”; there are ${known}.`);
  }
}
