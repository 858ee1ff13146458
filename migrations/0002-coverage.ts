import { type Kysely, sql } from 'kysely';

/** Generations, the versions of grids, units and outlines they are made of, codes ever used, base-map features and imports. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

/** A version row is in force from one generation until before another; what is in force now has no end. */
const STATEMENTS = [
  `CREATE TABLE districts (
    district char(2) PRIMARY KEY CHECK (district ~ '^[0-9]{2}$'),
    latest_generation integer NOT NULL DEFAULT 0
  )`,
  `CREATE TABLE generations (
    district char(2) NOT NULL REFERENCES districts,
    number integer NOT NULL CHECK (number > 0),
    effective_at timestamptz NOT NULL,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    note text NOT NULL,
    grid_count integer NOT NULL,
    certificate jsonb NOT NULL,
    sha256 char(64) NOT NULL,
    PRIMARY KEY (district, number)
  )`,
  `CREATE TABLE outline_versions (
    district char(2) NOT NULL REFERENCES districts,
    name text NOT NULL,
    mandated geometry(MultiPolygon, 4326) NOT NULL,
    working geometry(MultiPolygon, 4326) NOT NULL,
    from_generation integer NOT NULL,
    to_generation integer,
    PRIMARY KEY (district, from_generation)
  )`,
  `CREATE TABLE unit_versions (
    district char(2) NOT NULL REFERENCES districts,
    code char(4) NOT NULL CHECK (left(code, 2) = district),
    name text NOT NULL,
    from_generation integer NOT NULL,
    to_generation integer,
    PRIMARY KEY (district, code, from_generation)
  )`,
  `CREATE TABLE grid_versions (
    district char(2) NOT NULL REFERENCES districts,
    id uuid NOT NULL,
    revision integer NOT NULL,
    code char(6) NOT NULL CHECK (left(code, 2) = district AND code ~ '^[0-9]{6}$'),
    name text NOT NULL,
    geom geometry(MultiPolygon, 4326) NOT NULL,
    area_square_metres double precision NOT NULL,
    from_generation integer NOT NULL,
    to_generation integer,
    PRIMARY KEY (district, id, revision)
  )`,
  'CREATE UNIQUE INDEX grid_versions_code ON grid_versions (district, code, from_generation)',
  'CREATE INDEX grid_versions_span ON grid_versions (district, from_generation, to_generation)',
  'CREATE INDEX grid_versions_geom ON grid_versions USING gist (geom)',
  `CREATE TABLE used_codes (
    district char(2) NOT NULL REFERENCES districts,
    code char(6) NOT NULL,
    grid_id uuid NOT NULL,
    first_generation integer NOT NULL,
    retired_generation integer,
    PRIMARY KEY (district, code)
  )`,
  `CREATE TABLE basemap_features (
    district char(2) NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    name text NOT NULL,
    class text NOT NULL,
    geom geometry(Geometry, 4326) NOT NULL,
    PRIMARY KEY (district, id)
  )`,
  'CREATE INDEX basemap_features_geom ON basemap_features USING gist (geom)',
  `CREATE TABLE imports (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    district char(2) NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    state text NOT NULL CHECK (state IN ('ready', 'faulty', 'published')),
    title text NOT NULL,
    report jsonb NOT NULL,
    result jsonb,
    generation integer
  )`,
  'CREATE INDEX imports_district ON imports (district, created_at)',
];
