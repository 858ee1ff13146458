import type { Kysely } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { TokenSummary } from '../core/people/accounts.ts';
import type { ScopedRole } from '../core/people/schemas.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Principal } from '../http/principal.ts';
import { appendAudit } from './auditLog.ts';
import { type Principals, within } from './principals.ts';
import { rolesOfToken } from './queries.ts';
import { newSecret, secretHash } from './secrets.ts';
import { scopeOf } from './sessions.ts';

const DAY_MS = 86_400_000;
const MOST_TOKENS = 100;

export interface NewToken {
  name: string;
  roles: ScopedRole[];
  expiresInDays: number;
}

/** Tokens with which programs act for an account. */
export class Tokens {
  private readonly db: Kysely<Tables>;
  private readonly principals: Principals;
  private readonly now: () => number;

  constructor(db: Kysely<Tables>, principals: Principals, now: () => number) {
    this.db = db;
    this.principals = principals;
    this.now = now;
  }

  /** Makes a token with at most the maker's own roles. The secret is shown this once; only its hash is kept. */
  async create(maker: Principal, wanted: NewToken, address: string): Promise<{ id: string; token: string }> {
    refuseWiderRoles(maker, wanted.roles);
    const token = newSecret('gw_');
    const created_at = new Date(this.now());
    const expires_at = new Date(this.now() + wanted.expiresInDays * DAY_MS);
    const id = await inTransaction(this.db, async (trx) => {
      await this.refuseTooMany(trx, maker);
      const made = await trx
        .insertInto('tokens')
        .values({
          secret_hash: secretHash(token),
          account_id: maker.accountId,
          name: wanted.name,
          created_at,
          expires_at,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await trx
        .insertInto('token_roles')
        .values(wanted.roles.map(({ role, scope }) => ({ token_id: made.id, role, scope })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const after = { name: wanted.name, roles: wanted.roles, expiresAt: expires_at };
      await appendAudit(trx, {
        actor: maker.username,
        action: 'token.create',
        target: made.id,
        scope: scopeOf(maker),
        after,
        address,
      });
      return made.id;
    });
    return { id, token };
  }

  async list(owner: Principal): Promise<TokenSummary[]> {
    const rows = await this.db
      .selectFrom('tokens')
      .select(['id', 'name', 'created_at', 'expires_at'])
      .where('account_id', '=', owner.accountId)
      .where('expires_at', '>', new Date(this.now()))
      .orderBy('created_at', 'desc')
      .execute();
    return Promise.all(
      rows.map(async ({ id, name, created_at, expires_at }) => ({
        id,
        name,
        createdAt: created_at.toISOString(),
        expiresAt: expires_at.toISOString(),
        roles: await rolesOfToken(this.db, id),
      })),
    );
  }

  /** Revokes one of one's own tokens, at once. */
  async revoke(owner: Principal, id: string, address: string): Promise<void> {
    await inTransaction(this.db, async (trx) => {
      const gone = await trx
        .deleteFrom('tokens')
        .where('id', '=', id)
        .where('account_id', '=', owner.accountId)
        .returning('name')
        .executeTakeFirst();
      if (gone === undefined) throw new Fault('not-found', 'You have no such token.');
      await appendAudit(trx, {
        actor: owner.username,
        action: 'token.revoke',
        target: id,
        scope: scopeOf(owner),
        before: { name: gone.name },
        address,
      });
    });
    this.principals.forget({ accountId: owner.accountId });
  }

  private async refuseTooMany(trx: Kysely<Tables>, maker: Principal): Promise<void> {
    const { count } = await trx
      .selectFrom('tokens')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('account_id', '=', maker.accountId)
      .where('expires_at', '>', new Date(this.now()))
      .executeTakeFirstOrThrow();
    if (count >= MOST_TOKENS)
      throw new Fault('conflict', `You have ${MOST_TOKENS} tokens; revoke one you no longer use first.`);
  }
}

function refuseWiderRoles(maker: Principal, wanted: readonly ScopedRole[]): void {
  const granted = within(wanted, maker.roles);
  const errors = wanted
    .map((role, index) => ({ role, path: `/roles/${index}` }))
    .filter(({ role }) => !granted.includes(role))
    .map(({ path }) => ({ path, message: 'is wider than your own roles' }));
  if (errors.length > 0) throw new Fault('invalid-input', 'A token cannot have more rights than its maker.', errors);
}
