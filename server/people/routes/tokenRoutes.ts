import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { AccountTokenList, IdParams, TokenList } from '../../core/people/accounts.ts';
import { TokenAnswer, TokenRequest } from '../../core/people/schemas.ts';
import { principalOf } from '../../http/principal.ts';
import { refuseUnknownAreas } from '../accounts/roleAreas.ts';
import type { AccountRoutesOptions } from './accountRoutes.ts';

/** One's own tokens, `/api/v1/tokens`, and everybody's, `/api/v1/accounts/tokens`. */
export const tokenRoutes: FastifyPluginAsyncTypebox<AccountRoutesOptions> = async (app, { people, areaExists }) => {
  const tokens = { tags: ['tokens'] };

  app.post(
    '/api/v1/tokens',
    {
      schema: {
        operationId: 'createToken',
        summary: 'Makes a token for a program, never wider than one’s own roles; its text is shown this once',
        ...tokens,
        body: TokenRequest,
        response: { 201: TokenAnswer },
      },
    },
    async (request, reply) => {
      refuseUnknownAreas(request.body.roles, areaExists);
      return reply.code(201).send(await people.tokens.create(principalOf(request), request.body, request.ip));
    },
  );

  app.get(
    '/api/v1/tokens',
    { schema: { operationId: 'listTokens', summary: 'One’s own tokens', ...tokens, response: { 200: TokenList } } },
    async (request) => ({
      tokens: await people.tokens.list(principalOf(request)),
    }),
  );

  app.delete(
    '/api/v1/tokens/:id',
    {
      schema: {
        operationId: 'revokeToken',
        summary: 'Revokes a token of one’s own',
        ...tokens,
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await people.tokens.revoke(principalOf(request), request.params.id, request.ip);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/accounts/tokens',
    {
      schema: {
        operationId: 'listAllTokens',
        summary: 'Everybody’s tokens',
        ...tokens,
        response: { 200: AccountTokenList },
      },
    },
    async (request) => ({ tokens: await people.tokens.listAll(principalOf(request)) }),
  );

  app.delete(
    '/api/v1/accounts/tokens/:id',
    {
      schema: {
        operationId: 'revokeAnyToken',
        summary: 'Revokes anybody’s token',
        ...tokens,
        params: IdParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await people.tokens.revokeAny(principalOf(request), request.params.id, request.ip);
      return reply.code(204).send(null);
    },
  );
};
