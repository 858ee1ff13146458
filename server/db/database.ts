import type { Kysely } from 'kysely';
import { Client, type ClientBase, type CustomTypesConfig, Pool, types as postgresTypes } from 'pg';
import { type Log, silentLog } from '../log/log.ts';
import { type EmbeddedDatabase, openEmbedded } from './embedded.ts';
import { embeddedClient } from './embeddedClient.ts';
import { DatabaseUnfit } from './requirements.ts';
import { asOwner, SERVING_ROLE, withinScopes } from './scopes.ts';
import { SilenceWatch, socketOf } from './silenceWatch.ts';
import type { Tables } from './tables.ts';
import { sqlStateOf } from './transaction.ts';
import { WriteProof } from './writeProof.ts';

/** An open database. Whoever serves a request or a schedule asks it within some code prefixes; only migrations and commands are the owner. */
export interface Database {
  pool: Pool;
  /** The rows within some code prefixes, as the serving role (db/scopes.ts). */
  within: (scopes: readonly string[]) => Kysely<Tables>;
  /** All of it, as the owner of the tables: for migrations and for commands at the shell. */
  owner: Kysely<Tables>;
  kind: 'embedded' | 'server';
  /** Resolves when the database takes a write, or did a moment ago; rejects with what keeps it from that (db/writeProof.ts). */
  proveWrite(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** The embedded database answers nobody else during a statement, of which the longest known takes some seconds. */
const SILENCE_MS: Readonly<Record<Database['kind'], number>> = { server: 20_000, embedded: 30_000 };
const BIGINT_OID = 20;

/** Where the database is: at a PostgreSQL server's address, or, without one, embedded in a folder. */
export interface DatabasePlace {
  databaseUrl: string | null;
  dataDir: string;
}

/** Opens the server of DATABASE_URL, or the embedded database under the data directory. Runs no migration. */
export async function openDatabase(config: DatabasePlace, log: Log = silentLog): Promise<Database> {
  if (config.databaseUrl !== null) return serve(poolOfServer(config.databaseUrl), 'server', null, log);
  const embedded = await openEmbedded(config.dataDir, log);
  return serve(poolOfEmbedded(embedded), 'embedded', embedded, log);
}

function serve(pool: Pool, kind: Database['kind'], embedded: EmbeddedDatabase | null, log: Log): Database {
  // A connection that breaks is replaced at its next use. Without a listener it would end the process: the pool listens to those that
  // are idle, and to none while it is in use, be it between two statements of a transaction.
  const proof = new WriteProof(pool);
  pool.on('error', () => proof.forget());
  pool.on('connect', (client) => {
    client.on('error', (error) => {
      proof.forget();
      log.warn({ reason: error.message }, 'a database connection broke');
    });
  });
  const watch = new SilenceWatch(pool, {
    answers: () => answersNewcomer(pool, kind),
    patienceMs: SILENCE_MS[kind],
    onSilent: (connections) => {
      log.error({ connections }, 'the database says nothing more; its connections were cut');
      embedded?.replaceHost();
    },
  });
  return {
    pool,
    within: (scopes) => withinScopes(pool, scopes),
    owner: asOwner(pool),
    kind,
    proveWrite: () =>
      proof.give().catch((error: unknown) => {
        const failure = embedded?.failure() ?? null;
        throw failure === null ? error : new DatabaseUnfit(failure);
      }),
    close: async () => {
      watch.stop();
      await pool.end();
      await embedded?.close();
    },
  };
}

const types: CustomTypesConfig = {
  // Row counts and sequence numbers: all far below 2^53.
  getTypeParser: (oid: number, format?: string) =>
    oid === BIGINT_OID ? Number : postgresTypes.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
};

function poolOfServer(url: string): Pool {
  return new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'gridwarden',
    types,
    // It is awaited, though its type does not say so.
    onConnect: takeServingRole as unknown as (client: ClientBase) => void,
  });
}

/** From its first statement a connection is the serving role, where that has been made: what forgets to say who asks sees nothing. */
async function takeServingRole(client: ClientBase): Promise<void> {
  await client.query(`SELECT set_config('role', rolname, false) FROM pg_roles
    WHERE rolname = '${SERVING_ROLE}' AND pg_has_role(session_user, oid, 'MEMBER')`);
}

function poolOfEmbedded(embedded: EmbeddedDatabase): Pool {
  return new Pool({
    Client: embeddedClient(embedded),
    max: 8,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types,
  });
}

/**
 * Resolves when the database answers a new connection, be it with a refusal. The embedded one is not asked for more than to let us in: that its
 * process does between any two statements, while a query waits for the end of the transaction that is open.
 */
async function answersNewcomer(pool: Pool, kind: Database['kind']): Promise<void> {
  const { Client: Connection = Client } = pool.options as { Client?: new (options: object) => Client };
  const client = new Connection({ ...pool.options, query_timeout: CONNECT_TIMEOUT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    if (kind === 'server') await client.query('SELECT 1');
  } catch (error) {
    if (sqlStateOf(error) === null) throw error;
  } finally {
    socketOf(client).destroy();
  }
}
