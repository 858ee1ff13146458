import { CompiledQuery, type Transaction } from 'kysely';
import type { Database } from '../db/database.ts';
import { checksumOf, type Migration, migrate, migrateWithin, shippedMigrations } from '../db/migrate.ts';
import type { Tables } from '../db/tables.ts';
import { sqlStateOf } from '../db/transaction.ts';
import {
  BackupError,
  type BackupHead,
  type BackupRow,
  type BackupTable,
  backupLines,
  checkBackupFile,
} from './backupFile.ts';
import * as queries from './backupQueries.ts';
import type { BackupCounts } from './writeBackup.ts';

const ROWS_AT_ONCE = 100;
const NOT_PERMITTED = '42501';

/**
 * Fills an empty database from a backup: the whole file is read and checked first, then everything is written in one transaction, so that
 * it is there whole or not at all. Afterwards the schema is that of this version. Throws `BackupError` for a file that is not whole, for a
 * database that holds something already, and where the account may not restore.
 */
export async function restoreBackup(
  { owner }: Database,
  path: string,
): Promise<{ head: BackupHead; counts: BackupCounts }> {
  const head = await checkBackupFile(path);
  const migrations = await migrationsOf(head, path);
  try {
    const counts = await owner.transaction().execute(async (trx) => {
      const run = runIn(trx);
      if ((await queries.readMigrations(run)).length > 0)
        throw new BackupError(
          'The database holds something already. A backup is restored into an empty one: a new DATA_DIR, or a database that createdb has just made.',
        );
      await migrateWithin(trx, migrations);
      return fill(run, head, path);
    });
    await migrate(owner);
    return { head, counts };
  } catch (error) {
    if (sqlStateOf(error) !== NOT_PERMITTED) throw error;
    throw new BackupError(
      'The database does not let this account restore. As a superuser run once: GRANT SET ON PARAMETER session_replication_role TO the account of DATABASE_URL; and take it back afterwards.',
    );
  }
}

/** The migrations that make the schema of a backup, which this version has to know as they were. */
async function migrationsOf({ migrations }: BackupHead, path: string): Promise<Migration[]> {
  const known = (await shippedMigrations()).slice(0, migrations.length);
  for (const [index, { name, checksum }] of migrations.entries()) {
    const migration = known[index];
    if (migration?.name !== name || (await checksumOf(migration)) !== checksum)
      throw new BackupError(
        `${path} has the migration ${name}, which this version does not know. Restore it with the version that made it.`,
      );
  }
  return known;
}

const runIn =
  (trx: Transaction<Tables>): queries.Run =>
  async <Row extends object>(text: string, parameters: readonly unknown[] = []) =>
    (await trx.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows as Row[];

/**
 * The backup's tables with the columns it has them in and the types that this database has for them: what stands in a file is never a
 * part of a statement. Throws `BackupError` for a table or column that is not here.
 */
async function tablesHere(run: queries.Run, head: BackupHead, path: string): Promise<BackupTable[]> {
  const here = new Map((await queries.readTables(run)).map((table) => [table.name, table.columns]));
  return head.tables.map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => {
      const own = here.get(name)?.find((one) => one.name === column.name);
      if (!own) throw new BackupError(`${path} has ${name}.${column.name}, which this version does not know.`);
      return own;
    }),
  }));
}

async function fill(run: queries.Run, head: BackupHead, path: string): Promise<BackupCounts> {
  const known = await tablesHere(run, head, path);
  const tables = new Map(known.map((table) => [table.name, table]));
  await queries.suspendTriggers(run);
  for (const table of known) await queries.clearTable(run, table);
  const counts: BackupCounts = new Map();
  let into: BackupTable | undefined;
  let written = 0;
  let batch: BackupRow[] = [];
  const flush = async (): Promise<void> => {
    if (into && batch.length > 0) await queries.insertRows(run, into, batch);
    written += batch.length;
    batch = [];
  };
  for await (const line of backupLines(path)) {
    if (Array.isArray(line)) {
      batch.push(line);
      if (batch.length === ROWS_AT_ONCE) await flush();
    } else if ('table' in line) {
      into = tables.get(line.table);
      written = 0;
    } else if ('rows' in line) {
      await flush();
      if (into === undefined || written !== line.rows) throw new BackupError(`${path} contradicts itself.`);
      counts.set(into.name, written);
    } else {
      for (const sequence of line.sequences) await queries.setSequence(run, sequence);
    }
  }
  return counts;
}
