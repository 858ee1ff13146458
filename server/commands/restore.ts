import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { appendAudit, verifyAudit } from '../audit/auditLog.ts';
import { restoreBackup } from '../backup/restoreBackup.ts';
import { readConfig } from '../config.ts';
import { auditAnchors } from '../coverage/auditAnchorQueries.ts';
import { PublishedCoverages } from '../coverage/publishedCoverages.ts';
import { listDistricts, listGenerations } from '../coverage/queries.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { prepareServer } from '../db/requirements.ts';
import { inTransaction } from '../db/transaction.ts';
import { runCommand, UsageError } from './commandLine.ts';

const USAGE = `Usage: npm run restore -- FILE
Fills an empty database from a file of npm run backup, of either kind of database into either kind, and proves every published generation
and the audit log again. The service must not run on it meanwhile. Ends with 0 when all of it is there and proves.`;

const MOST_GENERATIONS = 1_000_000;

async function restore(): Promise<number> {
  const { path, help } = readArguments();
  if (help || path === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return help ? 0 : 2;
  }
  const database = await openDatabase(readConfig(process.env));
  try {
    if (database.kind === 'server') await prepareServer(database.owner);
    const { head, counts } = await restoreBackup(database, path);
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    process.stdout.write(
      `${path} of ${head.madeAt} (${head.database}): ${rows} rows of ${counts.size} tables are in place.\n`,
    );
    const proven = await provenAgain(database);
    const holds = await auditHolds(database);
    await inTransaction(database.owner, (trx) =>
      appendAudit(trx, {
        actor: 'system',
        action: 'backup.restore',
        target: basename(path),
        after: { madeAt: head.madeAt, rows },
      }),
    );
    process.stdout.write(proven && holds ? 'Everything proves.\n' : 'NOT everything proves: do not serve it.\n');
    return proven && holds ? 0 : 1;
  } finally {
    await database.close();
  }
}

/** Reads every generation of every district as the service would, which proves it and compares it with its certificate. */
async function provenAgain(database: Database): Promise<boolean> {
  let ok = true;
  for (const district of await listDistricts(database.owner)) {
    const published = new PublishedCoverages(database.owner, district);
    for (const { number } of await listGenerations(database.owner, district, MOST_GENERATIONS, null)) {
      try {
        const { grids } = (await published.numbered(number)) ?? { grids: [] };
        process.stdout.write(`  ok   generation ${number} of ${district}: ${grids.length} grids tile it\n`);
      } catch (error) {
        ok = false;
        process.stdout.write(
          `  FAIL generation ${number} of ${district}: ${error instanceof Error ? error.message : ''}\n`,
        );
      }
    }
  }
  return ok;
}

async function auditHolds({ owner }: Database): Promise<boolean> {
  const { ok, entries, fault } = await verifyAudit(owner, await auditAnchors(owner));
  process.stdout.write(
    ok
      ? `  ok   the audit log: ${entries} entries\n`
      : `  FAIL the audit log at entry ${fault?.sequence}: ${fault?.reason}\n`,
  );
  return ok;
}

function readArguments(): { path: string | undefined; help: boolean } {
  try {
    const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
    if (positionals.length > 1 || (positionals.length === 0 && !values.help)) throw new Error('Name one file.');
    return { path: positionals[0], help: values.help ?? false };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`);
  }
}

await runCommand(restore);
