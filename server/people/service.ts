import type { Kysely } from 'kysely';
import { systemClock } from '../clock/clock.ts';
import type { Tables } from '../db/tables.ts';
import { Accounts } from './accounts/accounts.ts';
import { Tokens } from './accounts/tokens.ts';
import { PasswordQueue } from './passwords/passwordQueue.ts';
import { Principals } from './signIn/principals.ts';
import { Sessions } from './signIn/sessions.ts';
import { StaffDirectory } from './staffDirectory.ts';

export { DEMO_USERNAMES, type FirstStart, madeUpPassword, makeFirstAccounts } from './accounts/firstStart.ts';
export { resetPassword } from './accounts/passwordReset.ts';
export { hasDemoAccounts } from './queries/accountQueries.ts';
export { rolesInForce } from './queries/roleQueries.ts';
export { replaceStaff } from './queries/staffQueries.ts';
export { signInMetrics } from './signIn/signInMetrics.ts';
export type { Contact } from './staffDirectory.ts';

/** The people slice: what routes and other slices use of it. */
export interface People {
  principals: Principals;
  sessions: Sessions;
  tokens: Tokens;
  accounts: Accounts;
  staff: StaffDirectory;
}

/** `now` is the clock in milliseconds since 1970; tests turn it. */
export function openPeople(kysely: Kysely<Tables>, now: () => number = () => systemClock().getTime()): People {
  const principals = new Principals(kysely, now);
  const queue = new PasswordQueue();
  return {
    principals,
    sessions: new Sessions(kysely, principals, queue, now),
    tokens: new Tokens(kysely, principals, now),
    accounts: new Accounts(kysely, principals, queue, now),
    staff: new StaffDirectory(kysely),
  };
}
