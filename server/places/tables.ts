import type { Generated } from 'kysely';
import type { PlaceKind } from '../core/places/schemas.ts';

/** migrations/0004-places */
export interface PlacesTable {
  district: string;
  id: Generated<number>;
  kind: PlaceKind;
  name: string;
  /** The address as text. */
  detail: string;
  weight: number;
  geom: unknown;
}

export interface PlaceSetsTable {
  district: string;
  kind: PlaceKind;
  /** Counts the times all places of the kind were replaced. */
  version: number;
  count: number;
  replaced_at: Date;
}

declare module '../db/tables.ts' {
  interface Tables {
    places: PlacesTable;
    place_sets: PlaceSetsTable;
  }
}
