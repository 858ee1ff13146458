import { type Kysely, sql } from 'kysely';

/** Failed sign-ins by name and network, the networks an account has signed in from, and an end for tokens of ten years. */
export async function up(kysely: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(kysely);
}

const STATEMENTS = [
  'DROP TABLE sign_in_tries',
  // By the hash of the name: people type their passwords there. '' stands for all names, or for all strange networks.
  `CREATE TABLE sign_in_failures (
    name_hash text NOT NULL,
    network text NOT NULL,
    failures double precision NOT NULL,
    last_at timestamptz NOT NULL,
    forgotten_at timestamptz NOT NULL,
    PRIMARY KEY (name_hash, network)
  )`,
  'CREATE INDEX sign_in_failures_end ON sign_in_failures (forgotten_at)',
  `CREATE TABLE familiar_networks (
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    network text NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, network)
  )`,
  `UPDATE tokens SET expires_at = created_at + interval '365 days' WHERE expires_at > created_at + interval '365 days'`,
];
