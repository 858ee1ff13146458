import { queryOptions } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type {
  Account,
  AccountChange,
  AccountList,
  AccountToken,
  AccountTokenList,
  NewAccount,
  TokenList,
  TokenSummary,
} from '../../server/core/people/accounts.ts';
import type { TokenAnswer, TokenRequest } from '../../server/core/people/schemas.ts';
import { call } from './client.ts';

export type { Account, AccountToken, NewAccount, TokenSummary };
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
  queryKey: ['tokens', 'own'],
  queryFn: async ({ signal }) => (await call<Static<typeof TokenList>>('/tokens', { signal })).tokens,
});

export const createToken = (token: NewToken): Promise<MadeToken> => call('/tokens', { method: 'POST', body: token });

export const revokeToken = (id: string): Promise<undefined> =>
  call(`/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** Everybody's tokens, as far as the reader administers their owners. */
export const accountTokensQuery = queryOptions({
  queryKey: ['tokens', 'all'],
  queryFn: async ({ signal }) => (await call<Static<typeof AccountTokenList>>('/accounts/tokens', { signal })).tokens,
});

export const revokeAccountToken = (id: string): Promise<undefined> =>
  call(`/accounts/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** Ends the waits that wrong passwords have brought upon an account's name. */
export const unlockAccount = (id: string): Promise<Account> =>
  call(`/accounts/${encodeURIComponent(id)}/unlock`, { method: 'POST' });
