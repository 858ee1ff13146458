import { verifyAudit } from '../audit/auditLog.ts';
import { readConfig } from '../config.ts';
import { auditAnchors } from '../coverage/auditAnchorQueries.ts';
import { openDatabase } from '../db/database.ts';
import { DatabaseUnfit } from '../db/requirements.ts';
import { sqlStateOf } from '../db/transaction.ts';
import { runCommand } from './commandLine.ts';

/** PostgreSQL's states for a table and a column that do not exist. */
const NOT_THERE = /^(42P01|42703)$/;

/** Walks the audit log's chain: exit code 0 when it holds, 1 when it was tampered with. */
async function verifyChain(): Promise<number> {
  const database = await openDatabase(readConfig(process.env));
  try {
    const { ok, entries, headHash, fault } = await verifyAudit(database.owner, await auditAnchors(database.owner));
    process.stdout.write(
      ok
        ? `The audit log holds: ${entries} entries, newest hash ${headHash}\n`
        : `The audit log does NOT hold at entry ${fault?.sequence}: ${fault?.reason}\n`,
    );
    return ok ? 0 : 1;
  } catch (error) {
    if (!NOT_THERE.test(sqlStateOf(error) ?? '')) throw error;
    throw new DatabaseUnfit('The database has no audit log of this version. Start the server on it once.');
  } finally {
    await database.close();
  }
}

await runCommand(verifyChain);
