import type { ScopedRole } from '../core/people/schemas.ts';

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

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on open routes where nobody signed in. */
    principal: Principal | null;
  }
}
