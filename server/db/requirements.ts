import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';
import { troubleOf } from './trouble.ts';

/** What a database server lacks; the message says how to give it. */
export class DatabaseUnfit extends Error {
  override readonly name = 'DatabaseUnfit';
}

const OLDEST_POSTGRES = 150_000;
const OLDEST_POSTGIS = [3, 3] as const;

/** Checks a database server for what we need, and creates the extensions where they are missing. */
export async function prepareServer(kysely: Kysely<Tables>): Promise<void> {
  const facts = await sql<{ version: number; encoding: string }>`
    SELECT current_setting('server_version_num')::int AS version, pg_encoding_to_char(encoding) AS encoding
    FROM pg_database WHERE datname = current_database()`.execute(kysely);
  const { version = 0, encoding = '' } = facts.rows[0] ?? {};
  if (version < OLDEST_POSTGRES) throw new DatabaseUnfit('PostgreSQL 15 or newer is needed.');
  if (encoding !== 'UTF8') throw new DatabaseUnfit(`The database's encoding must be UTF8, it is ${encoding}.`);
  await createExtension(kysely, 'postgis');
  await createExtension(kysely, 'pg_trgm');
  await checkPostgis(kysely);
  await checkChinese(kysely);
}

async function createExtension(kysely: Kysely<Tables>, name: 'postgis' | 'pg_trgm'): Promise<void> {
  try {
    await sql`CREATE EXTENSION IF NOT EXISTS ${sql.id(name)}`.execute(kysely);
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble !== null && trouble.kind !== 'notAllowed') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseUnfit(
      `The extension ${name} is missing and could not be created (${reason}). Install it, and as a superuser run: CREATE EXTENSION ${name};`,
    );
  }
}

async function checkPostgis(kysely: Kysely<Tables>): Promise<void> {
  const result = await sql<{
    version: string;
  }>`SELECT extversion AS version FROM pg_extension WHERE extname = 'postgis'`.execute(kysely);
  const [major = 0, minor = 0] = (result.rows[0]?.version ?? '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_POSTGIS;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new DatabaseUnfit(`PostGIS 3.3 or newer is needed, the database has ${major}.${minor}.`);
  }
}

/** Under LC_CTYPE=C `pg_trgm` drops every Chinese character, and any two Chinese addresses count as equal. */
async function checkChinese(kysely: Kysely<Tables>): Promise<void> {
  const result = await sql<{ trigrams: number }>`SELECT cardinality(show_trgm('灞桥')) AS trigrams`.execute(kysely);
  if ((result.rows[0]?.trigrams ?? 0) > 0) return;
  throw new DatabaseUnfit(
    'The database was made with LC_CTYPE=C, under which searching Chinese text does not work. ' +
      'Make it anew: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 gridwarden',
  );
}
