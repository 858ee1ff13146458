import { type Kysely, sql } from 'kysely';

/** Work that is to be done at a time that was set, such as the publication of a plan. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

const STATEMENTS = [
  'ALTER TABLE jobs ADD COLUMN due_at timestamptz',
  `CREATE INDEX jobs_due ON jobs (due_at) WHERE state = 'queued' AND due_at IS NOT NULL`,
];
