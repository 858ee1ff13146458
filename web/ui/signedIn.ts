import { createContext, useContext } from 'react';
import type { User } from '../api/session.ts';

/** Who is signed in, given to the pages behind the sign-in. */
export const SignedIn = createContext<User | undefined>(undefined);

/** Who is signed in, for the pages behind the sign-in. */
export function useUser(): User {
  const user = useContext(SignedIn);
  if (!user) throw new Error('useUser is for pages behind the sign-in');
  return user;
}
