import { appendAudit } from '../audit/auditLog.ts';
import { inTransaction } from '../db/transaction.ts';
import { madeUpPassword, resetPassword } from '../people/service.ts';
import { runCommand, UsageError, withDatabase } from './commandLine.ts';

const USAGE = `Usage: npm run password -- USERNAME
Gives the account a new, made-up password, shown once, and ends its sessions. For when no administrator can sign in.`;

async function setPassword(): Promise<number> {
  const [username] = process.argv.slice(2);
  if (username === undefined || username.startsWith('-')) throw new UsageError(USAGE);
  const password = madeUpPassword();
  await withDatabase(({ owner }) =>
    inTransaction(owner, async (trx) => {
      await resetPassword(trx, username, password);
      await appendAudit(trx, { actor: 'system', action: 'account.password', target: username });
    }),
  );
  process.stdout.write(`The new password of ${username}: ${password}\n`);
  return 0;
}

await runCommand(setPassword);
