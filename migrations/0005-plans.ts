import { type Kysely, sql } from 'kysely';

/** Plans: branches of a generation with their edits on record, and where each published grid's ground came from. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

/**
 * `plan_edits` is append-only: an undo is a record of its own. `plan_grids` has only the grids a plan has touched, as they stand;
 * a grid that is gone keeps its row without a geometry, so that revisions never go back.
 */
const STATEMENTS = [
  `CREATE TABLE plans (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    district char(2) NOT NULL,
    scope text NOT NULL,
    title text NOT NULL,
    note text NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'submitted', 'approved', 'published', 'returned', 'withdrawn')),
    base_generation integer NOT NULL,
    revision integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    created_by_name text NOT NULL,
    updated_at timestamptz NOT NULL,
    submitted_at timestamptz,
    submitted_by uuid,
    submitted_by_name text,
    approved_at timestamptz,
    approved_by uuid,
    approved_by_name text,
    decision_note text NOT NULL DEFAULT '',
    publish_at timestamptz,
    publish_by_name text,
    generation integer,
    collides_with text[] NOT NULL DEFAULT '{}',
    idempotency_key text
  )`,
  'CREATE INDEX plans_district ON plans (district, updated_at)',
  'CREATE UNIQUE INDEX plans_idempotency ON plans (created_by, idempotency_key)',
  `CREATE TABLE plan_edits (
    plan uuid NOT NULL REFERENCES plans ON DELETE CASCADE,
    revision integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('edit', 'undo', 'redo', 'import', 'draft', 'rebase')),
    op text NOT NULL,
    note text NOT NULL,
    of integer,
    args jsonb NOT NULL,
    change jsonb NOT NULL,
    reverse jsonb NOT NULL,
    bends boolean NOT NULL,
    actor uuid NOT NULL,
    actor_name text NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (plan, revision)
  )`,
  'CREATE INDEX plan_edits_of ON plan_edits (plan, of)',
  `CREATE TABLE plan_grids (
    plan uuid NOT NULL REFERENCES plans ON DELETE CASCADE,
    code char(6) NOT NULL,
    id uuid NOT NULL,
    revision integer NOT NULL,
    name text NOT NULL,
    geom geometry(MultiPolygon, 4326),
    PRIMARY KEY (plan, code)
  )`,
  `CREATE TABLE plan_comments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    plan uuid NOT NULL REFERENCES plans ON DELETE CASCADE,
    text text NOT NULL,
    at geometry(Point, 4326),
    grid char(6),
    author uuid NOT NULL,
    author_name text NOT NULL,
    created_at timestamptz NOT NULL,
    resolved_at timestamptz
  )`,
  'CREATE INDEX plan_comments_plan ON plan_comments (plan, created_at)',
  `CREATE TABLE grid_lineage (
    district char(2) NOT NULL,
    generation integer NOT NULL,
    code char(6) NOT NULL,
    from_code char(6) NOT NULL,
    area_square_metres double precision NOT NULL,
    PRIMARY KEY (district, generation, code, from_code)
  )`,
  'CREATE INDEX grid_lineage_from ON grid_lineage (district, from_code)',
];
