import type { Role, ScopedRole } from '../core/people/schemas.ts';

/** Who makes a request: a signed-in account, or a token that acts for one with no more than its rights. */
export interface Principal {
  kind: 'session' | 'token';
  accountId: string;
  username: string;
  name: string;
  roles: readonly ScopedRole[];
  /** The hash of the session's or token's secret, in hexadecimal: names it without giving it away. */
  secretHash: string;
  /** True where the database cannot be asked now and confirmed all this a short while ago: good for published ground only. */
  fromMemory?: true;
}

/** Whether a scope (a code prefix) covers a code. */
export const covers = (scope: string, code: string): boolean => code.startsWith(scope);

/** Whether the principal holds one of the roles for the whole of the area with this code. */
export function holds(principal: Principal, roles: readonly Role[] | 'any', code: string): boolean {
  return principal.roles.some(({ role, scope }) => (roles === 'any' || roles.includes(role)) && covers(scope, code));
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on open routes where nobody signed in. */
    principal: Principal | null;
  }
}
