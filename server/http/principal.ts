import type { FastifyRequest } from 'fastify';
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../core/fault.ts';
import type { KnownCaller, Principal } from '../core/people/caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on open routes where nobody signed in. */
    principal: Principal | null;
  }
  interface FastifyInstance {
    /** The clock by which requests are dated. */
    clock: Clock;
  }
}

/** Who makes a request. Throws `unauthenticated` for nobody, whom the guard of most routes has refused already. */
export function principalOf({ principal }: Pick<FastifyRequest, 'principal'>): Principal {
  if (!principal) throw new Fault('unauthenticated', 'Please sign in, or send a token.');
  return principal;
}

/** Who makes a request, from where and when. Throws `unauthenticated` for nobody. */
export function callerOf(request: Pick<FastifyRequest, 'principal' | 'ip' | 'server'>): KnownCaller {
  return { principal: principalOf(request), address: request.ip, now: request.server.clock() };
}
