import { sql } from 'kysely';
import { inject } from 'vitest';
import { type App, type AppDeps, buildApp } from '../../server/app.ts';
import { type Config, readConfig } from '../../server/config.ts';
import type { Principal } from '../../server/core/people/caller.ts';
import type { ScopedRole } from '../../server/core/people/schemas.ts';
import { PublishedCoverages } from '../../server/coverage/publishedCoverages.ts';
import { type Database, openDatabase } from '../../server/db/database.ts';
import { separateRoles } from '../../server/db/databaseRoles.ts';
import { migrate } from '../../server/db/migrate.ts';
import { prepareServer } from '../../server/db/requirements.ts';
import { EVERYTHING } from '../../server/db/scopes.ts';
import { SESSION_COOKIE } from '../../server/http/credentials.ts';
import { makeFirstAccounts, openPeople, type People } from '../../server/people/service.ts';
import { newSecret, secretHash } from '../../server/people/signIn/secrets.ts';

export const PASSWORD = 'a-password-for-tests';

export type DemoName =
  | 'admin'
  | 'planner'
  | 'approver'
  | 'dispatcher'
  | 'head0501'
  | 'warden050101'
  | 'member050101'
  | 'auditor';

/** Headers that sign a request in. */
export interface SignedIn {
  cookie: string;
}

export interface TestApp {
  app: App;
  database: Database;
  people: People;
  /** Refresh it after a publication; the tests' app does not look by itself. */
  published: PublishedCoverages;
  config: Config;
  /** The clock the app's sessions go by; move it to let time pass. */
  clock: { now: number };
  /** Signs a demo account in, once per name. */
  signIn(name: DemoName): Promise<SignedIn>;
  /** After a test that ended all sessions: `signIn` signs in anew. */
  forgetSessions(): void;
  /** A token with exactly these roles, as request headers. Its maker holds them too. */
  tokenFor(roles: ScopedRole[]): Promise<{ authorization: string }>;
  /** A session of a new account with exactly these roles, as request headers: for what no token may do. */
  sessionFor(roles: ScopedRole[]): Promise<SignedIn>;
  close(): Promise<void>;
}

export interface StartOptions {
  environment?: Record<string, string>;
  deps?: Partial<AppDeps>;
}

/** An app on an emptied, migrated database with the demo accounts. Close it in `afterAll`. */
export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const config = configForTests(options.environment);
  const database = await openTestDatabase();
  await emptyDatabase(database);
  await migrate(database.owner);
  await separateRoles(database.owner);
  await makeFirstAccounts(database.owner, { adminPassword: PASSWORD, demo: true, district: '05' });
  const clock = { now: Date.now() };
  const people = openPeople(database.within(EVERYTHING), () => clock.now);
  await people.staff.reload();
  const published = new PublishedCoverages(database.within(['05']), config.district);
  await published.refresh();
  const app = await buildApp({ config, database, people, published, signInsPerMinute: 100_000, ...options.deps });
  const sessions = new Map<DemoName, SignedIn>();
  return {
    app,
    database,
    people,
    published,
    config,
    clock,
    signIn: async (name) => {
      const known = sessions.get(name) ?? (await signIn(app, name, PASSWORD));
      sessions.set(name, known);
      return known;
    },
    forgetSessions: () => sessions.clear(),
    tokenFor: (roles) => tokenFor(database, people, roles),
    sessionFor: async (roles) => ({ cookie: (await personWith(database, roles)).cookie }),
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

/** The tests' configuration; says nothing in the log. */
export function configForTests(environment: Record<string, string> = {}): Config {
  const dataDir = inject('dataDir');
  return readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', GRIDWARDEN_ADMIN_PASSWORD: PASSWORD, ...environment });
}

/** Runs a statement as the owner of the tables, around the service. */
export const askAsOwner = <T>(database: Database, statement: string): Promise<{ rows: T[] }> =>
  sql.raw<T>(statement).execute(database.owner);

/** Opens the tests' database as it is. */
export async function openTestDatabase(): Promise<Database> {
  const databaseUrl = inject('databaseUrl');
  const database = await openDatabase({ databaseUrl, dataDir: inject('dataDir') });
  if (database.kind === 'server') await prepareServer(database.owner);
  return database;
}

/** Removes everything of ours, tables, types and functions, but leaves the extensions, which take seconds to make. */
export async function emptyDatabase(database: Database): Promise<void> {
  const ours = await sql<{ command: string }>`
    SELECT format('DROP TABLE IF EXISTS %s CASCADE', oid::regclass) AS command FROM pg_class c
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('DROP DOMAIN IF EXISTS %s CASCADE', oid::regtype) FROM pg_type t
      WHERE typnamespace = 'public'::regnamespace AND typtype = 'd'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    UNION ALL
    SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_proc p
      WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`.execute(database.owner);
  for (const { command } of ours.rows) await sql.raw(command).execute(database.owner);
}

/** Signs in over the API and gives the cookie. */
export async function signIn(app: App, username: string, password: string): Promise<SignedIn> {
  const answer = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password } });
  if (answer.statusCode !== 200) throw new Error(`${username} could not sign in: ${answer.body}`);
  return { cookie: String(answer.headers['set-cookie']).split(';', 1)[0] ?? '' };
}

let makers = 0;

/** Makes an account that holds the roles, and a session of it. */
async function personWith(database: Database, roles: ScopedRole[]): Promise<{ principal: Principal; cookie: string }> {
  const username = `maker${++makers}`;
  const account = await database.owner
    .insertInto('accounts')
    .values({ username, name: username, password_hash: 'none' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await database.owner
    .insertInto('account_roles')
    .values(roles.map(({ role, scope }) => ({ account_id: account.id, role, scope })))
    .execute();
  const secret = newSecret();
  const secret_hash = secretHash(secret);
  const now = new Date();
  await database.owner
    .insertInto('sessions')
    .values({
      secret_hash,
      account_id: account.id,
      created_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + 3_600_000),
    })
    .execute();
  const principal: Principal = {
    kind: 'session',
    accountId: account.id,
    username,
    name: username,
    roles,
    secretHash: secret_hash.toString('hex'),
  };
  return { principal, cookie: `${SESSION_COOKIE}=${secret}` };
}

/** Makes an account that holds the roles, and a token of it. */
async function tokenFor(database: Database, people: People, roles: ScopedRole[]): Promise<{ authorization: string }> {
  const { principal } = await personWith(database, roles);
  const { token } = await people.tokens.create(principal, { name: 'test', roles, expiresInDays: 1 }, '127.0.0.1');
  return { authorization: `Bearer ${token}` };
}
