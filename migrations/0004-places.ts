import { type Kysely, sql } from 'kysely';

/** Weighted places of a district (businesses, addresses), by which drafts are balanced and the impact of a plan is counted. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

/** All places of a kind come and go together; `place_sets` numbers these replacements, so that a copy in memory knows its age. */
const STATEMENTS = [
  `CREATE TABLE places (
    district char(2) NOT NULL CHECK (district ~ '^[0-9]{2}$'),
    id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL CHECK (kind IN ('business', 'address')),
    name text NOT NULL,
    detail text NOT NULL,
    weight double precision NOT NULL DEFAULT 1 CHECK (weight >= 0),
    geom geometry(Point, 4326) NOT NULL,
    PRIMARY KEY (district, id)
  )`,
  'CREATE INDEX places_kind ON places (district, kind)',
  'CREATE INDEX places_geom ON places USING gist (geom)',
  `CREATE TABLE place_sets (
    district char(2) NOT NULL,
    kind text NOT NULL CHECK (kind IN ('business', 'address')),
    version integer NOT NULL,
    count integer NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (district, kind)
  )`,
];
