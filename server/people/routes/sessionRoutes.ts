import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { PasswordChange } from '../../core/people/accounts.ts';
import { networkOf } from '../../core/people/networks.ts';
import { SessionAnswer, SessionRequest } from '../../core/people/schemas.ts';
import { SESSION_COOKIE } from '../../http/credentials.ts';
import { principalOf } from '../../http/principal.ts';
import type { People } from '../service.ts';

export interface PeopleOptions {
  people: People;
  /** Tries at signing in per network and minute. */
  signInsPerMinute: number;
}

const Empty = Type.Null();

/** Signing in and out: `/api/v1/session`. */
export const sessionRoutes: FastifyPluginAsyncTypebox<PeopleOptions> = async (app, { people, signInsPerMinute }) => {
  const rateLimit = {
    max: signInsPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request: FastifyRequest) => networkOf(request.ip),
  };

  app.post(
    '/api/v1/session',
    {
      schema: {
        operationId: 'signIn',
        summary: 'Signs in; the session comes as a cookie',
        tags: ['session'],
        body: SessionRequest,
        response: { 200: SessionAnswer },
      },
      config: { rateLimit },
    },
    async (request, reply) => {
      const { secret, expiresAt, answer } = await people.sessions.open(request.body, request.ip);
      return reply.header('set-cookie', cookieOf(request, secret, expiresAt)).send(answer);
    },
  );

  app.get(
    '/api/v1/session',
    {
      schema: {
        operationId: 'getSession',
        summary: 'Who one is, and which roles one holds where',
        tags: ['session'],
        response: { 200: SessionAnswer },
      },
    },
    (request) => {
      const { accountId, name, roles } = principalOf(request);
      return { user: { id: accountId, name, roles: [...roles] } };
    },
  );

  app.delete(
    '/api/v1/session',
    { schema: { operationId: 'signOut', summary: 'Signs out', tags: ['session'], response: { 204: Empty } } },
    async (request, reply) => {
      await people.sessions.close(principalOf(request), request.ip);
      return reply
        .header('set-cookie', cookieOf(request, '', new Date(0)))
        .code(204)
        .send(null);
    },
  );

  app.put(
    '/api/v1/session/password',
    {
      schema: {
        operationId: 'changePassword',
        summary: 'Changes one’s own password; every other session of one’s own ends',
        tags: ['session'],
        body: PasswordChange,
        response: { 204: Empty },
      },
      config: { rateLimit },
    },
    async (request, reply) => {
      await people.sessions.changePassword(principalOf(request), request.body, request.ip);
      return reply.code(204).send(null);
    },
  );
};

function cookieOf(request: FastifyRequest, secret: string, expiresAt: Date): string {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  return `${SESSION_COOKIE}=${secret}; Path=/; Expires=${expiresAt.toUTCString()}; HttpOnly; SameSite=Lax${secure}`;
}
