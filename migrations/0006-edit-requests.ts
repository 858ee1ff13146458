import { type Kysely, sql } from 'kysely';

/** The key a sender gives an edit, so that one sent again after a lost answer is recorded once. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

const STATEMENTS = [
  'ALTER TABLE plan_edits ADD COLUMN request_key text',
  'CREATE UNIQUE INDEX plan_edits_request ON plan_edits (plan, actor, request_key)',
];
