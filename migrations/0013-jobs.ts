import { type Kysely, sql } from 'kysely';

/**
 * Background work as rows: what is to be done and for whom, how far it has come and what came of it, and until when a process has it. And
 * what happened, in the order in which it was committed, for whoever follows.
 */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

const STATEMENTS = [
  `CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    scope code_prefix NOT NULL,
    subject text NOT NULL,
    title text NOT NULL,
    owner uuid NOT NULL,
    owner_principal jsonb NOT NULL,
    input jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    steps text[] NOT NULL DEFAULT '{}',
    done double precision NOT NULL DEFAULT 0,
    total double precision NOT NULL DEFAULT 1,
    is_final boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1,
    attempts integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    result jsonb,
    problem jsonb,
    lease uuid,
    leased_until timestamptz,
    request_key text,
    request_sha256 text
  )`,
  `CREATE INDEX jobs_open ON jobs (kind, created_at) WHERE state IN ('queued', 'running')`,
  'CREATE INDEX jobs_owner ON jobs (owner, created_at)',
  'CREATE INDEX jobs_subject ON jobs (subject)',
  'CREATE UNIQUE INDEX jobs_request ON jobs (owner, kind, request_key)',
  // In pieces: a file of a hundred megabytes is no one value.
  `CREATE TABLE job_files (
    job uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
    part text NOT NULL,
    piece integer NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (job, part, piece)
  )`,
  `CREATE TABLE events (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    scope code_prefix NOT NULL,
    account uuid,
    at timestamptz NOT NULL,
    data jsonb NOT NULL
  )`,
  'CREATE INDEX events_at ON events (at)',
  ...Object.entries({
    jobs: 'caller_touches(scope)',
    job_files: 'EXISTS (SELECT FROM jobs WHERE jobs.id = job)',
    events: 'caller_touches(scope)',
  }).flatMap(([table, rows]) => [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `CREATE POLICY within_scopes ON ${table} USING (${rows})`,
  ]),
];
