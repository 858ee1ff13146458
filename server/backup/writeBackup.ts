import type { Database } from '../db/database.ts';
import { BackupError, type BackupLine, type BackupTable, headOf, writeBackupFile } from './backupFile.ts';
import * as queries from './backupQueries.ts';

/** What was written, by table. */
export type BackupCounts = Map<string, number>;

/**
 * Writes all that the database holds at one moment into a file, beside a live service. Throws `BackupError` when there is nothing of
 * ours in it or a file of that name.
 */
export async function writeBackup(database: Database, path: string, now: Date): Promise<BackupCounts> {
  const client = await database.pool.connect();
  const run: queries.Run = async <Row extends object>(text: string) => (await client.query<Row>(text)).rows;
  let broken = true;
  try {
    await queries.beginSnapshot(run);
    const migrations = await queries.readMigrations(run);
    if (migrations.length === 0) throw new BackupError('The database holds nothing of Gridwarden yet.');
    const tables = await queries.readTables(run);
    const head = headOf({ madeAt: now.toISOString(), database: await queries.readVersion(run), migrations, tables });
    const counts: BackupCounts = new Map();
    await writeBackupFile(path, head, linesFrom(run, tables, counts));
    broken = false;
    return counts;
  } finally {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    client.release(broken);
  }
}

async function* linesFrom(
  run: queries.Run,
  tables: readonly BackupTable[],
  counts: BackupCounts,
): AsyncGenerator<BackupLine> {
  for (const table of tables) {
    yield { table: table.name };
    let rows = 0;
    for await (const row of queries.readRows(run, table)) {
      yield row;
      rows++;
    }
    yield { rows };
    counts.set(table.name, rows);
  }
  // Last, so that none stands before a number that a row has.
  yield { sequences: await queries.readSequences(run) };
}
