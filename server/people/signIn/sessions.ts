import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../../audit/auditLog.ts';
import { auditScopeOf } from '../../audit/auditScope.ts';
import { Fault } from '../../core/fault.ts';
import type { Principal } from '../../core/people/caller.ts';
import { networkOf } from '../../core/people/networks.ts';
import type { SessionAnswer } from '../../core/people/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { PasswordQueue } from '../passwords/passwordQueue.ts';
import { hashPassword, passwordMatches, refuseWeakPassword } from '../passwords/passwords.ts';
import {
  type AccountRow,
  accountById,
  accountByName,
  holdPassword,
  setPasswordHash,
} from '../queries/accountQueries.ts';
import { forgetFamiliar } from '../queries/familiarNetworkQueries.ts';
import { rolesOfAccount } from '../queries/roleQueries.ts';
import { deleteEndedSessions, endSession, endSessionsOf, insertSession } from '../queries/sessionQueries.ts';
import { endTokensOf } from '../queries/tokenQueries.ts';
import { type Principals, SESSION_IDLE_MS, SESSION_LIFE_MS } from './principals.ts';
import { newSecret, secretHash } from './secrets.ts';
import { countTry, forgiveTry, sweepTries } from './signInFailures.ts';
import { countRefused } from './signInMetrics.ts';
import { noteRefusal, writeTallies } from './signInRefusals.ts';

const SWEEP_EVERY_MS = 60_000;

export interface OpenedSession {
  secret: string;
  expiresAt: Date;
  answer: SessionAnswer;
}

/** Signing in and out, and the own password. */
export class Sessions {
  readonly #db: Kysely<Tables>;
  readonly #principals: Principals;
  readonly #queue: PasswordQueue;
  readonly #now: () => number;
  #sweptAt = 0;

  constructor(db: Kysely<Tables>, principals: Principals, queue: PasswordQueue, now: () => number) {
    this.#db = db;
    this.#principals = principals;
    this.#queue = queue;
    this.#now = now;
  }

  /**
   * Throws `unauthenticated` without saying whether the name or the password was wrong, `locked-out` when it comes too soon after
   * failed tries, `too-many-requests` or `unavailable` when too many sign in at once.
   */
  async open(given: { username: string; password: string }, address: string): Promise<OpenedSession> {
    const username = given.username.trim().toLowerCase();
    const network = networkOf(address);
    return countRefused(() =>
      this.#queue.run(network, async () => {
        const now = this.#now();
        await this.#sweepNowAndThen(now);
        const locks = await countTry(this.#db, { username, network }, now);
        const account = await accountByName(this.#db, username);
        const matches = await passwordMatches(given.password, account?.password_hash ?? null);
        if (account !== undefined && matches && account.active) return this.#start(account, new Date(now), address);
        await noteRefusal(this.#db, { username: account?.username ?? null, locks, address }, now);
        throw new Fault('unauthenticated', 'The user name or the password is wrong.');
      }),
    );
  }

  async #sweepNowAndThen(now: number): Promise<void> {
    if (now - this.#sweptAt < SWEEP_EVERY_MS) return;
    this.#sweptAt = now;
    await sweepTries(this.#db, now);
    await writeTallies(this.#db, now);
  }

  async close(principal: Principal, address: string): Promise<void> {
    const { username } = principal;
    await inTransaction(this.#db, async (trx) => {
      await endSession(trx, Buffer.from(principal.secretHash, 'hex'));
      await appendAudit(trx, {
        actor: username,
        action: 'session.close',
        target: username,
        scope: auditScopeOf(principal),
        address,
      });
    });
    this.#principals.forget({ secretHash: principal.secretHash });
  }

  /** Changes the own password; every other session of the account ends, and all its tokens do. */
  async changePassword(
    principal: Principal,
    change: { current: string; next: string },
    address: string,
  ): Promise<void> {
    const { username, accountId } = principal;
    const network = networkOf(address);
    const password_hash = await this.#queue.run(network, () => this.#hashOfNext(principal, change, address));
    await inTransaction(this.#db, async (trx) => {
      await setPasswordHash(trx, accountId, password_hash, new Date(this.#now()));
      await endSessionsOf(trx, accountId, Buffer.from(principal.secretHash, 'hex'));
      const revokedTokens = await endTokensOf(trx, accountId);
      await forgetFamiliar(trx, accountId, network);
      await appendAudit(trx, {
        actor: username,
        action: 'account.password',
        target: username,
        scope: auditScopeOf(principal),
        after: { revokedTokens },
        address,
      });
    });
    this.#principals.forget({ accountId });
  }

  /** Looks at the present password, then hashes the next one. */
  async #hashOfNext(
    { username, accountId }: Principal,
    change: { current: string; next: string },
    address: string,
  ): Promise<string> {
    const now = this.#now();
    const network = networkOf(address);
    const locks = await countTry(this.#db, { username, network }, now);
    const account = await accountById(this.#db, accountId);
    if (!(await passwordMatches(change.current, account?.password_hash ?? null))) {
      await noteRefusal(this.#db, { username, locks, address }, now);
      throw new Fault('invalid-input', 'The present password is wrong.', [
        { path: '/current', message: 'is not the present password' },
      ]);
    }
    await inTransaction(this.#db, (trx) => forgiveTry(trx, { id: accountId, username }, network, now));
    refuseWeakPassword(change.next, username, '/next');
    return hashPassword(change.next);
  }

  async #start(account: AccountRow, now: Date, address: string): Promise<OpenedSession> {
    const secret = newSecret();
    const expiresAt = new Date(now.getTime() + SESSION_LIFE_MS);
    const roles = await rolesOfAccount(this.#db, account.id);
    await inTransaction(this.#db, async (trx) => {
      await refuseIfChanged(trx, account);
      await forgiveTry(trx, account, networkOf(address), now.getTime());
      await deleteEndedSessions(trx, now, new Date(now.getTime() - SESSION_IDLE_MS));
      await insertSession(trx, {
        secret_hash: secretHash(secret),
        account_id: account.id,
        created_at: now,
        last_seen_at: now,
        expires_at: expiresAt,
      });
      const { username } = account;
      await appendAudit(trx, {
        actor: username,
        action: 'session.open',
        target: username,
        scope: roles[0]?.scope ?? null,
        address,
      });
    });
    this.#queue.welcome(networkOf(address));
    return { secret, expiresAt, answer: { user: { id: account.id, name: account.name, roles } } };
  }
}

/** The password that was found right must still be the one that holds when the session begins. */
async function refuseIfChanged(trx: Transaction<Tables>, account: AccountRow): Promise<void> {
  const now = await holdPassword(trx, account.id);
  if (now?.active !== true || now.password_hash !== account.password_hash)
    throw new Fault('unauthenticated', 'The account was changed at this moment. Please sign in again.');
}
