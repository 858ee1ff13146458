import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import {
  Account,
  AccountChange,
  AccountList,
  AccountTokenList,
  IdParams,
  NewAccount,
  TokenList,
} from '../core/people/accounts.ts';
import { TokenAnswer, TokenRequest } from '../core/people/schemas.ts';
import { type AreaExists, refuseUnknownAreas } from './roleAreas.ts';
import { noContent, signedIn } from './routes.ts';
import type { People } from './service.ts';

export interface AccountRoutesOptions {
  people: People;
  areaExists: AreaExists;
}

/** One's own tokens, `/api/v1/tokens`, and the administration of accounts and of everybody's tokens, `/api/v1/accounts`. */
export const accountRoutes: FastifyPluginAsyncTypebox<AccountRoutesOptions> = async (app, { people, areaExists }) => {
  const tokens = { tags: ['tokens'] };
  const accounts = { tags: ['accounts'] };

  app.post(
    '/api/v1/tokens',
    { schema: { ...tokens, body: TokenRequest, response: { 201: TokenAnswer } } },
    async (request, reply) => {
      refuseUnknownAreas(request.body.roles, areaExists);
      return reply.code(201).send(await people.tokens.create(signedIn(request), request.body, request.ip));
    },
  );

  app.get('/api/v1/tokens', { schema: { ...tokens, response: { 200: TokenList } } }, async (request) => ({
    tokens: await people.tokens.list(signedIn(request)),
  }));

  app.delete(
    '/api/v1/tokens/:id',
    { schema: { ...tokens, params: IdParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await people.tokens.revoke(signedIn(request), request.params.id, request.ip);
      return noContent(reply);
    },
  );

  app.get(
    '/api/v1/accounts/tokens',
    { schema: { ...tokens, response: { 200: AccountTokenList } } },
    async (request) => ({ tokens: await people.tokens.listAll(signedIn(request)) }),
  );

  app.delete(
    '/api/v1/accounts/tokens/:id',
    { schema: { ...tokens, params: IdParams, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await people.tokens.revokeAny(signedIn(request), request.params.id, request.ip);
      return noContent(reply);
    },
  );

  app.get('/api/v1/accounts', { schema: { ...accounts, response: { 200: AccountList } } }, async (request) => ({
    accounts: await people.accounts.list(signedIn(request)),
  }));

  app.post(
    '/api/v1/accounts',
    { schema: { ...accounts, body: NewAccount, response: { 201: Account } } },
    async (request, reply) => {
      refuseUnknownAreas(request.body.roles, areaExists);
      return reply.code(201).send(await people.accounts.create(signedIn(request), request.body, request.ip));
    },
  );

  app.patch(
    '/api/v1/accounts/:id',
    { schema: { ...accounts, params: IdParams, body: AccountChange, response: { 200: Account } } },
    async (request) => {
      const { params, body, ip } = request;
      if (body.roles !== undefined)
        refuseUnknownAreas(body.roles, areaExists, await people.accounts.rolesOf(params.id));
      return people.accounts.change(signedIn(request), params.id, body, ip);
    },
  );

  app.post(
    '/api/v1/accounts/:id/unlock',
    { schema: { ...accounts, params: IdParams, response: { 200: Account } } },
    (request) => people.accounts.unlock(signedIn(request), request.params.id, request.ip),
  );
};
