import { type Kysely, sql } from 'kysely';

/** Accounts, sessions, tokens, the people of the grids, and the audit log that nobody can rewrite. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

const STATEMENTS = [
  `CREATE TABLE accounts (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    username text NOT NULL UNIQUE CHECK (username = lower(username)),
    name text NOT NULL,
    password_hash text NOT NULL,
    active boolean NOT NULL DEFAULT true,
    demo boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    password_changed_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE sign_in_tries (
    username text PRIMARY KEY,
    failures integer NOT NULL,
    counted_until timestamptz NOT NULL
  )`,
  `CREATE DOMAIN code_prefix AS text CHECK (VALUE ~ '^[0-9]{2}([0-9]{2}){0,2}$')`,
  `CREATE TABLE account_roles (
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    role text NOT NULL,
    scope code_prefix NOT NULL,
    PRIMARY KEY (account_id, role, scope)
  )`,
  `CREATE TABLE sessions (
    secret_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
  'CREATE INDEX sessions_account ON sessions (account_id)',
  'CREATE INDEX sessions_expiry ON sessions (expires_at)',
  `CREATE TABLE tokens (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    secret_hash bytea NOT NULL UNIQUE,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
  )`,
  'CREATE INDEX tokens_account ON tokens (account_id)',
  `CREATE TABLE token_roles (
    token_id uuid NOT NULL REFERENCES tokens ON DELETE CASCADE,
    role text NOT NULL,
    scope code_prefix NOT NULL,
    PRIMARY KEY (token_id, role, scope)
  )`,
  `CREATE TABLE grid_staff (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    district char(2) NOT NULL,
    code code_prefix NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    role text NOT NULL,
    CHECK (left(code, 2) = district)
  )`,
  'CREATE INDEX grid_staff_code ON grid_staff (district, code)',
  `CREATE TABLE audit_log (
    sequence bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    scope text,
    before text,
    after text,
    address text,
    previous_hash text NOT NULL,
    hash text NOT NULL
  )`,
  `CREATE TABLE audit_head (single boolean PRIMARY KEY DEFAULT true CHECK (single), sequence bigint NOT NULL, hash text NOT NULL)`,
  `INSERT INTO audit_head (sequence, hash) VALUES (0, repeat('0', 64))`,
  `CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
    END $$`,
  `CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()`,
];
