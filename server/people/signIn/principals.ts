import type { Kysely } from 'kysely';
import type { Principal } from '../../core/people/caller.ts';
import { covers } from '../../core/people/rights.ts';
import type { ScopedRole } from '../../core/people/schemas.ts';
import type { Tables } from '../../db/tables.ts';
import { troubleOf } from '../../db/trouble.ts';
import type { PrincipalSource } from '../../http/credentials.ts';
import { accountById } from '../queries/accountQueries.ts';
import { rolesOfAccount, rolesOfToken } from '../queries/roleQueries.ts';
import { readSession, useSession, type ValidSession } from '../queries/sessionQueries.ts';
import { validTokenBySecret } from '../queries/tokenQueries.ts';
import { secretHash } from './secrets.ts';

/** How long a principal is believed without asking the database again; another process's revocations show within this. */
const BELIEVED_MS = 5_000;
/** How long after that it is still good for published ground while the database is away. */
const CONFIRMED_MS = 15 * 60_000;
const MOST_REMEMBERED = 10_000;
export const SESSION_IDLE_MS = 2 * 3_600_000;
export const SESSION_LIFE_MS = 12 * 3_600_000;

/** Resolves secrets to principals, remembering them for a few seconds; revocations in this process take effect at once. */
export class Principals implements PrincipalSource {
  readonly #db: Kysely<Tables>;
  readonly #now: () => number;
  readonly #remembered = new Map<string, { principal: Principal; at: number; expiresAt: number }>();
  /** Grows with every revocation: what was read before one is not remembered after it. */
  #revocations = 0;

  constructor(db: Kysely<Tables>, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  recall(secret: string): Principal | undefined {
    const entry = this.#remembered.get(secret);
    return entry !== undefined && this.#holds(entry, BELIEVED_MS) ? entry.principal : undefined;
  }

  lastConfirmed(secret: string): Principal | undefined {
    const entry = this.#remembered.get(secret);
    if (entry === undefined) return undefined;
    if (this.#holds(entry, CONFIRMED_MS)) return { ...entry.principal, fromMemory: true };
    this.#remembered.delete(secret);
    return undefined;
  }

  #holds({ at, expiresAt }: { at: number; expiresAt: number }, lifeMs: number): boolean {
    const now = this.#now();
    return now < at + lifeMs && now < expiresAt;
  }

  async find(secret: string, kind: Principal['kind']): Promise<Principal | null> {
    const revocations = this.#revocations;
    const found = kind === 'session' ? await this.#findSession(secret) : await this.#findToken(secret);
    if (found === null) {
      this.#remembered.delete(secret);
      return null;
    }
    if (revocations === this.#revocations) this.#remember(secret, found.principal, found.expiresAt);
    return found.principal;
  }

  /** Whoever once asked for something, with as much of the roles they had then as they have now; null for an account that is closed. */
  async actingNow(owner: Omit<Principal, 'secretHash'>): Promise<Principal | null> {
    const roles = within(owner.roles, await rolesOfAccount(this.#db, owner.accountId));
    return this.#principalOf(owner.kind, owner.accountId, roles, Buffer.alloc(0));
  }

  /** Forgets the principals of an account, or the one of a secret, at once. */
  forget(who: { accountId: string } | { secretHash: string }): void {
    this.#revocations++;
    for (const [secret, { principal }] of this.#remembered) {
      const matches =
        'accountId' in who ? principal.accountId === who.accountId : principal.secretHash === who.secretHash;
      if (matches) this.#remembered.delete(secret);
    }
  }

  #remember(secret: string, principal: Principal, expiresAt: number): void {
    // Anew at the end, since what has stood longest is forgotten first.
    this.#remembered.delete(secret);
    if (this.#remembered.size >= MOST_REMEMBERED) {
      const oldest = this.#remembered.keys().next();
      if (oldest.done !== true) this.#remembered.delete(oldest.value);
    }
    this.#remembered.set(secret, { principal, at: this.#now(), expiresAt });
  }

  async #findSession(secret: string): Promise<{ principal: Principal; expiresAt: number } | null> {
    const hash = secretHash(secret);
    const now = this.#now();
    const session = await this.#useSession(hash, now);
    if (session === undefined) return null;
    const roles = await rolesOfAccount(this.#db, session.account_id);
    const principal = await this.#principalOf('session', session.account_id, roles, hash);
    return principal && { principal, expiresAt: session.expires_at.getTime() };
  }

  /** Reading it is using it: the idle time starts anew, but where nothing can be written. */
  async #useSession(hash: Buffer, now: number): Promise<ValidSession | undefined> {
    const session = { hash, now: new Date(now), usedAfter: new Date(now - SESSION_IDLE_MS) };
    try {
      return await useSession(this.#db, session);
    } catch (error) {
      const kind = troubleOf(error)?.kind;
      if (kind !== 'full' && kind !== 'readOnly') throw error;
      return readSession(this.#db, session);
    }
  }

  async #findToken(secret: string): Promise<{ principal: Principal; expiresAt: number } | null> {
    const hash = secretHash(secret);
    const token = await validTokenBySecret(this.#db, hash, new Date(this.#now()));
    if (token === undefined) return null;
    const [own, makers] = await Promise.all([
      rolesOfToken(this.#db, token.id),
      rolesOfAccount(this.#db, token.account_id),
    ]);
    const principal = await this.#principalOf('token', token.account_id, within(own, makers), hash);
    return principal && { principal, expiresAt: token.expires_at.getTime() };
  }

  async #principalOf(
    kind: Principal['kind'],
    accountId: string,
    roles: readonly ScopedRole[],
    hash: Buffer,
  ): Promise<Principal | null> {
    const account = await accountById(this.#db, accountId);
    if (account === undefined || !account.active) return null;
    const { username, name } = account;
    return { kind, accountId, username, name, roles, secretHash: hash.toString('hex') };
  }
}

/** The wanted roles that the held ones cover: the same role, for the same area or one around it. */
export function within(wanted: readonly ScopedRole[], held: readonly ScopedRole[]): ScopedRole[] {
  return wanted.filter(({ role, scope }) => held.some((own) => own.role === role && covers(own.scope, scope)));
}
