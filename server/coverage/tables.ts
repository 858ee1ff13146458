import type { ColumnType, Generated } from 'kysely';
import type { Certificate } from '../core/coverage/schemas.ts';
import type { SecondOpinion } from '../core/coverage/secondOpinion.ts';

/** migrations/0002-coverage */
export interface DistrictsTable {
  district: string;
  latest_generation: Generated<number>;
}

export interface GenerationsTable {
  district: string;
  number: number;
  effective_at: Date;
  published_at: Date;
  published_by: string;
  note: string;
  grid_count: number;
  certificate: ColumnType<Certificate, string, string>;
  sha256: string;
}

export interface OutlineVersionsTable {
  district: string;
  name: string;
  /** What the government gave, and the same with the corners that grids have put on it. */
  mandated: unknown;
  working: unknown;
  from_generation: number;
  to_generation: number | null;
}

export interface UnitVersionsTable {
  district: string;
  code: string;
  name: string;
  from_generation: number;
  to_generation: number | null;
}

export interface GridVersionsTable extends UnitVersionsTable {
  id: string;
  revision: number;
  geom: unknown;
  area_square_metres: number;
}

export interface UsedCodesTable {
  district: string;
  code: string;
  grid_id: string;
  first_generation: number;
  retired_generation: number | null;
}

export interface BasemapFeaturesTable {
  district: string;
  id: Generated<number>;
  kind: string;
  name: string;
  class: string;
  geom: unknown;
}

export interface ImportsTable {
  id: Generated<string>;
  district: string;
  created_at: Date;
  created_by: string;
  state: 'ready' | 'faulty' | 'published';
  title: string;
  report: ColumnType<unknown, string, string>;
  result: ColumnType<unknown, string | null, string | null>;
  generation: number | null;
  /** Who took the boundaries in, by account; null in what older versions wrote of accounts that are not known. */
  created_by_account: string | null;
  request_key: string | null;
  request_sha256: string | null;
  published_by: string | null;
  publish_request_key: string | null;
  publish_request_sha256: string | null;
}

/** migrations/0005-plans */
export interface GridLineageTable {
  district: string;
  generation: number;
  code: string;
  from_code: string;
  area_square_metres: number;
}

/** migrations/0007-second-opinions: claimed while PostGIS is asked, given once it has answered. */
export interface SecondOpinionsTable {
  district: string;
  generation: number;
  claim: string;
  claimed_until: Date;
  attempts: number;
  given_at: Date | null;
  ok: boolean | null;
  opinion: ColumnType<SecondOpinion | null, string | null, string | null>;
}

declare module '../db/tables.ts' {
  interface Tables {
    districts: DistrictsTable;
    generations: GenerationsTable;
    outline_versions: OutlineVersionsTable;
    unit_versions: UnitVersionsTable;
    grid_versions: GridVersionsTable;
    used_codes: UsedCodesTable;
    basemap_features: BasemapFeaturesTable;
    imports: ImportsTable;
    grid_lineage: GridLineageTable;
    second_opinions: SecondOpinionsTable;
  }
}
