import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Account, AccountChange, AccountList, IdParams, NewAccount } from '../../core/people/accounts.ts';
import { principalOf } from '../../http/principal.ts';
import { type AreaExists, refuseUnknownAreas } from '../accounts/roleAreas.ts';
import type { People } from '../service.ts';

export interface AccountRoutesOptions {
  people: People;
  areaExists: AreaExists;
}

/** The administration of accounts: `/api/v1/accounts`. */
export const accountRoutes: FastifyPluginAsyncTypebox<AccountRoutesOptions> = async (app, { people, areaExists }) => {
  const accounts = { tags: ['accounts'] };

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
