import { chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { CUT, OwnDatabase } from './ownDatabase.ts';
import { ServerProcess } from './serverProcess.ts';
import { TinyDisk } from './tinyDisk.ts';

/** The real service on a database that fails in one way after the other, and is mended while it runs. */
const onServer = inject('databaseUrl') !== null;

let folder: string;
let server: ServerProcess;
let cookie: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-trouble-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const acknowledged: string[] = [];
let count = 0;

/** Makes a plan; gives the answer's status and body. What is acknowledged is remembered. */
async function makePlan(): Promise<{ status: number; body: string; headers: Headers }> {
  const title = `plan ${++count}`;
  const answer = await server.fetch('/api/v1/plans', {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ title, note: '记'.repeat(300) }),
  });
  if (answer.status === 201) acknowledged.push(title);
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
}

/** What says where the database is and what it is made of. */
const SECRETS = /127\.0\.0\.1|gridwarden_|base\/|pg_|\/tmp|\bat \S+:\d+/;

/** Makes plans until one is refused, and holds the refusal against what everybody may be told. */
async function refusal(): Promise<string> {
  let answer = await makePlan();
  for (const until = Date.now() + 30_000; answer.status === 201 && Date.now() < until; ) answer = await makePlan();
  expect(answer.status, answer.body).toBe(503);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(answer.body).not.toMatch(SECRETS);
  return (JSON.parse(answer.body) as { detail: string }).detail;
}

/** Asks `/readyz` until it says that it is not ready; gives why. Nothing else is written meanwhile. */
async function unreadiness(): Promise<string> {
  await server.until(() => server.status('/readyz').then((status) => status === 503), 'readyz to say 503');
  const text = await (await server.fetch('/readyz')).text();
  expect(text).not.toMatch(SECRETS);
  return (JSON.parse(text) as { checks: { database: { reason: string } } }).checks.database.reason;
}

/** Waits until plans can be made again by the same process, and asks for all that were acknowledged. */
async function recovered(): Promise<void> {
  const { pid } = server;
  await server.until(async () => (await makePlan()).status === 201, 'plans to be made again');
  await server.until(() => server.status('/readyz').then((status) => status === 200), 'readyz to say so');
  const titles = await allTitles();
  expect(titles).toEqual(expect.arrayContaining(acknowledged));
  expect(server.isRunning && server.pid === pid).toBe(true);
  expect(server.output).not.toMatch(/a bug/);
}

async function allTitles(): Promise<string[]> {
  const titles: string[] = [];
  for (let next: string | null = '/api/v1/plans?limit=100'; next !== null; ) {
    const answer: Response = await server.fetch(next, { headers: { cookie } });
    expect(answer.status).toBe(200);
    titles.push(...((await answer.json()) as { plans: { title: string }[] }).plans.map(({ title }) => title));
    next = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
  }
  return titles;
}

describe.skipIf(!onServer)('a server whose PostgreSQL', () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await OwnDatabase.make('trouble');
    server = await ServerProcess.in(folder);
    await server.start({ DATABASE_URL: own.url, DEMO: '1' });
    cookie = await server.cookie();
  });
  afterAll(async () => {
    await server.stop('SIGTERM');
    await own.remove();
  });

  it.each<[string, string[], string[], RegExp]>([
    [
      'can only be read',
      ['ALTER DATABASE $ SET default_transaction_read_only = on'],
      ['ALTER DATABASE $ RESET default_transaction_read_only'],
      /can only be read/,
    ],
    ['refuses its account', ['ALTER ROLE $ NOLOGIN'], ['ALTER ROLE $ LOGIN'], /does not let this service in/],
    [
      'takes no more connections',
      ['ALTER ROLE $ CONNECTION LIMIT 0'],
      ['ALTER ROLE $ CONNECTION LIMIT -1'],
      /takes no more work/,
    ],
    [
      'lets nobody into the database',
      ['ALTER DATABASE $ ALLOW_CONNECTIONS false'],
      ['ALTER DATABASE $ ALLOW_CONNECTIONS true'],
      /cannot be reached/,
    ],
    [
      'gives up what takes long',
      ["ALTER ROLE $ SET statement_timeout = '1ms'"],
      ['ALTER ROLE $ RESET ALL'],
      /kept from/,
    ],
    [
      'has given it another name',
      ['ALTER DATABASE $ ALLOW_CONNECTIONS false', CUT, 'ALTER DATABASE $ RENAME TO $_away'],
      ['ALTER DATABASE $_away RENAME TO $', 'ALTER DATABASE $ ALLOW_CONNECTIONS true'],
      /not there under its name/,
    ],
  ])('%s answers 503 with the reason, and goes on by itself', async (_what, breaking, mending, reason) => {
    await own.run(...breaking, CUT);
    expect(await unreadiness()).toMatch(reason);
    expect(await refusal()).toMatch(reason);
    expect(await server.status('/healthz')).toBe(200);
    await own.run(...mending, CUT);
    await recovered();
  });

  it('can only be read goes on with reading, also for who has only just signed in', async () => {
    const approver = await server.cookie('approver');
    await own.run('ALTER DATABASE $ SET default_transaction_read_only = on', CUT);
    expect(await unreadiness()).toMatch(/can only be read/);
    const plans = await server.fetch('/api/v1/plans', { headers: { cookie: approver } });
    expect(plans.status).toBe(200);
    await own.run('ALTER DATABASE $ RESET default_transaction_read_only', CUT);
    await recovered();
  });
});

describe.skipIf(!TinyDisk.isPossible())('a server whose disk is full', () => {
  let tiny: TinyDisk;
  let own: OwnDatabase | null = null;
  beforeAll(async () => {
    tiny = TinyDisk.make(onServer ? 96 : 128);
    if (onServer) own = await OwnDatabase.make('full', (admin) => tablespaceOn(admin, tiny));
    server = await ServerProcess.in(join(tiny.path, 'data'));
    await server.start({ DATABASE_URL: own?.url ?? '', DEMO: '1' });
    cookie = await server.cookie();
    acknowledged.length = 0;
  });
  afterAll(async () => {
    await server.stop('SIGTERM');
    await own?.run('DROP DATABASE $ WITH (FORCE)', 'DROP TABLESPACE gridwarden_tiny');
    await own?.remove();
    tiny.remove();
  });

  it('answers 503 with the reason, and goes on by itself when there is room again', async () => {
    expect((await makePlan()).status).toBe(201);
    tiny.fill();
    expect(await unreadiness()).toMatch(/disk is full/);
    expect(await refusal()).toMatch(/disk is full/);
    expect(await server.status('/healthz')).toBe(200);
    tiny.clear();
    await recovered();
  });

  it.skipIf(onServer)(
    'goes on by itself also where PostgreSQL has ended for want of room, and says why meanwhile',
    async () => {
      const { databasePid } = server;
      tiny.fill();
      expect(await endByWriting()).toMatch(/could not write to file "pg_wal/);
      await server.until(() => server.status('/readyz').then((status) => status === 503), 'readyz to say 503');
      expect(await refusal()).toMatch(/cannot be reached/);
      await server.until(() => server.output.includes('does not start; trying again'), 'the host to try again');
      expect(server.output).toMatch(/PostgreSQL: could not write to file/);
      expect(server.output).toMatch(/PostgreSQL has ended by itself/);
      tiny.clear();
      await recovered();
      expect(server.databasePid).not.toBe(databasePid);
    },
  );
});

/** Lets the server keep one database's tables on the disk. */
async function tablespaceOn(admin: Client, { path }: TinyDisk): Promise<string> {
  const { rows } = await admin.query<{ folder: string }>("SELECT current_setting('data_directory') AS folder");
  const { uid, gid } = statSync(rows[0]?.folder ?? '');
  chownSync(path, uid, gid);
  await admin.query(`CREATE TABLESPACE gridwarden_tiny LOCATION '${path}'`);
  return 'TABLESPACE gridwarden_tiny';
}

/** Writes into the embedded database's log until it cannot grow; gives PostgreSQL's last words. */
async function endByWriting(): Promise<string> {
  const { port, password } = JSON.parse(readFileSync(join(server.dataDir, 'embedded.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const client = new Client({ host: '127.0.0.1', port, password, user: 'postgres', database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  for (let megabytes = 0; megabytes < 100; megabytes++) {
    try {
      await client.query("SELECT pg_logical_emit_message(true, 'test', repeat('x', 1000000))");
    } catch (error) {
      return (error as Error).message;
    }
  }
  return 'it went on';
}
