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

/** Who makes a request, and when. Throws `unauthenticated` for nobody, whom the guard of most routes has refused already. */
export function callerOf({ principal, ip, server }: Pick<FastifyRequest, 'principal' | 'ip' | 'server'>): KnownCaller {
  if (!principal) throw new Fault('unauthenticated', 'Please sign in, or send a token.');
  return { principal, address: ip, now: server.clock() };
}
