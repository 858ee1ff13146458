import type { Kysely } from 'kysely';
import { systemClock } from '../clock/clock.ts';
import type { Tables } from '../db/tables.ts';
import { Accounts } from './accounts.ts';
import { PasswordQueue } from './passwordQueue.ts';
import { Principals } from './principals.ts';
import { Sessions } from './sessions.ts';
import { StaffDirectory } from './staff.ts';
import { Tokens } from './tokens.ts';

export {
  type AuditAnchor,
  type AuditEvent,
  appendAudit,
  auditHead,
  noteInAudit,
  verifyAudit,
} from '../audit/auditLog.ts';
export { exportNotes, type NoteExport } from '../audit/exportNotes.ts';
export { rolesInForce } from './queries.ts';
export { signInMetrics } from './signInMetrics.ts';
export { type Contact, replaceStaff } from './staff.ts';

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
