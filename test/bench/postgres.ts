import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './builtServer.ts';

/** A PostgreSQL server with PostGIS for one part of the bench. */
export interface BenchPostgres {
  /** Its version and PostGIS's, for the table. */
  version: string;
  /** Makes an empty database of that purpose and gives its URL; it is dropped at the end. */
  database(purpose: string): Promise<string>;
}

/** Why there is none. */
export interface Missing {
  missing: string;
}

/** Where Debian puts PostgreSQL's programs. */
const FOLDER = '/usr/lib/postgresql';

/**
 * Runs `work` with a PostgreSQL server: that of DATABASE_URL, in databases of its own, else a throw-away cluster on loopback that is
 * removed afterwards, also when `work` fails. Gives why instead, where there is none.
 */
export async function withPostgres<T>(work: (postgres: BenchPostgres) => Promise<T>): Promise<T | Missing> {
  const given = process.env['DATABASE_URL'];
  if (given) return withDatabases(given, work);
  const binaries = findBinaries();
  if (binaries === null) return { missing: 'no PostgreSQL found' };
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
  const cluster = new Cluster(binaries, folder);
  const remove = () => {
    cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  try {
    const url = await cluster.start();
    return url === null ? { missing: 'PostgreSQL did not start' } : await withDatabases(url, work);
  } finally {
    remove();
    process.off('exit', remove);
  }
}

function findBinaries(): string | null {
  const versions = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(FOLDER, version, 'bin'));
  return newestFirst.find((bin) => existsSync(join(bin, 'initdb'))) ?? null;
}

/** A cluster in a folder, with PostgreSQL's own settings: what is committed is on the disk. */
class Cluster {
  readonly #binaries: string;
  readonly #folder: string;
  readonly #data: string;

  constructor(binaries: string, folder: string) {
    this.#binaries = binaries;
    this.#folder = folder;
    this.#data = join(folder, 'cluster');
  }

  /** Its URL; null when it could not be made. */
  async start(): Promise<string | null> {
    const port = await freePort();
    chmodSync(this.#folder, 0o711);
    mkdirSync(this.#data);
    if (isRoot()) spawnSync('chown', ['postgres', this.#data]);
    if (!this.#run('initdb', '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8')) return null;
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${this.#data}`;
    const started = this.#run('pg_ctl', '-w', '-l', join(this.#data, 'log'), '-o', options, 'start');
    return started ? `postgresql://postgres@127.0.0.1:${port}/postgres` : null;
  }

  stop(): void {
    if (existsSync(join(this.#data, 'postmaster.pid'))) this.#run('pg_ctl', '-m', 'immediate', '-w', 'stop');
  }

  /** PostgreSQL refuses to run as root. Its output is not waited for: the server would keep it open. */
  #run(program: string, ...options: string[]): boolean {
    const command = [join(this.#binaries, program), '-D', this.#data, ...options];
    const [first, ...others] = isRoot() ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    return spawnSync(first as string, others, { stdio: 'ignore' }).status === 0;
  }
}

const isRoot = (): boolean => process.getuid?.() === 0;

async function withDatabases<T>(url: string, work: (postgres: BenchPostgres) => Promise<T>): Promise<T | Missing> {
  const client = new pg.Client({ connectionString: url });
  const answers = await client.connect().then(
    () => true,
    () => false,
  );
  if (!answers) return { missing: 'PostgreSQL does not answer' };
  const made: string[] = [];
  const database = async (purpose: string) => {
    const name = `gridwarden_bench_${process.pid}_${purpose}`;
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'`);
    made.push(name);
    return Object.assign(new URL(url), { pathname: `/${name}` }).href;
  };
  try {
    const { postgres, postgis, allowed } = await factsOf(client);
    if (postgis === null) return { missing: 'no PostGIS found' };
    if (!allowed)
      return { missing: 'the account of DATABASE_URL is no superuser, who may make databases with PostGIS' };
    return await work({ version: `PostgreSQL ${postgres}, PostGIS ${postgis}`, database });
  } finally {
    for (const name of made) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  }
}

async function factsOf(client: pg.Client): Promise<{ postgres: string; postgis: string | null; allowed: boolean }> {
  const { rows } = await client.query<{ postgres: string; postgis: string | null; allowed: boolean }>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS postgres,
      (SELECT default_version FROM pg_available_extensions WHERE name = 'postgis') AS postgis,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS allowed`,
  );
  return rows[0] ?? { postgres: '', postgis: null, allowed: false };
}
