import { readConfig } from '../config.ts';
import { auditAnchors } from '../coverage/auditAnchors.ts';
import { openDatabase } from '../db/database.ts';
import { verifyAudit } from '../people/service.ts';
import { runCommand } from './commandLine.ts';

/** Walks the audit log's chain: exit code 0 when it holds, 1 when it was tampered with. */
async function verifyChain(): Promise<number> {
  const database = await openDatabase(readConfig(process.env));
  try {
    const { ok, entries, headHash, fault } = await verifyAudit(database.kysely, await auditAnchors(database.kysely));
    process.stdout.write(
      ok
        ? `The audit log holds: ${entries} entries, newest hash ${headHash}\n`
        : `The audit log does NOT hold at entry ${fault?.sequence}: ${fault?.reason}\n`,
    );
    return ok ? 0 : 1;
  } finally {
    await database.close();
  }
}

await runCommand(verifyChain);
