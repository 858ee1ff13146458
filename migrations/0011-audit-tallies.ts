import { type Kysely, sql } from 'kysely';

/** What nobody known did and is counted together until it becomes one entry of the audit log. */
export async function up(kysely: Kysely<never>): Promise<void> {
  await sql
    .raw(`CREATE TABLE audit_tallies (
      action text PRIMARY KEY,
      count integer NOT NULL,
      first_at timestamptz NOT NULL,
      last_at timestamptz NOT NULL
    )`)
    .execute(kysely);
}
