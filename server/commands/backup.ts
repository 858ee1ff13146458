import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { appendAudit } from '../audit/auditLog.ts';
import { checkBackupFile } from '../backup/backupFile.ts';
import { writeBackup } from '../backup/writeBackup.ts';
import { systemClock } from '../clock/clock.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { inTransaction } from '../db/transaction.ts';
import { runCommand, UsageError } from './commandLine.ts';

const USAGE = `Usage: npm run backup [-- FILE]
Writes all that the database holds at this moment into one compressed file, beside a running service.
  FILE   default: gridwarden-DATE-TIME.backup in the present folder; a file of that name is never written over
The file holds personal data and the hashes of passwords: only you may read it, so keep it so. Sessions are not in it.`;

async function backup(): Promise<number> {
  const { path, help } = readArguments();
  if (help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const now = systemClock();
  const file = path ?? `gridwarden-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.backup`;
  const database = await openDatabase(readConfig(process.env));
  try {
    const counts = await writeBackup(database, file, now);
    await checkBackupFile(file);
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    await inTransaction(database.owner, (trx) =>
      appendAudit(trx, { actor: 'system', action: 'backup.write', target: basename(file), after: { rows } }),
    );
    process.stdout.write(`${file}: ${rows} rows of ${counts.size} tables, read back and whole.\n`);
    return 0;
  } finally {
    await database.close();
  }
}

function readArguments(): { path: string | undefined; help: boolean } {
  try {
    const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
    if (positionals.length > 1) throw new Error('One file at most.');
    return { path: positionals[0], help: values.help ?? false };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`);
  }
}

await runCommand(backup);
