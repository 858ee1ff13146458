import type { Kysely, Transaction } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { SessionAnswer } from '../core/people/schemas.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Principal } from '../http/principal.ts';
import { appendAudit } from './auditLog.ts';
import { hashPassword, passwordMatches, refuseWeakPassword } from './passwords.ts';
import { type Principals, SESSION_IDLE_MS, SESSION_LIFE_MS } from './principals.ts';
import { type AccountRow, accountById, accountByName, endSessionsOf, endTokensOf, rolesOfAccount } from './queries.ts';
import { newSecret, secretHash } from './secrets.ts';
import { countTry, forgetTries } from './signInTries.ts';

export interface OpenedSession {
  secret: string;
  expiresAt: Date;
  answer: SessionAnswer;
}

/** Signing in and out, and the own password. */
export class Sessions {
  private readonly db: Kysely<Tables>;
  private readonly principals: Principals;
  private readonly now: () => number;

  constructor(db: Kysely<Tables>, principals: Principals, now: () => number) {
    this.db = db;
    this.principals = principals;
    this.now = now;
  }

  /** Throws `unauthenticated` without saying whether the name or the password was wrong, `locked-out` after too many tries. */
  async open(given: { username: string; password: string }, address: string): Promise<OpenedSession> {
    const username = given.username.trim().toLowerCase();
    const now = new Date(this.now());
    await countTry(this.db, username, now);
    const account = await accountByName(this.db, username);
    const matches = await passwordMatches(given.password, account?.password_hash ?? null);
    if (account === undefined || !matches || !account.active) {
      await inTransaction(this.db, (trx) =>
        appendAudit(trx, {
          actor: account?.username ?? 'unknown',
          action: 'session.refuse',
          target: account?.username ?? 'unknown',
          address,
        }),
      );
      throw new Fault('unauthenticated', 'The user name or the password is wrong.');
    }
    return this.start(account, now, address);
  }

  async close(principal: Principal, address: string): Promise<void> {
    const { username } = principal;
    await inTransaction(this.db, async (trx) => {
      await trx.deleteFrom('sessions').where('secret_hash', '=', Buffer.from(principal.secretHash, 'hex')).execute();
      await appendAudit(trx, {
        actor: username,
        action: 'session.close',
        target: username,
        scope: scopeOf(principal),
        address,
      });
    });
    this.principals.forget({ secretHash: principal.secretHash });
  }

  /** Changes the own password; every other session of the account ends, and all its tokens do. */
  async changePassword(
    principal: Principal,
    change: { current: string; next: string },
    address: string,
  ): Promise<void> {
    const { username, accountId } = principal;
    await countTry(this.db, username, new Date(this.now()));
    const account = await accountById(this.db, accountId);
    if (!(await passwordMatches(change.current, account?.password_hash ?? null))) {
      throw new Fault('invalid-input', 'The present password is wrong.', [
        { path: '/current', message: 'is not the present password' },
      ]);
    }
    await forgetTries(this.db, username, new Date(this.now()));
    refuseWeakPassword(change.next, username, '/next');
    const password_hash = await hashPassword(change.next);
    await inTransaction(this.db, async (trx) => {
      await trx
        .updateTable('accounts')
        .set({ password_hash, password_changed_at: new Date(this.now()) })
        .where('id', '=', accountId)
        .execute();
      await endSessionsOf(trx, accountId, Buffer.from(principal.secretHash, 'hex'));
      const revokedTokens = await endTokensOf(trx, accountId);
      await appendAudit(trx, {
        actor: username,
        action: 'account.password',
        target: username,
        scope: scopeOf(principal),
        after: { revokedTokens },
        address,
      });
    });
    this.principals.forget({ accountId });
  }

  private async start(account: AccountRow, now: Date, address: string): Promise<OpenedSession> {
    const secret = newSecret();
    const expiresAt = new Date(now.getTime() + SESSION_LIFE_MS);
    const roles = await rolesOfAccount(this.db, account.id);
    await inTransaction(this.db, async (trx) => {
      await refuseIfChanged(trx, account);
      await forgetTries(trx, account.username, now);
      await trx
        .deleteFrom('sessions')
        .where((row) =>
          row.or([row('expires_at', '<', now), row('last_seen_at', '<', new Date(now.getTime() - SESSION_IDLE_MS))]),
        )
        .execute();
      await trx
        .insertInto('sessions')
        .values({
          secret_hash: secretHash(secret),
          account_id: account.id,
          created_at: now,
          last_seen_at: now,
          expires_at: expiresAt,
        })
        .execute();
      const { username } = account;
      await appendAudit(trx, {
        actor: username,
        action: 'session.open',
        target: username,
        scope: roles[0]?.scope ?? null,
        address,
      });
    });
    return { secret, expiresAt, answer: { user: { id: account.id, name: account.name, roles } } };
  }
}

/** The password that was found right must still be the one that holds when the session begins. */
async function refuseIfChanged(trx: Transaction<Tables>, account: AccountRow): Promise<void> {
  const now = await trx
    .selectFrom('accounts')
    .select(['password_hash', 'active'])
    .where('id', '=', account.id)
    .forShare()
    .executeTakeFirst();
  if (now?.active !== true || now.password_hash !== account.password_hash)
    throw new Fault('unauthenticated', 'The account was changed at this moment. Please sign in again.');
}

/** The area an entry about this person belongs to in the audit log. */
export const scopeOf = (principal: Principal): string | null => principal.roles[0]?.scope ?? null;
