import type { BackupRow, BackupTable } from './backupFile.ts';

/** So many rows travel at once; a row may hold the boundaries of a whole plan. */
const ROWS_AT_ONCE = 100;
/** PostgreSQL takes at most 65,535 parameters in a statement. */
const MOST_PARAMETERS = 20_000;
const MIGRATIONS = 'gridwarden_migrations';
/** Not kept: whoever had signed out since the backup would be signed in again, and work that had ended would be begun again. */
const LEFT_OUT: ReadonlySet<string> = new Set([MIGRATIONS, 'sessions', 'jobs', 'job_files', 'events']);

/** Runs a statement on one connection, in its transaction, and gives the rows. */
export type Run = <Row extends object>(text: string, parameters?: readonly unknown[]) => Promise<Row[]>;

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** One moment of the whole database, written as every database reads it again. Ends with the transaction. */
export async function beginSnapshot(run: Run): Promise<void> {
  await run('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
  for (const setting of [
    // The owner of the tables: it sees all rows.
    'role = none',
    "TimeZone = 'UTC'",
    "DateStyle = 'ISO'",
    "IntervalStyle = 'postgres'",
    "bytea_output = 'hex'",
    'extra_float_digits = 1',
    // The disk may take its time between two batches.
    'idle_in_transaction_session_timeout = 0',
    'statement_timeout = 0',
  ])
    await run(`SET LOCAL ${setting}`);
}

/** Our tables as the database knows them, so that none is forgotten: without those of extensions, and without what is not kept. */
export async function readTables(run: Run): Promise<BackupTable[]> {
  const rows = await run<{ name: string; column: string; type: string }>(`
    SELECT c.relname AS name, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname, a.attnum`);
  const tables = new Map<string, BackupTable>();
  for (const { name, column, type } of rows) {
    if (LEFT_OUT.has(name)) continue;
    if (!tables.has(name)) tables.set(name, { name, columns: [] });
    tables.get(name)?.columns.push({ name: column, type });
  }
  return [...tables.values()];
}

/** The migrations that ran, in order; none where there is no table of them. */
export async function readMigrations(run: Run): Promise<{ name: string; checksum: string }[]> {
  const rows = await run<{ there: boolean }>(`SELECT to_regclass('public.${MIGRATIONS}') IS NOT NULL AS there`);
  if (!rows[0]?.there) return [];
  return run<{ name: string; checksum: string }>(`SELECT name, checksum FROM ${MIGRATIONS} ORDER BY name`);
}

/** `PostgreSQL 15.8, PostGIS 3.3.2`. */
export async function readVersion(run: Run): Promise<string> {
  const rows = await run<{ version: string }>(`
    SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) || ', PostGIS ' || extversion AS version
    FROM pg_extension WHERE extname = 'postgis'`);
  return rows[0]?.version ?? 'PostgreSQL';
}

/** A table's rows as texts, a batch at a time. */
export async function* readRows(run: Run, { name, columns }: BackupTable): AsyncGenerator<BackupRow> {
  const shown = columns.map((column, index) => `${quoted(column.name)}::text AS c${index}`).join(', ');
  await run(`DECLARE backup NO SCROLL CURSOR FOR SELECT ${shown} FROM ${quoted(name)}`);
  for (;;) {
    const rows = await run<Record<string, string | null>>(`FETCH ${ROWS_AT_ONCE} FROM backup`);
    if (rows.length === 0) break;
    for (const row of rows) yield Object.values(row);
  }
  await run('CLOSE backup');
}

/** The last number each of our sequences gave; those that gave none are left out. */
export async function readSequences(run: Run): Promise<{ name: string; value: string }[]> {
  const rows = await run<{ name: string; value: string }>(`
    SELECT sequencename AS name, last_value::text AS value FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename`);
  return rows;
}

/**
 * Lets rows be written in any order and as they were, without triggers and without references being asked, until the transaction ends.
 * Throws PostgreSQL's 42501 for an account that may not.
 */
export const suspendTriggers = (run: Run): Promise<unknown> => run('SET LOCAL session_replication_role = replica');

/** Takes away what the migrations themselves have put in. */
export const clearTable = (run: Run, { name }: BackupTable): Promise<unknown> => run(`DELETE FROM ${quoted(name)}`);

/** Writes rows into a table, each value read as its column's type. */
export async function insertRows(run: Run, { name, columns }: BackupTable, rows: readonly BackupRow[]): Promise<void> {
  const most = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(MOST_PARAMETERS / columns.length)));
  for (let first = 0; first < rows.length; first += most) {
    const batch = rows.slice(first, first + most);
    const tuples = batch.map(
      (_row, r) => `(${columns.map(({ type }, c) => `$${r * columns.length + c + 1}::${type}`).join(', ')})`,
    );
    const names = columns.map((column) => quoted(column.name)).join(', ');
    await run(
      `INSERT INTO ${quoted(name)} (${names}) OVERRIDING SYSTEM VALUE VALUES ${tuples.join(', ')}`,
      batch.flat(),
    );
  }
}

export const setSequence = (run: Run, { name, value }: { name: string; value: string }): Promise<unknown> =>
  run('SELECT setval($1::regclass, $2::bigint)', [quoted(name), value]);
