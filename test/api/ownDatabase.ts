import { Client } from 'pg';
import { inject } from 'vitest';

/** Cuts every connection to the database off, and waits until it is. */
export const CUT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '$'";

/** A database and an account of a test's own on the server of DATABASE_URL, to be broken without harm to the others. */
export class OwnDatabase {
  readonly name: string;
  readonly url: string;
  readonly #admin: Client;

  private constructor(admin: Client, name: string, url: string) {
    this.#admin = admin;
    this.name = name;
    this.url = url;
  }

  /** `place` goes on the statement that makes the database, such as `TABLESPACE x`. */
  static async make(
    name: string,
    place: (admin: Client) => Promise<string> = async () => '',
    withExtensions = true,
  ): Promise<OwnDatabase> {
    const server = inject('databaseUrl');
    if (server === null) throw new Error('There is no server to make a database on.');
    const admin = new Client({ connectionString: server });
    await admin.connect();
    const full = `gridwarden_${name}_${process.pid}`;
    // It makes the service's roles at the first start, as an account does that is told to (docs/operating.md).
    await admin.query(`CREATE ROLE ${full} LOGIN CREATEROLE`);
    const where = await place(admin);
    await admin.query(
      `CREATE DATABASE ${full} OWNER ${full} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' ${where}`,
    );
    const url = new URL(server);
    url.pathname = `/${full}`;
    if (withExtensions) await once(url.href, 'CREATE EXTENSION postgis; CREATE EXTENSION pg_trgm');
    url.username = full;
    return new OwnDatabase(admin, full, url.href);
  }

  /** Runs statements as the server's administrator; `$` stands for the name of the database and its account. */
  async run(...statements: string[]): Promise<void> {
    for (const statement of statements) await this.#admin.query(statement.replaceAll('$', this.name));
  }

  async remove(): Promise<void> {
    await this.run('DROP DATABASE IF EXISTS $ WITH (FORCE)', 'DROP ROLE IF EXISTS $');
    await this.#admin.end();
  }
}

async function once(url: string, statements: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statements);
  await client.end();
}
