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
} from '../../core/people/accounts.ts';
import { TokenAnswer, TokenRequest } from '../../core/people/schemas.ts';
import { principalOf } from '../../http/principal.ts';
import { type AreaExists, refuseUnknownAreas } from '../accounts/roleAreas.ts';
import type { People } from '../service.ts';

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

  app.get(
    '/api/v1/accounts',
    {
      schema: {
        operationId: 'listAccounts',
        summary: 'The accounts one may administer',
        ...accounts,
        response: { 200: AccountList },
      },
    },
    async (request) => ({
      accounts: await people.accounts.list(principalOf(request)),
    }),
  );

  app.post(
    '/api/v1/accounts',
    {
      schema: {
        operationId: 'createAccount',
        summary: 'Makes an account',
        ...accounts,
        body: NewAccount,
        response: { 201: Account },
      },
    },
    async (request, reply) => {
      refuseUnknownAreas(request.body.roles, areaExists);
      return reply.code(201).send(await people.accounts.create(principalOf(request), request.body, request.ip));
    },
  );

  app.patch(
    '/api/v1/accounts/:id',
    {
      schema: {
        operationId: 'changeAccount',
        summary: 'Changes an account: its name, roles, password, or whether it may sign in',
        ...accounts,
        params: IdParams,
        body: AccountChange,
        response: { 200: Account },
      },
    },
    async (request) => {
      const { params, body, ip } = request;
      if (body.roles !== undefined)
        refuseUnknownAreas(body.roles, areaExists, await people.accounts.rolesOf(params.id));
      return people.accounts.change(principalOf(request), params.id, body, ip);
    },
  );

  app.post(
    '/api/v1/accounts/:id/unlock',
    {
      schema: {
        operationId: 'unlockAccount',
        summary: 'Lets an account that is locked out after failed sign-ins try again',
        ...accounts,
        params: IdParams,
        response: { 200: Account },
      },
    },
    (request) => people.accounts.unlock(principalOf(request), request.params.id, request.ip),
  );
};
