import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/** The real process on its own embedded database, which is slow to start the first time: one directory serves all tests. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PASSWORD = 'a-password-for-tests';
const PATIENCE_MS = 60_000;

let dataDir: string;
let port: number;
let server: ChildProcess | null = null;
let output = '';

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'gridwarden-process-'));
  port = await freePort();
});
afterEach(async () => {
  if (server !== null && isAlive(server.pid)) await stop('SIGKILL');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function launch(environment: Record<string, string> = {}): ChildProcess {
  output = '';
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: ROOT,
    env: {
      ...inherited,
      DATA_DIR: dataDir,
      PORT: String(port),
      GRIDWARDEN_ADMIN_PASSWORD: PASSWORD,
      DEMO: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  server = child;
  return child;
}

async function start(): Promise<{ pid: number; databasePid: number }> {
  const child = launch();
  await until(() => {
    if (child.exitCode !== null) throw new Error(`The server ended. Output: ${output}`);
    return statusOf('/readyz').then((status) => status === 200);
  }, 'the server to be ready');
  return { pid: child.pid ?? 0, databasePid: databasePid() };
}

const databasePid = (): number =>
  (JSON.parse(readFileSync(join(dataDir, 'embedded.json'), 'utf8')) as { pid: number }).pid;

async function stop(signal: NodeJS.Signals): Promise<number | null> {
  const child = server;
  if (child === null) return null;
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  child.kill(signal);
  return exited;
}

async function until(condition: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(50)) {
    if (await condition()) return;
  }
  throw new Error(`Waited in vain for ${what}. Output: ${output}`);
}

const statusOf = (path: string): Promise<number> =>
  fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.status,
    () => 0,
  );

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ');
  } catch {
    return false;
  }
}

const signIn = (): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });

describe('the process', () => {
  it('ends cleanly on SIGTERM, and its database with it', async () => {
    const { databasePid: child } = await start();
    expect((await signIn()).status).toBe(200);
    expect(await stop('SIGTERM')).toBe(0);
    expect(isAlive(child)).toBe(false);
    expect(existsSync(join(dataDir, 'embedded.json'))).toBe(false);
    expect(existsSync(join(dataDir, 'postgres.lock'))).toBe(false);
  });

  it('leaves no orphan when it is killed, and loses nothing it has acknowledged', async () => {
    const { databasePid: child } = await start();
    const cookie = String((await signIn()).headers.get('set-cookie')).split(';', 1)[0] ?? '';
    await stop('SIGKILL');
    await until(() => !isAlive(child), 'the database process to end');
    await start();
    const session = await fetch(`http://127.0.0.1:${port}/api/v1/session`, { headers: { cookie } });
    expect(session.status).toBe(200);
    expect(await stop('SIGTERM')).toBe(0);
  });

  it('answers 503 while its database is down, and recovers by itself', async () => {
    const { databasePid: child } = await start();
    process.kill(child, 'SIGKILL');
    await until(() => statusOf('/readyz').then((status) => status === 503), 'readyz to say 503');
    expect(await statusOf('/healthz')).toBe(200);
    const refused = await signIn();
    expect([200, 503]).toContain(refused.status);
    if (refused.status === 503) {
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await refused.json()).toMatchObject({ code: 'unavailable', status: 503 });
    }
    await until(() => statusOf('/readyz').then((status) => status === 200), 'the server to recover');
    expect((await signIn()).status).toBe(200);
    expect(databasePid()).not.toBe(child);
    expect(await stop('SIGTERM')).toBe(0);
  });

  it('shares its data directory with a command run beside it, and never opens it twice', async () => {
    const { databasePid: child } = await start();
    const { openDatabase } = await import('../../server/db/database.ts');
    const beside = await openDatabase({ databaseUrl: null, dataDir });
    const accounts = await beside.kysely.selectFrom('accounts').select('username').execute();
    expect(accounts).toEqual([{ username: 'admin' }]);
    await beside.close();
    expect(isAlive(child)).toBe(true);
    expect((await signIn()).status).toBe(200);
    expect(await stop('SIGTERM')).toBe(0);
  });

  it('says in a sentence which variable is wrong', async () => {
    const exited = new Promise<number | null>((resolve) => launch({ PORT: 'eighty' }).once('exit', resolve));
    expect(await exited).toBe(1);
    expect(output).toMatch(/PORT must be a port number between 0 and 65535, not “eighty”/);
  });

  it('does not listen beyond this machine while there are demo accounts', async () => {
    const demoDir = mkdtempSync(join(tmpdir(), 'gridwarden-demo-'));
    try {
      const exited = new Promise<number | null>((resolve) =>
        launch({ DATA_DIR: demoDir, DEMO: '1', HOST: '0.0.0.0' }).once('exit', resolve),
      );
      expect(await exited).toBe(1);
      expect(output).toMatch(/demo accounts/);
      expect(output).toMatch(/ALLOW_DEMO_BEYOND_LOOPBACK=1/);
    } finally {
      rmSync(demoDir, { recursive: true, force: true });
    }
  });
});
