import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Fault } from '../../core/fault.ts';
import type { Principal } from '../../http/principal.ts';

export const PlanId = Type.Object({ id: Type.String({ format: 'uuid' }) });

/** Whoever passes the guard of these routes is somebody. */
export const known = ({ principal }: Pick<FastifyRequest, 'principal'>): Principal => {
  if (!principal) throw new Fault('unauthenticated', 'Please sign in, or send a token.');
  return principal;
};
