import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, ServerProcess } from './serverProcess.ts';

/** The real process on its own embedded database, which is slow to start the first time: one directory serves all tests. */
let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-process-'));
  server = await ServerProcess.in(join(folder, 'data'));
});
afterEach(async () => {
  await server.stop('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts it and gives the process of its database. */
async function start(): Promise<number> {
  await server.start();
  return server.databasePid;
}

describe('the process', () => {
  it.each([
    ['alone', false],
    ['with all it has started, as a service manager does', true],
  ])('ends cleanly on SIGTERM sent to it %s, and its database with it', async (_to, group) => {
    const child = await start();
    expect((await server.signIn()).status).toBe(200);
    expect(await server.stop('SIGTERM', group)).toBe(0);
    expect(server.output).not.toMatch(/error|died|"level":[56]0/);
    expect(isAlive(child)).toBe(false);
    expect(existsSync(join(server.dataDir, 'embedded.json'))).toBe(false);
    expect(existsSync(join(server.dataDir, 'postgres.lock'))).toBe(false);
  });

  it('leaves no orphan when it is killed, starts again at once, and loses nothing it has acknowledged', async () => {
    const child = await start();
    const cookie = await server.cookie();
    await server.stop('SIGKILL');
    // While the database of the one that was killed may still be closing.
    await server.start();
    const session = await server.fetch('/api/v1/session', { headers: { cookie } });
    expect(session.status).toBe(200);
    expect(isAlive(child)).toBe(false);
    expect(await server.stop('SIGTERM')).toBe(0);
  });

  it('answers 503 while its database is down, and recovers by itself', async () => {
    const child = await start();
    process.kill(child, 'SIGKILL');
    await server.until(() => server.status('/readyz').then((status) => status === 503), 'readyz to say 503');
    expect(await server.status('/healthz')).toBe(200);
    const refused = await server.signIn();
    expect([200, 503]).toContain(refused.status);
    if (refused.status === 503) {
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await refused.json()).toMatchObject({ code: 'unavailable', status: 503 });
    }
    await server.until(() => server.status('/readyz').then((status) => status === 200), 'the server to recover');
    expect((await server.signIn()).status).toBe(200);
    expect(server.databasePid).not.toBe(child);
    expect(await server.stop('SIGTERM')).toBe(0);
  });

  it('shares its data directory with a command run beside it, and never opens it twice', async () => {
    const child = await start();
    const { openDatabase } = await import('../../server/db/database.ts');
    const beside = await openDatabase({ databaseUrl: null, dataDir: server.dataDir });
    const accounts = await beside.owner.selectFrom('accounts').select('username').execute();
    expect(accounts).toEqual([{ username: 'admin' }]);
    await beside.close();
    expect(isAlive(child)).toBe(true);
    expect((await server.signIn()).status).toBe(200);
    expect(await server.stop('SIGTERM')).toBe(0);
  });

  it('says in a sentence which variable is wrong', async () => {
    expect(await server.ended({ PORT: 'eighty' })).toBe(1);
    expect(server.output).toMatch(/PORT must be a port number between 0 and 65535, not “eighty”/);
  });

  it('says in a sentence that its address is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await server.ended({ PORT: String(port) })).toBe(1);
    expect(server.output).toMatch(/Gridwarden cannot start\. The address \(HOST, PORT\) cannot be used: .*EADDRINUSE/);
    other.close();
  });

  it('does not listen beyond this machine while there are demo accounts', async () => {
    expect(await server.ended({ DATA_DIR: join(folder, 'demo'), DEMO: '1', HOST: '0.0.0.0' })).toBe(1);
    expect(server.output).toMatch(/demo accounts/);
    expect(server.output).toMatch(/ALLOW_DEMO_BEYOND_LOOPBACK=1/);
  });
});
