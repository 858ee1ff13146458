import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../../audit/auditLog.ts';
import { auditScopeOf } from '../../audit/auditScope.ts';
import { Fault } from '../../core/fault.ts';
import type { Account, AccountChange, NewAccount } from '../../core/people/accounts.ts';
import type { Principal } from '../../core/people/caller.ts';
import { networkOf } from '../../core/people/networks.ts';
import { holds } from '../../core/people/rights.ts';
import type { ScopedRole } from '../../core/people/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction, sqlStateOf } from '../../db/transaction.ts';
import type { PasswordQueue } from '../passwords/passwordQueue.ts';
import { hashPassword, refuseWeakPassword } from '../passwords/passwords.ts';
import {
  type AccountRow,
  accountById,
  allAccounts,
  setNameAndActivity,
  setPasswordHash,
} from '../queries/accountQueries.ts';
import { forgetFamiliar } from '../queries/familiarNetworkQueries.ts';
import { rolesOfAccount, setRolesOfAccount } from '../queries/roleQueries.ts';
import { endSessionsOf } from '../queries/sessionQueries.ts';
import { endTokensOf } from '../queries/tokenQueries.ts';
import type { Principals } from '../signIn/principals.ts';
import { forgetTries, lockedUntil } from '../signIn/signInFailures.ts';
import { administers, refuseForeignRoles, refuseOwnDownfall } from './accountRules.ts';
import { insertAccount } from './insertAccount.ts';

const UNIQUE_VIOLATION = '23505';

/** Account administration. An administrator sees and changes only accounts whose roles lie within the own scope. */
export class Accounts {
  readonly #db: Kysely<Tables>;
  readonly #principals: Principals;
  readonly #queue: PasswordQueue;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, principals: Principals, queue: PasswordQueue, now: () => number) {
    this.#db = db;
    this.#principals = principals;
    this.#queue = queue;
    this.#now = now;
  }

  async list(reader: Principal): Promise<Account[]> {
    const accounts = await Promise.all((await allAccounts(this.#db)).map((row) => this.#describe(this.#db, row)));
    return accounts.filter(({ roles }) => roles.every(({ scope }) => holds(reader.roles, 'oversee', scope)));
  }

  async create(admin: Principal, wanted: NewAccount, address: string): Promise<Account> {
    refuseForeignRoles(admin, wanted.roles);
    refuseWeakPassword(wanted.password, wanted.username, '/password');
    const password_hash = await this.#queue.run(networkOf(address), () => hashPassword(wanted.password));
    try {
      return await inTransaction(this.#db, async (trx) => {
        const account = await insertAccount(trx, { ...wanted, name: wanted.name.trim(), password_hash, demo: false });
        const after = { name: account.name, roles: account.roles };
        await appendAudit(trx, {
          actor: admin.username,
          action: 'account.create',
          target: account.username,
          scope: auditScopeOf(admin),
          after,
          address,
        });
        return account;
      });
    } catch (error) {
      if (sqlStateOf(error) !== UNIQUE_VIOLATION) throw error;
      throw new Fault('conflict', 'There is already an account with this name.', [
        { path: '/username', message: 'is taken' },
      ]);
    }
  }

  /** The roles an account has now; none where there is no such account. */
  rolesOf(id: string): Promise<ScopedRole[]> {
    return rolesOfAccount(this.#db, id);
  }

  /** Changes name, roles, password or activity; sessions and tokens end with the password they came from, and with the account. */
  async change(admin: Principal, id: string, change: AccountChange, address: string): Promise<Account> {
    const password_hash = await this.#hashOfNext(admin, id, change, address);
    const account = await inTransaction(this.#db, async (trx) => {
      const before = await this.#administered(trx, admin, id);
      refuseOwnDownfall(admin, id, change);
      if (change.roles !== undefined) refuseForeignRoles(admin, change.roles);
      await this.#write(trx, before, change, password_hash);
      const ends = change.password !== undefined || change.active === false;
      if (ends) await endSessionsOf(trx, id);
      const revokedTokens = ends ? await endTokensOf(trx, id) : [];
      const after = await this.#describeById(trx, id);
      await appendAudit(trx, {
        actor: admin.username,
        action: change.password === undefined ? 'account.change' : 'account.password',
        target: before.username,
        scope: auditScopeOf(admin),
        before: { name: before.name, active: before.active, roles: before.roles },
        after: { name: after.name, active: after.active, roles: after.roles, ...(ends ? { revokedTokens } : {}) },
        address,
      });
      return after;
    });
    this.#principals.forget({ accountId: id });
    return account;
  }

  /** Ends every wait that failed tries at signing in have brought upon the account's name. */
  async unlock(admin: Principal, id: string, address: string): Promise<Account> {
    return inTransaction(this.#db, async (trx) => {
      const before = await this.#administered(trx, admin, id);
      await forgetTries(trx, before.username);
      await appendAudit(trx, {
        actor: admin.username,
        action: 'account.unlock',
        target: before.username,
        scope: auditScopeOf(admin),
        before: { lockedUntil: before.lockedUntil },
        address,
      });
      return { ...before, lockedUntil: null };
    });
  }

  /** Hashed before the transaction, which would keep others waiting meanwhile. */
  async #hashOfNext(
    admin: Principal,
    id: string,
    { password }: AccountChange,
    address: string,
  ): Promise<string | null> {
    if (password === undefined) return null;
    const { username } = await this.#administered(this.#db, admin, id);
    refuseWeakPassword(password, username, '/password');
    return this.#queue.run(networkOf(address), () => hashPassword(password));
  }

  async #write(
    trx: Transaction<Tables>,
    account: Account,
    change: AccountChange,
    password_hash: string | null,
  ): Promise<void> {
    if (password_hash !== null) {
      await setPasswordHash(trx, account.id, password_hash, new Date(this.#now()));
      await forgetTries(trx, account.username);
      await forgetFamiliar(trx, account.id, null);
    }
    const { name = account.name, active = account.active } = change;
    await setNameAndActivity(trx, account.id, { name: name.trim(), active });
    if (change.roles !== undefined) await setRolesOfAccount(trx, account.id, change.roles);
  }

  async #administered(db: Kysely<Tables>, admin: Principal, id: string): Promise<Account> {
    const account = await this.#describeById(db, id);
    if (!administers(admin, account.roles)) throw new Fault('not-found', 'There is no such account.');
    return account;
  }

  async #describeById(db: Kysely<Tables>, id: string): Promise<Account> {
    const row = await accountById(db, id);
    if (row === undefined) throw new Fault('not-found', 'There is no such account.');
    return this.#describe(db, row);
  }

  async #describe(db: Kysely<Tables>, row: AccountRow): Promise<Account> {
    const { id, username, name, active, demo } = row;
    const until = await lockedUntil(db, username, this.#now());
    return {
      id,
      username,
      name,
      active,
      demo,
      lockedUntil: until?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
      roles: await rolesOfAccount(db, id),
    };
  }
}
