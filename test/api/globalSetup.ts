import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../../server/db/embedded.ts';
import { silentLog } from '../../server/log/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests' database is: a throw-away one on the server of DATABASE_URL, or an embedded one. */
    databaseUrl: string | null;
    dataDir: string;
  }
}

/** Opens one throw-away database for all API tests and removes it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gridwarden-test-'));
  const server = process.env['DATABASE_URL'];
  const database = server === undefined || server === '' ? await embedded(dataDir) : await onServer(server);
  project.provide('databaseUrl', database.url);
  project.provide('dataDir', dataDir);
  return async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

interface TestDatabase {
  url: string | null;
  close(): Promise<void>;
}

/** Started here once; the tests attach to it through the data directory, as a command beside a live server does. */
async function embedded(dataDir: string): Promise<TestDatabase> {
  const host = await openEmbedded(dataDir, silentLog);
  return { url: null, close: () => host.close() };
}

async function onServer(server: string): Promise<TestDatabase> {
  const name = `gridwarden_test_${process.pid}`;
  await run(
    server,
    `DROP DATABASE IF EXISTS ${name}`,
    `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'`,
  );
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => run(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function run(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
