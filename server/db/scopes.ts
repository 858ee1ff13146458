import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { Pool } from 'pg';
import { ScopedDriver } from './scopedDriver.ts';
import type { Tables } from './tables.ts';

/** The role under which the service does its work: it owns nothing, so that row-level security holds for it. */
export const SERVING_ROLE = 'gridwarden_service';

/** The scope of the service itself: every code, and what has none (accounts, sessions). */
export const EVERYTHING: readonly string[] = ['*'];

const SCOPE = /^(\*|\d{2}(\d{2}){0,2})$/;

/**
 * The database as far as some code prefixes reach (migrations/0012): every statement of it runs as the serving role with `gw.scopes` set,
 * and sees and writes the rows within them. Without a scope it sees nothing.
 */
export function withinScopes(pool: Pool, scopes: readonly string[]): Kysely<Tables> {
  const wrong = scopes.find((scope) => !SCOPE.test(scope));
  if (wrong !== undefined) throw new Error(`“${wrong}” is no code prefix.`);
  return kyselyWith(pool, `SET LOCAL ROLE ${SERVING_ROLE}; SET LOCAL gw.scopes = '${scopes.join(',')}'`);
}

/** The database as whoever owns the tables sees it: for migrations, backups and commands at the shell, never for a request. */
export const asOwner = (pool: Pool): Kysely<Tables> =>
  kyselyWith(pool, `SET LOCAL ROLE NONE; SET LOCAL gw.scopes = '${EVERYTHING.join(',')}'`);

function kyselyWith(pool: Pool, settings: string): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new ScopedDriver(pool, settings),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
