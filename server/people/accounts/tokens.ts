import type { Kysely, Transaction } from 'kysely';
import { appendAudit } from '../../audit/auditLog.ts';
import { auditScopeOf } from '../../audit/auditScope.ts';
import { Fault } from '../../core/fault.ts';
import type { AccountToken, TokenSummary } from '../../core/people/accounts.ts';
import type { Principal } from '../../core/people/caller.ts';
import type { ScopedRole } from '../../core/people/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { inTransaction } from '../../db/transaction.ts';
import { accountById, lockAccount } from '../queries/accountQueries.ts';
import { insertTokenRoles, rolesOfAccount, rolesOfToken } from '../queries/roleQueries.ts';
import { hasSession } from '../queries/sessionQueries.ts';
import {
  countValidTokens,
  endToken,
  endTokenOf,
  insertToken,
  type TokenRow,
  validTokens,
  validTokensOf,
} from '../queries/tokenQueries.ts';
import { type Principals, within } from '../signIn/principals.ts';
import { newSecret, secretHash } from '../signIn/secrets.ts';
import { administers } from './accountRules.ts';

const DAY_MS = 86_400_000;
const MOST_TOKENS = 100;

export interface NewToken {
  name: string;
  roles: ScopedRole[];
  expiresInDays: number;
}

/** Tokens with which programs act for an account. */
export class Tokens {
  readonly #db: Kysely<Tables>;
  readonly #principals: Principals;
  readonly #now: () => number;

  constructor(db: Kysely<Tables>, principals: Principals, now: () => number) {
    this.#db = db;
    this.#principals = principals;
    this.#now = now;
  }

  /** Makes a token with at most the maker's own roles. The secret is shown this once; only its hash is kept. */
  async create(maker: Principal, wanted: NewToken, address: string): Promise<{ id: string; token: string }> {
    refuseWiderRoles(maker, wanted.roles);
    const token = newSecret('gw_');
    const created_at = new Date(this.#now());
    const expires_at = new Date(this.#now() + wanted.expiresInDays * DAY_MS);
    const id = await inTransaction(this.#db, async (trx) => {
      await refuseEndedSession(trx, maker);
      await this.#refuseTooMany(trx, maker);
      const name = wanted.name.trim();
      const made = await insertToken(trx, {
        secret_hash: secretHash(token),
        account_id: maker.accountId,
        name,
        created_at,
        expires_at,
      });
      await insertTokenRoles(trx, made, wanted.roles);
      const after = { name, roles: wanted.roles, expiresAt: expires_at };
      await appendAudit(trx, {
        actor: maker.username,
        action: 'token.create',
        target: made,
        scope: auditScopeOf(maker),
        after,
        address,
      });
      return made;
    });
    return { id, token };
  }

  async list(owner: Principal): Promise<TokenSummary[]> {
    const rows = await validTokensOf(this.#db, owner.accountId, new Date(this.#now()));
    const held = await rolesOfAccount(this.#db, owner.accountId);
    return Promise.all(rows.map((row) => this.#describe(row, held)));
  }

  /** The tokens of everybody whom this administrator administers, newest first. */
  async listAll(admin: Principal): Promise<AccountToken[]> {
    const rows = await validTokens(this.#db, new Date(this.#now()));
    const owners = new Map<string, Promise<{ account: AccountToken['account']; held: ScopedRole[] }>>();
    const ownerOf = (id: string) => {
      const owner = owners.get(id) ?? this.#ownerOf(this.#db, id);
      owners.set(id, owner);
      return owner;
    };
    const tokens = rows.map(async (row) => {
      const { account, held } = await ownerOf(row.account_id);
      return administers(admin, held) ? [{ ...(await this.#describe(row, held)), account }] : [];
    });
    return (await Promise.all(tokens)).flat();
  }

  /** Revokes somebody's token, at once. */
  async revokeAny(admin: Principal, id: string, address: string): Promise<void> {
    const owner = await inTransaction(this.#db, async (trx) => {
      const gone = await endToken(trx, id);
      if (gone === undefined) throw new Fault('not-found', 'There is no such token.');
      const { account, held } = await this.#ownerOf(trx, gone.account_id);
      if (!administers(admin, held)) throw new Fault('not-found', 'There is no such token.');
      await appendAudit(trx, {
        actor: admin.username,
        action: 'token.revoke',
        target: id,
        scope: auditScopeOf(admin),
        before: { name: gone.name, account: account.username },
        address,
      });
      return account;
    });
    this.#principals.forget({ accountId: owner.id });
  }

  async #ownerOf(
    db: Kysely<Tables>,
    accountId: string,
  ): Promise<{ account: AccountToken['account']; held: ScopedRole[] }> {
    const account = await accountById(db, accountId);
    if (account === undefined) throw new Error('A token has an owner.');
    const { id, username, name } = account;
    return { account: { id, username, name }, held: await rolesOfAccount(db, accountId) };
  }

  async #describe({ id, name, created_at, expires_at }: TokenRow, held: readonly ScopedRole[]): Promise<TokenSummary> {
    return {
      id,
      name,
      createdAt: created_at.toISOString(),
      expiresAt: expires_at.toISOString(),
      roles: within(await rolesOfToken(this.#db, id), held),
    };
  }

  /** Revokes one of one's own tokens, at once. A token can revoke itself, but no other one. */
  async revoke(owner: Principal, id: string, address: string): Promise<void> {
    await inTransaction(this.#db, async (trx) => {
      const own = owner.kind === 'token' ? Buffer.from(owner.secretHash, 'hex') : null;
      const gone = await endTokenOf(trx, owner.accountId, id, own);
      if (gone === undefined) throw new Fault('not-found', 'You have no such token.');
      await appendAudit(trx, {
        actor: owner.username,
        action: 'token.revoke',
        target: id,
        scope: auditScopeOf(owner),
        before: { name: gone.name },
        address,
      });
    });
    this.#principals.forget({ accountId: owner.accountId });
  }

  async #refuseTooMany(trx: Kysely<Tables>, maker: Principal): Promise<void> {
    if ((await countValidTokens(trx, maker.accountId, new Date(this.#now()))) >= MOST_TOKENS)
      throw new Fault('conflict', `You have ${MOST_TOKENS} tokens; revoke one you no longer use first.`);
  }
}

/**
 * What was read of the maker a moment ago may have ended since, here or in another process, and a token would outlive that. The
 * account's row makes a change of its password wait for us, or us for it.
 */
async function refuseEndedSession(trx: Transaction<Tables>, maker: Principal): Promise<void> {
  await lockAccount(trx, maker.accountId);
  if (!(await hasSession(trx, maker.accountId, Buffer.from(maker.secretHash, 'hex'))))
    throw new Fault('unauthenticated', 'Your session has ended. Please sign in again.');
}

function refuseWiderRoles(maker: Principal, wanted: readonly ScopedRole[]): void {
  const granted = within(wanted, maker.roles);
  const errors = wanted
    .map((role, index) => ({ role, path: `/roles/${index}` }))
    .filter(({ role }) => !granted.includes(role))
    .map(({ path }) => ({ path, message: 'is wider than your own roles' }));
  if (errors.length > 0) throw new Fault('invalid-input', 'A token cannot have more rights than its maker.', errors);
}
