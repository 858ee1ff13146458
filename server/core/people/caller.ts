import type { ScopedRole } from './schemas.ts';

/** Who makes a request: a signed-in account, or a token that acts for one with no more than its rights. */
export interface Principal {
  kind: 'session' | 'token';
  accountId: string;
  username: string;
  name: string;
  roles: readonly ScopedRole[];
  /** The hash of the session's or token's secret, in hexadecimal: names it without giving it away. */
  secretHash: string;
  /** True where the database cannot be asked now and confirmed all this a short while ago: good for published ground only. */
  fromMemory?: true;
}

/** Who asks for something, from where and when: a person, or the service itself at its schedules (`principal` null). */
export interface Caller {
  principal: Principal | null;
  /** The IP address; null for the service itself. */
  address: string | null;
  /** The time by which everything is decided and written that is done for this caller. */
  now: Date;
}

/** Somebody who has signed in. */
export interface KnownCaller extends Caller {
  principal: Principal;
}

/** The service itself. */
export const serviceCaller = (now: Date): Caller => ({ principal: null, address: null, now });

/** The name that stands in records: the account's, or `system`. */
export const actorOf = ({ principal }: Caller): string => principal?.username ?? 'system';
