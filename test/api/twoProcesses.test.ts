import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DraftState } from '../../server/core/drafting/schemas.ts';
import type { Job } from '../../server/core/jobs/schemas.ts';
import { OwnDatabase } from './ownDatabase.ts';
import { RoundRobin } from './roundRobin.ts';
import { PASSWORD, ServerProcess } from './serverProcess.ts';

const PATIENCE = { timeout: 90_000, interval: 100 };
const COLUMNS = 40;
const ROWS = 45;

/** A file of grids that takes a while: squares in forty units, with a point in the middle of every side. */
function manyGrids(): GeoJSON.FeatureCollection {
  const side = 0.001;
  const features: GeoJSON.Feature[] = [];
  for (let column = 0; column < COLUMNS; column++)
    for (let row = 0; row < ROWS; row++) {
      const [west, south] = [109 + column * side, 34 + row * side];
      const half = side / 2;
      const ring = [
        [west, south],
        [west + half, south],
        [west + side, south],
        [west + side, south + half],
        [west + side, south + side],
        [west + half, south + side],
        [west, south + side],
        [west, south + half],
        [west, south],
      ].map((at) => at.map((value) => Math.round(value * 1e7) / 1e7));
      const code = `05${String(column + 1).padStart(2, '0')}${String(row + 1).padStart(2, '0')}`;
      features.push({
        type: 'Feature',
        properties: { code, name: code },
        geometry: { type: 'Polygon', coordinates: [ring] },
      });
    }
  return { type: 'FeatureCollection', features };
}

function outline(): GeoJSON.FeatureCollection {
  const [east, north] = [109 + COLUMNS * 0.001, 34 + ROWS * 0.001];
  const ring = [
    [109, 34],
    [east, 34],
    [east, north],
    [109, north],
    [109, 34],
  ].map((at) => at.map((value) => Math.round(value * 1e7) / 1e7));
  return {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { code: '05', name: '灞桥区' },
        geometry: { type: 'Polygon', coordinates: [ring] },
      },
    ],
  };
}

describe.skipIf(inject('databaseUrl') === null)(
  'two processes on one database, behind a proxy that takes turns',
  () => {
    let own: OwnDatabase;
    let folder: string;
    let first: ServerProcess;
    let second: ServerProcess;
    let proxy: RoundRobin;
    const cookies = new Map<string, string>();
    const environment = () => ({ DATABASE_URL: own.url, DEMO: '1' });

    beforeAll(async () => {
      own = await OwnDatabase.make('twoprocesses');
      folder = mkdtempSync(join(tmpdir(), 'gridwarden-two-'));
      first = await ServerProcess.in(folder);
      second = await ServerProcess.in(folder);
      await first.start(environment());
      await second.start(environment());
      proxy = await RoundRobin.before([first.port, second.port]);
    });
    afterAll(async () => {
      await proxy?.close();
      await Promise.all([first?.stop('SIGKILL'), second?.stop('SIGKILL')]);
      await own?.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    async function call(who: string, method: string, path: string, body?: unknown): Promise<Response> {
      if (!cookies.has(who)) {
        const answer = await fetch(`${proxy.url}/api/v1/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username: who, password: PASSWORD }),
        });
        expect(answer.status).toBe(200);
        cookies.set(who, String(answer.headers.get('set-cookie')).split(';', 1)[0] ?? '');
      }
      const isForm = body instanceof FormData;
      return fetch(`${proxy.url}/api/v1${path}`, {
        method,
        headers: {
          cookie: cookies.get(who) ?? '',
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
    }
    const get = async <T>(who: string, path: string): Promise<T> => (await (await call(who, 'GET', path)).json()) as T;
    const jobOf = (id: string, who = 'admin') => get<Job>(who, `/jobs/${id}`);

    async function startImport(): Promise<string> {
      const form = new FormData();
      form.set('district', new Blob([JSON.stringify(outline())]), 'district.geojson');
      form.set('grids', new Blob([JSON.stringify(manyGrids())]), 'grids.geojson');
      const answer = await call('admin', 'POST', '/coverage/imports', form);
      expect(answer.status, await answer.clone().text()).toBe(202);
      return ((await answer.json()) as { id: string }).id;
    }

    it('both show, follow and finish an import that one of them was sent', async () => {
      const id = await startImport();
      const events = await (await call('admin', 'GET', `/coverage/imports/${id}/events`)).text();
      const states = events
        .split('\n\n')
        .filter(Boolean)
        .map((event) => JSON.parse(event.split('data: ')[1] ?? '{}') as { id: string; state: string; step?: string });
      expect(new Set(states.map((state) => state.id))).toEqual(new Set([id]));
      expect(states.slice(0, -1).every(({ state }) => state === 'running')).toBe(true);
      expect(states[0]?.step).toBe('read');
      expect(states.at(-1)?.state).toBe('ready');
      for (const _ of [1, 2]) {
        expect(await jobOf(id)).toMatchObject({ kind: 'import', state: 'done', createdBy: 'admin' });
        expect(await get<{ state: string }>('admin', `/coverage/imports/${id}`)).toMatchObject({ state: 'ready' });
      }
    });

    it('an import is cancelled by whichever is asked, and leaves nothing', async () => {
      const id = await startImport();
      expect((await call('admin', 'DELETE', `/jobs/${id}`)).status).toBe(200);
      for (const _ of [1, 2]) {
        expect((await jobOf(id)).state).toBe('cancelled');
        expect(await get<{ state: string }>('admin', `/coverage/imports/${id}`)).toMatchObject({
          state: 'failed',
          code: 'cancelled',
        });
      }
      // What comes next is not kept waiting by it.
      const next = await startImport();
      await expect.poll(async () => (await jobOf(next)).state, PATIENCE).toBe('done');
      expect((await jobOf(id)).state).toBe('cancelled');
    });

    it('jobs of strangers are not there', async () => {
      const id = await startImport();
      for (const _ of [1, 2]) {
        expect((await call('dispatcher', 'GET', `/jobs/${id}`)).status).toBe(404);
        expect((await call('dispatcher', 'DELETE', `/jobs/${id}`)).status).toBe(404);
        expect((await call('dispatcher', 'GET', `/jobs/${id}/file`)).status).toBe(404);
        expect(await get<object>('dispatcher', '/jobs')).toEqual({ items: [] });
        expect((await call('approver', 'GET', `/jobs/${id}`)).status).toBe(200);
      }
      await expect.poll(async () => (await jobOf(id)).state, PATIENCE).toBe('done');
    });

    it('a draft asked of one is followed on the other, and becomes one edit', async () => {
      const plan = (await (await call('planner', 'POST', '/plans', { title: '两个进程' })).json()) as { id: string };
      const order = { within: '0502', count: 9, weight: 'area', seed: 7 };
      const draft = (await (await call('planner', 'POST', `/plans/${plan.id}/draft`, order)).json()) as DraftState;
      await expect
        .poll(async () => (await get<DraftState>('planner', `/plans/${plan.id}/draft/${draft.id}`)).state, PATIENCE)
        .toBe('done');
      const { edits } = await get<{ edits: object[] }>('planner', `/plans/${plan.id}/edits`);
      expect(edits).toEqual([expect.objectContaining({ kind: 'draft', revision: 1 })]);
      expect((await call('dispatcher', 'GET', `/jobs/${draft.id}`)).status).toBe(404);
      await call('planner', 'POST', `/plans/${plan.id}/withdraw`, { revision: 1 });
    });

    it('a publication shows on both, and both tell of it', async () => {
      const heard = [first, second].map((server) => listen(server));
      const plan = (await (await call('planner', 'POST', '/plans', { title: '更名' })).json()) as { id: string };
      await call('planner', 'POST', `/plans/${plan.id}/edits`, { op: 'rename', grid: '050101', name: '新名' });
      for (const [who, verb] of [
        ['planner', 'submit'],
        ['approver', 'approve'],
        ['approver', 'publish'],
      ] as const) {
        const answer = await call(who, 'POST', `/plans/${plan.id}/${verb}`, { revision: 1 });
        expect(answer.status, await answer.text()).toBe(200);
      }
      for (const server of [first, second])
        await expect
          .poll(
            async () =>
              (
                (await (
                  await server.fetch('/api/v1/coverage', { headers: { cookie: cookies.get('planner') ?? '' } })
                ).json()) as { generation: number }
              ).generation,
            PATIENCE,
          )
          .toBe(2);
      for (const told of heard) {
        const { events, stop } = await told;
        await expect
          .poll(() => events.filter(({ event }) => event === 'publication'), PATIENCE)
          .toEqual([
            { event: 'publication', id: expect.any(Number), data: expect.objectContaining({ generation: 2 }) },
          ]);
        expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted((a, b) => a - b));
        stop();
      }
    });

    it('what was missed is told to whoever comes again', async () => {
      const missed = await first.fetch('/api/v1/events?wait=false&kinds=publication', {
        headers: { cookie: cookies.get('planner') ?? '', 'last-event-id': '0' },
      });
      expect(eventsIn(await missed.text()).map(({ data }) => data['generation'])).toContain(2);
    });

    it('a job whose process was killed is taken up by the other', async () => {
      await second.stop('SIGKILL');
      proxy.ports = [first.port];
      const id = await startImport();
      await expect.poll(async () => (await jobOf(id)).step, { ...PATIENCE, interval: 10 }).not.toBe('');
      expect((await jobOf(id)).state).toBe('running');
      await first.stop('SIGKILL');
      await second.start(environment());
      proxy.ports = [second.port];
      await expect.poll(async () => (await jobOf(id)).state, PATIENCE).toBe('done');
      expect(await get<{ state: string }>('admin', `/coverage/imports/${id}`)).toMatchObject({ state: 'ready' });
    });

    /** Follows the events of a server as a planner. */
    async function listen(server: ServerProcess) {
      await get('planner', '/session');
      const abort = new AbortController();
      const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/events`, {
        headers: { cookie: cookies.get('planner') ?? '' },
        signal: abort.signal,
      });
      const events: HeardEvent[] = [];
      void (async () => {
        let rest = '';
        const decoder = new TextDecoder();
        for await (const chunk of answer.body ?? []) {
          rest += decoder.decode(chunk as Uint8Array, { stream: true });
          const end = rest.lastIndexOf('\n\n');
          if (end < 0) continue;
          events.push(...eventsIn(rest.slice(0, end)));
          rest = rest.slice(end + 2);
        }
      })().catch(() => undefined);
      return { events, stop: () => abort.abort() };
    }
  },
);

interface HeardEvent {
  id: number;
  event: string;
  data: Record<string, unknown>;
}

const eventsIn = (text: string): HeardEvent[] =>
  text.split('\n\n').flatMap((block) => {
    const lines = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const [id, event, data] = [lines.get('id'), lines.get('event'), lines.get('data')];
    return id && event && data ? [{ id: Number(id), event, data: JSON.parse(data) as Record<string, unknown> }] : [];
  });
