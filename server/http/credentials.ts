import type { FastifyRequest } from 'fastify';
import { Fault } from '../core/fault.ts';
import type { Principal } from '../core/people/caller.ts';
import { isTrouble } from '../db/trouble.ts';

export const SESSION_COOKIE = 'gw_session';
const COOKIE_START = `${SESSION_COOKIE}=`;
const LATER_COOKIE_START = `; ${SESSION_COOKIE}=`;
const TOKEN_PREFIX = 'gw_';

/** Looks up the owner of a secret; the people slice provides it. */
export interface PrincipalSource {
  /** The principal of a secret known a moment ago, without a query; undefined: ask `find`. */
  recall(secret: string): Principal | null | undefined;
  find(secret: string, kind: Principal['kind']): Promise<Principal | null>;
  /** The principal as the database confirmed it a short while ago, for when it cannot be asked; undefined where it did not. */
  lastConfirmed(secret: string): Principal | undefined;
}

/** How a route wants its credentials. */
export interface Asked {
  /** Whether Basic with a token as the password is taken. */
  basic: boolean;
  /** Whether the database is asked even about who was known a moment ago, because what is done here is not to be undone. */
  afresh: boolean;
  /** Whether it is enough, while the database is away, that it confirmed the secret a short while ago. */
  whileAway: boolean;
}

/** Finds out who asks: a session cookie, `Authorization: Bearer gw_…`, or where the route takes it Basic. */
export interface Credentials {
  /** At once where the secret is known, else by a query. A token that is sent but unknown is refused, not ignored. */
  resolve(request: FastifyRequest, asked: Asked): Principal | null | Promise<Principal | null>;
}

/** `isAway` says without asking it whether the database has been silent for a while: then nobody waits for it. */
export function credentialsFrom(source: PrincipalSource, isAway: () => boolean = () => false): Credentials {
  const find = (secret: string, kind: Principal['kind'], whileAway: boolean): Principal | Promise<Principal | null> => {
    const confirmed = whileAway && isAway() ? source.lastConfirmed(secret) : undefined;
    if (confirmed !== undefined) return confirmed;
    const found = source.find(secret, kind);
    return whileAway ? found.catch((error: unknown) => confirmedBefore(source, secret, error)) : found;
  };
  return {
    resolve(request, { basic, afresh, whileAway }) {
      const { authorization, cookie } = request.headers;
      const token = authorization === undefined ? null : tokenOf(authorization, basic);
      const secret = token ?? (cookie === undefined ? null : sentSecret(cookie));
      if (secret === null) return null;
      const known = afresh ? undefined : source.recall(secret);
      if (known !== undefined && known !== null) return known;
      if (token === null) return isSecret(secret) ? find(secret, 'session', whileAway) : null;
      const found = find(token, 'token', whileAway);
      return found instanceof Promise ? found.then((principal) => principal ?? refuseToken()) : found;
    },
  };
}

function confirmedBefore(source: PrincipalSource, secret: string, error: unknown): Principal {
  const confirmed = isTrouble(error) ? source.lastConfirmed(secret) : undefined;
  if (confirmed === undefined) throw error;
  return confirmed;
}

function refuseToken(): never {
  throw new Fault('unauthenticated', 'The token is not known, has expired or was revoked.');
}

/** Whether an `Authorization` header is of the one kind that no browser sends by itself. */
export const isBearer = (authorization: string): boolean => /^Bearer +\S/i.test(authorization);

function refuseBasic(): never {
  throw new Fault(
    'unauthenticated',
    'Basic authentication is taken below /ogc only. Send the token as “Authorization: Bearer gw_…”.',
  );
}

function tokenOf(authorization: string, takesBasic: boolean): string {
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const basic = /^Basic +([A-Za-z0-9+/=_-]+)$/i.exec(authorization)?.[1];
  if (basic !== undefined && !takesBasic) refuseBasic();
  const token = bearer ?? (basic === undefined ? undefined : passwordOf(basic));
  if (token === undefined || !token.startsWith(TOKEN_PREFIX)) return refuseToken();
  return token;
}

function passwordOf(basic: string): string | undefined {
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? undefined : pair.slice(colon + 1);
}

/** The session secret in a Cookie header, read without parsing the other cookies; its form is not looked at. */
function sentSecret(cookie: string): string | null {
  const start = cookie.startsWith(COOKIE_START) ? 0 : cookie.indexOf(LATER_COOKIE_START);
  if (start < 0) return null;
  const from = cookie.indexOf('=', start) + 1;
  const end = cookie.indexOf(';', from);
  return end < 0 ? cookie.slice(from) : cookie.slice(from, end);
}

/** What can be a secret; only such text is looked for in the database. */
const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{20,100}$/.test(text);
