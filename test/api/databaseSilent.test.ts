import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { OwnDatabase } from './ownDatabase.ts';
import { Relay } from './relay.ts';
import { ServerProcess } from './serverProcess.ts';

/** The real service on a database that says nothing more: the embedded one's process is stopped, the way to PostgreSQL is silent. */
const onServer = inject('databaseUrl') !== null;
const AS_OF = 'gridwarden-as-of';

let folder: string;
let server: ServerProcess;
let own: OwnDatabase | null = null;
let relay: Relay | null = null;
let dispatcher: string;
let planner: string;
let admin: string;
let stopped = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-silent-'));
  server = await ServerProcess.in(join(folder, 'data'));
  let url = '';
  if (onServer) {
    own = await OwnDatabase.make('silent');
    const there = new URL(own.url);
    relay = await Relay.to(there.hostname, Number(there.port));
    there.port = String(relay.port);
    url = there.href;
  }
  await server.start({ DATABASE_URL: url, DEMO: '1', PUBLIC_LOOKUP: '1' });
  dispatcher = await server.cookie('dispatcher');
  planner = await server.cookie('planner');
  admin = await server.cookie('admin');
});
afterAll(async () => {
  if (stopped > 0) tryKill(stopped);
  relay?.close();
  await server.stop('SIGKILL', true);
  await own?.remove();
  rmSync(folder, { recursive: true, force: true });
});

function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone, as it should.
  }
}

/** Makes the database say nothing more. */
function silence(): void {
  if (relay) {
    relay.silence();
    return;
  }
  stopped = server.databasePid;
  process.kill(stopped, 'SIGSTOP');
}

const get = (path: string, cookie?: string): Promise<Response> =>
  server.fetch(path, { headers: cookie === undefined ? {} : { cookie }, signal: AbortSignal.timeout(90_000) });

const SPOT = '/api/v1/lookup?lng=109.07&lat=34.27';
const PUBLISHED = [
  SPOT,
  '/api/v1/coverage',
  '/api/v1/coverage/areas?level=grid',
  '/api/v1/coverage/areas?level=unit&within=0501',
  '/api/v1/basemap',
  '/api/v1/session',
  '/api/v1/settings',
  '/ogc/collections/grids/items?limit=5',
];

interface Found {
  grid: { code: string };
  wardens: { name: string; phone: string | null }[];
}

describe('a server whose database says nothing more', () => {
  it('goes on with published ground from memory, gives every request an answer, and recovers by itself', async () => {
    const before = new Map<string, unknown>();
    for (const path of PUBLISHED) {
      const answer = await get(path, dispatcher);
      expect([path, answer.status, answer.headers.get(AS_OF)]).toEqual([path, 200, null]);
      before.set(path, await answer.json());
    }
    const { wardens, grid } = before.get(SPOT) as Found;
    expect(wardens.some(({ phone }) => phone !== null)).toBe(true);

    silence();
    const begun = Date.now();
    const body = JSON.stringify({ title: 'never acknowledged' });
    const headers = { cookie: planner, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(90_000);
    const pending = [
      ...Array.from({ length: 12 }, () => server.fetch('/api/v1/plans', { method: 'POST', headers, body, signal })),
      ...Array.from({ length: 6 }, () => get('/api/v1/audit', admin)),
      get('/api/v1/accounts', admin),
      server.fetch('/api/v1/session', {
        method: 'POST',
        headers,
        body: JSON.stringify({ username: 'admin', password: 'x'.repeat(12) }),
        signal,
      }),
    ];

    await server.until(
      () => get(SPOT).then((answer) => answer.headers.has(AS_OF)),
      'lookups to say they are from memory',
    );
    for (const path of PUBLISHED) {
      const answer = await get(path, dispatcher);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(new Date(answer.headers.get(AS_OF) ?? '').getTime(), path).toBeLessThanOrEqual(begun + 1_000);
      const now: unknown = await answer.json();
      if (path !== SPOT) expect(now, path).toEqual(before.get(path));
      else expect(now).toMatchObject({ grid, wardens: wardens.map(({ name }) => ({ name, phone: null })) });
    }
    const batch = await server.fetch('/api/v1/lookup/batch', {
      method: 'POST',
      headers: { cookie: dispatcher, 'content-type': 'application/json' },
      body: JSON.stringify({ points: [{ lng: 109.07, lat: 34.27 }] }),
    });
    expect(await batch.json()).toMatchObject({ results: [{ code: grid.code }] });
    // Nobody signed in: the spot only, where that is public.
    expect(await (await get(SPOT)).json()).toMatchObject({ grid, wardens: [] });
    expect((await get('/api/v1/coverage')).status).toBe(401);
    expect((await get('/api/v1/coverage', 'gw_session=abcdefghijklmnopqrstuvwxyz0123456789abcdefg')).status).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(503);

    const answers = await Promise.all(pending);
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await answer.json()).toMatchObject({ code: 'unavailable' });
    }

    relay?.speak();
    await server.until(() => get('/readyz').then(({ status }) => status === 200), 'the server to recover');
    await server.until(() => get(SPOT).then((answer) => !answer.headers.has(AS_OF)), 'lookups to be of now');
    const after = (await (await get(SPOT, dispatcher)).json()) as Found;
    expect(after.wardens.some(({ phone }) => phone !== null)).toBe(true);
    if (!onServer) expect(server.databasePid).not.toBe(stopped);
    expect(server.output).not.toMatch(/a bug/);
  });
});
