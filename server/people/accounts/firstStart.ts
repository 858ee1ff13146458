import { randomInt } from 'node:crypto';
import type { Kysely } from 'kysely';
import { appendAudit } from '../../audit/auditLog.ts';
import { lockAuditHead } from '../../audit/auditQueries.ts';
import type { Role } from '../../core/people/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { WEAKNESS_WORDS, weaknessOf } from '../passwords/passwordStrength.ts';
import { hashPassword } from '../passwords/passwords.ts';
import { hasAccounts } from '../queries/accountQueries.ts';
import { insertAccount } from './insertAccount.ts';

export interface FirstStart {
  /** The administrator's password where we made it up: to be shown once. */
  madeUpPassword: string | null;
  /** What is wrong with the password the operator chose, in words. It is taken all the same: see `makeFirstAccounts`. */
  weakness: string | null;
  demoAccounts: boolean;
}

interface FirstAccount {
  username: string;
  name: string;
  role: Role;
  /** What follows the district's two digits. */
  within: string;
}

const ADMIN: FirstAccount = { username: 'admin', name: '系统管理员', role: 'admin', within: '' };
const DEMO: readonly FirstAccount[] = [
  { username: 'planner', name: '划格员（演示）', role: 'planner', within: '' },
  { username: 'approver', name: '审批人（演示）', role: 'approver', within: '' },
  { username: 'dispatcher', name: '指挥员（演示）', role: 'dispatcher', within: '' },
  { username: 'head0501', name: '单元长 0501（演示）', role: 'unitHead', within: '01' },
  { username: 'warden050101', name: '网格长 050101（演示）', role: 'warden', within: '0101' },
  { username: 'member050101', name: '网格员 050101（演示）', role: 'member', within: '0101' },
  { username: 'auditor', name: '审计员（演示）', role: 'auditor', within: '' },
];

/** The demo accounts' names: also the roles a newcomer can try. */
export const DEMO_USERNAMES: readonly string[] = DEMO.map((account) => account.username);

/**
 * Gives an empty database its administrator and, where wanted, the demo accounts, all with the same password. Does nothing,
 * and gives null, where there are accounts already. A weak password is not refused here, only told: a service that does not
 * start because of it would be started with a check switched off; the policy holds from the first change on.
 */
export async function makeFirstAccounts(
  kysely: Kysely<Tables>,
  wanted: { adminPassword: string | null; demo: boolean; district: string },
): Promise<FirstStart | null> {
  const password = wanted.adminPassword ?? madeUpPassword();
  const accounts = wanted.demo ? [ADMIN, ...DEMO] : [ADMIN];
  const password_hash = await hashPassword(password);
  const made = await inTransaction(kysely, async (trx) => {
    // Two servers may start on one new database at once: the head of the audit log lets one of them pass.
    await lockAuditHead(trx);
    if (await hasAccounts(trx)) return false;
    for (const account of accounts) {
      const { username, name, role } = account;
      const roles = [{ role, scope: `${wanted.district}${account.within}` }];
      await insertAccount(trx, { username, name, password_hash, demo: account !== ADMIN, roles });
      await appendAudit(trx, {
        actor: 'system',
        action: 'account.create',
        target: username,
        scope: wanted.district,
        after: { name, roles },
      });
    }
    return true;
  });
  if (!made) return null;
  const { adminPassword, demo } = wanted;
  const weakness = adminPassword === null ? null : weaknessOf(adminPassword, ADMIN.username);
  return {
    madeUpPassword: adminPassword === null ? password : null,
    weakness: weakness && WEAKNESS_WORDS[weakness],
    demoAccounts: demo,
  };
}

/** Letters and digits that are hard to mistake for each other. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of four: 79 bits, and still possible to type from a screen. */
export function madeUpPassword(): string {
  return [lettersOf(4), lettersOf(4), lettersOf(4), lettersOf(4)].join('-');
}

function lettersOf(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
