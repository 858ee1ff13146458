import { queryOptions } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  Account,
  AccountChange,
  AccountList,
  NewAccount,
  TokenList,
  TokenSummary,
} from '../../server/core/people/accounts.ts';
import type { TokenAnswer, TokenRequest } from '../../server/core/people/schemas.ts';
import { call } from './client.ts';

export type { Account, NewAccount, TokenSummary };
export type NewToken = Static<typeof TokenRequest>;
export type MadeToken = Static<typeof TokenAnswer>;

/** All accounts inside the reader's scope. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: async ({ signal }) => (await call<Static<typeof AccountList>>('/accounts', { signal })).accounts,
});

export const createAccount = (account: NewAccount): Promise<Account> =>
  call('/accounts', { method: 'POST', body: account });

export const changeAccount = (id: string, change: AccountChange): Promise<Account> =>
  call(`/accounts/${encodeURIComponent(id)}`, { method: 'PATCH', body: change });

/** The reader's own tokens. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await call<Static<typeof TokenList>>('/tokens', { signal })).tokens,
});

export const createToken = (token: NewToken): Promise<MadeToken> => call('/tokens', { method: 'POST', body: token });

export const revokeToken = (id: string): Promise<undefined> =>
  call(`/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
