import { type Kysely, sql } from 'kysely';

/** What PostGIS itself says of each generation, and who is at work on that. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

const STATEMENTS = [
  `CREATE TABLE second_opinions (
    district char(2) NOT NULL,
    generation integer NOT NULL,
    claim uuid NOT NULL,
    claimed_until timestamptz NOT NULL,
    attempts integer NOT NULL,
    given_at timestamptz,
    ok boolean,
    opinion jsonb,
    PRIMARY KEY (district, generation),
    FOREIGN KEY (district, generation) REFERENCES generations (district, number),
    CHECK ((given_at IS NULL) = (ok IS NULL) AND (given_at IS NULL) = (opinion IS NULL))
  )`,
];
