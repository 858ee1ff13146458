import { readConfig } from '../config.ts';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { inTransaction } from '../db/transaction.ts';
import { madeUpPassword } from '../people/firstStart.ts';
import { resetPassword } from '../people/passwordReset.ts';
import { appendAudit } from '../people/service.ts';
import { runCommand, UsageError } from './commandLine.ts';

const USAGE = `Usage: npm run password -- USERNAME
Gives the account a new, made-up password, shown once, and ends its sessions. For when no administrator can sign in.`;

async function setPassword(): Promise<number> {
  const [username] = process.argv.slice(2);
  if (username === undefined || username.startsWith('-')) throw new UsageError(USAGE);
  const database = await openDatabase(readConfig(process.env));
  try {
    await migrate(database.kysely);
    const password = madeUpPassword();
    await inTransaction(database.kysely, async (trx) => {
      await resetPassword(trx, username, password);
      await appendAudit(trx, { actor: 'system', action: 'account.password', target: username });
    });
    process.stdout.write(`The new password of ${username}: ${password}\n`);
  } finally {
    await database.close();
  }
  return 0;
}

await runCommand(setPassword);
