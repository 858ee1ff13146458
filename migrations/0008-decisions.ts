import { type Kysely, sql } from 'kysely';

/**
 * One thread a plan: what was decided about it, by whom, when and with which words. And the key of a request stands with the record it
 * made, with the hash of what was asked, so that a key that comes again with something else is refused.
 */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

/** What earlier versions knew of a plan's past: who submitted and approved it, and what was said last. */
const EARLIER_DECISIONS = `
  INSERT INTO plan_events (plan, sequence, verb, at, actor, actor_name, words, revision, publish_at, generation)
  SELECT plan, row_number() OVER (PARTITION BY plan ORDER BY place), verb, at, actor, actor_name,
    CASE WHEN place = max(place) OVER (PARTITION BY plan) THEN words ELSE '' END, revision, publish_at, generation
  FROM (
    SELECT id AS plan, 1 AS place, 'submit' AS verb, submitted_at AS at, submitted_by AS actor, submitted_by_name AS actor_name,
      decision_note AS words, revision, NULL::timestamptz AS publish_at, NULL::integer AS generation
    FROM plans WHERE submitted_at IS NOT NULL
    UNION ALL
    SELECT id, 2, 'approve', approved_at, approved_by, approved_by_name, decision_note, revision, NULL, NULL
    FROM plans WHERE approved_at IS NOT NULL
    UNION ALL
    SELECT id, 3, 'schedule', updated_at, NULL, COALESCE(publish_by_name, ''), '', revision, publish_at, NULL
    FROM plans WHERE publish_at IS NOT NULL
    UNION ALL
    SELECT id, 4, CASE state WHEN 'published' THEN 'publish' WHEN 'returned' THEN 'return' ELSE 'withdraw' END, updated_at,
      NULL, COALESCE(publish_by_name, ''), decision_note, revision, NULL, generation
    FROM plans WHERE state IN ('published', 'returned', 'withdrawn')
  ) AS known`;

const STATEMENTS = [
  `CREATE TABLE plan_events (
    plan uuid NOT NULL REFERENCES plans ON DELETE CASCADE,
    sequence integer NOT NULL,
    verb text NOT NULL CHECK (verb IN ('submit', 'return', 'answer', 'approve', 'schedule', 'reschedule', 'unschedule', 'publish',
      'publish-failed', 'withdraw')),
    at timestamptz NOT NULL,
    actor uuid,
    actor_name text NOT NULL,
    words text NOT NULL,
    revision integer NOT NULL,
    publish_at timestamptz,
    generation integer,
    request_key text,
    request_sha256 text,
    PRIMARY KEY (plan, sequence)
  )`,
  'CREATE UNIQUE INDEX plan_events_request ON plan_events (plan, actor, request_key)',
  EARLIER_DECISIONS,
  'ALTER TABLE plans ADD COLUMN approved_revision integer',
  'ALTER TABLE plans ADD COLUMN publish_by uuid',
  'ALTER TABLE plans ADD COLUMN request_sha256 text',
  "UPDATE plans SET approved_revision = revision WHERE state = 'approved'",
  'UPDATE plans SET publish_by = accounts.id FROM accounts WHERE accounts.username = plans.publish_by_name',
  'ALTER TABLE plan_edits ADD COLUMN request_sha256 text',
  // What an import answered besides its edit, for the same request sent again.
  'ALTER TABLE plan_edits ADD COLUMN request_answer text',
  'ALTER TABLE plan_comments ADD COLUMN request_key text',
  'ALTER TABLE plan_comments ADD COLUMN request_sha256 text',
  'CREATE UNIQUE INDEX plan_comments_request ON plan_comments (plan, author, request_key)',
  // Who took boundaries in, by account: somebody else publishes them.
  'ALTER TABLE imports ADD COLUMN created_by_account uuid',
  'UPDATE imports SET created_by_account = accounts.id FROM accounts WHERE accounts.username = imports.created_by',
  'ALTER TABLE imports ADD COLUMN request_key text',
  'ALTER TABLE imports ADD COLUMN request_sha256 text',
  'ALTER TABLE imports ADD COLUMN published_by uuid',
  'ALTER TABLE imports ADD COLUMN publish_request_key text',
  'ALTER TABLE imports ADD COLUMN publish_request_sha256 text',
  'CREATE UNIQUE INDEX imports_request ON imports (created_by_account, request_key)',
];
