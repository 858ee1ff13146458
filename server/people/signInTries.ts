import { type Kysely, sql } from 'kysely';
import { Fault } from '../core/fault.ts';
import type { Tables } from '../db/tables.ts';

export const TRIES = 5;
export const LOCKOUT_MINUTES = 15;

/**
 * Counts a try at signing in *before* its password is checked, so that tries sent at once count too. Counts by the name given,
 * with or without an account, so that being locked out tells nothing about which names exist. Throws `locked-out` after five.
 */
export async function countTry(kysely: Kysely<Tables>, username: string, now: Date): Promise<void> {
  const lockedUntil = new Date(now.getTime() + LOCKOUT_MINUTES * 60_000);
  const counted = await sql<{ failures: number; counted_until: Date }>`
    INSERT INTO sign_in_tries AS tries (username, failures, counted_until) VALUES (${username}, 1, ${lockedUntil})
    ON CONFLICT (username) DO UPDATE SET
      failures = CASE WHEN tries.counted_until <= ${now} THEN 1 ELSE tries.failures + 1 END,
      counted_until = CASE WHEN tries.counted_until <= ${now} OR tries.failures < ${TRIES} THEN ${lockedUntil} ELSE tries.counted_until END
    RETURNING failures, counted_until`.execute(kysely);
  const row = counted.rows[0];
  if (row === undefined || row.failures <= TRIES) return;
  const seconds = Math.max(1, Math.ceil((row.counted_until.getTime() - now.getTime()) / 1000));
  throw new Fault(
    'locked-out',
    `Too many failed tries. Please wait ${Math.ceil(seconds / 60)} minutes, or ask an administrator.`,
    [],
    {
      retryAfterSeconds: seconds,
    },
  );
}

/** Forgets the failed tries of a name, and those of others that no longer count. */
export async function forgetTries(kysely: Kysely<Tables>, username: string, now: Date): Promise<void> {
  await kysely
    .deleteFrom('sign_in_tries')
    .where((row) => row.or([row('username', '=', username), row('counted_until', '<', now)]))
    .execute();
}
