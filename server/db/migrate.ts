import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import {
  DummyDriver,
  Kysely,
  type LogEvent,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type Transaction,
} from 'kysely';
import type { Tables } from './tables.ts';

/** One step of the schema: `up` must issue the same statements whatever the database holds. */
export interface Migration {
  /** `0001-people`. */
  name: string;
  up(kysely: Kysely<Tables>): Promise<void>;
}

/** Why the schema cannot be brought up to date; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const DIRECTORY = new URL('../../migrations/', import.meta.url);
const FILE_NAME = /^(\d{4}-[a-z0-9-]+)\.(ts|js)$/;
/** Any constant of our own: it only has to be the same in every process. */
const LOCK_KEY = 7_215_045;

/** The migrations of this version, in order. */
export async function shippedMigrations(): Promise<Migration[]> {
  const names = readdirSync(DIRECTORY)
    .filter((file) => FILE_NAME.test(file))
    .toSorted();
  const migrations: Migration[] = [];
  for (const file of names) {
    const module = (await import(new URL(file, DIRECTORY).href)) as Pick<Migration, 'up'>;
    migrations.push({ name: file.replace(FILE_NAME, '$1'), up: module.up });
  }
  return migrations;
}

/**
 * Brings the schema up to date, forward only: all that is missing in one transaction, under a lock, so that of two starting
 * servers one waits. Throws `MigrationError` when a migration that ran has changed since, or when the database knows
 * migrations this version does not. Gives the names of those that ran.
 */
export async function migrate(kysely: Kysely<Tables>, migrations?: readonly Migration[]): Promise<string[]> {
  const shipped = migrations ?? (await shippedMigrations());
  return kysely.transaction().execute((trx) => migrateWithin(trx, shipped));
}

/** The same inside a transaction of the caller's. */
export async function migrateWithin(trx: Transaction<Tables>, shipped: readonly Migration[]): Promise<string[]> {
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCK_KEY)})`.execute(trx);
  await sql`CREATE TABLE IF NOT EXISTS gridwarden_migrations (
    name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`.execute(trx);
  const applied = await trx.selectFrom('gridwarden_migrations').select(['name', 'checksum']).orderBy('name').execute();
  await refuseAnotherHistory(shipped, applied);
  const missing = shipped.slice(applied.length);
  for (const migration of missing) await apply(trx, migration);
  return missing.map((migration) => migration.name);
}

async function refuseAnotherHistory(
  shipped: readonly Migration[],
  applied: readonly { name: string; checksum: string }[],
): Promise<void> {
  for (const [index, { name, checksum }] of applied.entries()) {
    const migration = shipped[index];
    if (!shipped.some((known) => known.name === name)) {
      throw new MigrationError(
        `The database has the migration ${name}, which this version does not know: it was made by a newer version. Start that one.`,
      );
    }
    if (migration?.name !== name) {
      throw new MigrationError(
        `The migration ${migration?.name} comes before ${name}, which the database already has.`,
      );
    }
    if ((await checksumOf(migration)) !== checksum) {
      throw new MigrationError(
        `The migration ${name} has changed since it ran on this database. Restore it and add a new one.`,
      );
    }
  }
}

async function apply(trx: Transaction<Tables>, migration: Migration): Promise<void> {
  await migration.up(trx);
  await trx
    .insertInto('gridwarden_migrations')
    .values({ name: migration.name, checksum: await checksumOf(migration) })
    .execute();
}

/**
 * SHA-256 over the statements a migration issues, white space folded. Not over its file: the same migration runs from its
 * TypeScript source under the commands and compiled under the server.
 */
export async function checksumOf(migration: Migration): Promise<string> {
  const hash = createHash('sha256');
  const recorder = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: (event: LogEvent) => {
      hash.update(`${event.query.sql.replace(/\s+/g, ' ').trim()};\n`);
    },
  });
  await migration.up(recorder);
  return hash.digest('hex');
}
