import { queryOptions } from '@tanstack/react-query';
import type { PasswordChange } from '../../server/core/people/accounts.ts';
import type { SessionAnswer } from '../../server/core/people/schemas.ts';
import { call, Problem } from './client.ts';

/**
 * The session cookie is out of the page's reach, so the page remembers that somebody signed in here: a visitor who never
 * did is sent to the sign-in page without a request that can only be refused.
 */
const SIGNED_IN_HINT = 'gridwarden.signedIn';

const hint = {
  get: () => localStorage.getItem(SIGNED_IN_HINT) === '1',
  set: () => localStorage.setItem(SIGNED_IN_HINT, '1'),
  clear: () => localStorage.removeItem(SIGNED_IN_HINT),
};

export type User = SessionAnswer['user'];

/** Who is signed in, or nobody; `expired` when a session ended that nobody closed. */
export interface SessionState {
  user: User | null;
  expired: boolean;
}

/** Who is signed in. */
export const sessionQuery = queryOptions<SessionState>({
  queryKey: ['session'],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<SessionState> => {
    if (!hint.get()) return { user: null, expired: false };
    try {
      return { ...(await call<SessionAnswer>('/session', { signal })), expired: false };
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      hint.clear();
      return { user: null, expired: true };
    }
  },
});

/** Opens a session; throws the `Problem` that says why not. */
export async function signIn(username: string, password: string): Promise<User> {
  const answer = await call<SessionAnswer>('/session', { method: 'POST', body: { username, password } });
  hint.set();
  return answer.user;
}

/** Ends the session here and on the server. */
export async function signOut(): Promise<void> {
  hint.clear();
  await call<undefined>('/session', { method: 'DELETE' });
}

/** Changes the own password; ends all other sessions and the tokens. Throws the `Problem` that says why not. */
export const changePassword = (change: PasswordChange): Promise<undefined> =>
  call('/session/password', { method: 'PUT', body: change });
