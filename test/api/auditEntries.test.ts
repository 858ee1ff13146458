import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportState } from '../../server/core/coverage/intake/schemas.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { formOf, Planner } from './planning.ts';

let started: TestApp;
let admin: Planner;
let planner: Planner;

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
  admin = new Planner(started, await started.signIn('admin'));
  planner = new Planner(started, await started.signIn('planner'));
});
afterAll(() => started.close());

const entries = async (): Promise<{ actor: string; action: string; target: string; address: string | null }[]> =>
  started.database.owner
    .selectFrom('audit_log')
    .select(['actor', 'action', 'target', 'address'])
    .orderBy('sequence')
    .execute();

/** What is written while something is done. */
async function writtenBy(work: () => Promise<unknown>): Promise<string[]> {
  const before = (await entries()).length;
  await work();
  const written = (await entries()).slice(before);
  for (const { address, target } of written) expect([address, target.length > 0]).toEqual(['127.0.0.1', true]);
  return written.map(({ actor, action }) => `${actor} ${action}`);
}
const fetch = (url: string, who: Planner, method: 'GET' | 'HEAD' = 'GET') =>
  started.app.inject({ method, url: `/api/v1${url}`, headers: who.headers });

describe('an audit entry is written when somebody', () => {
  it('begins a plan, names it anew, remarks on it and settles the remark', async () => {
    const plan = await planner.begin();
    expect(await writtenBy(() => planner.begin())).toEqual(['planner plan.create']);
    expect(await writtenBy(() => planner.call('PATCH', `/plans/${plan.id}`, { title: '新题' }))).toEqual([
      'planner plan.rename',
    ]);
    let comment = { id: '' };
    expect(
      await writtenBy(async () => {
        comment = await planner.done('POST', `/plans/${plan.id}/comments`, { text: '看' });
      }),
    ).toEqual(['planner plan.comment']);
    expect(await writtenBy(() => admin.done('POST', `/plans/${plan.id}/comments/${comment.id}/resolve`))).toEqual([
      'admin plan.settle-comment',
    ]);
  });

  it('takes boundaries in, and discards them', async () => {
    const { payload, headers } = formOf('x.geojson', '{}', {}, 'grids');
    let id = '';
    expect(
      await writtenBy(async () => {
        id = (await planner.call('POST', '/coverage/imports', payload, headers)).body.id;
        const state = () => planner.done<ImportState>('GET', `/coverage/imports/${id}`);
        await expect.poll(state, { timeout: 60_000 }).not.toMatchObject({ state: 'running' });
      }),
    ).toEqual(['planner import.start']);
    const discard = () =>
      started.app.inject({ method: 'DELETE', url: `/api/v1/coverage/imports/${id}`, headers: admin.headers });
    expect(await writtenBy(discard)).toEqual(['admin import.discard']);
    expect(await writtenBy(discard)).toEqual([]);
  });

  it('takes a file away, and none when they only ask what there would be', async () => {
    const plan = await planner.begin();
    for (const [url, action] of [
      ['/coverage/export?format=geojson', 'coverage.export'],
      [`/plans/${plan.id}/export?format=kml`, 'plan.export'],
      ['/audit/export?format=csv', 'audit.export'],
    ] as const) {
      expect((await fetch(url, admin)).statusCode).toBe(200);
      expect(await writtenBy(() => fetch(url, admin))).toEqual([`admin ${action}`]);
      expect(await writtenBy(() => fetch(url, admin, 'HEAD'))).toEqual([]);
    }
  });
});

describe('answers that depend on who asks', () => {
  it('are kept in nobody’s store; the published boundaries may be kept and asked for again', async () => {
    const plan = await planner.begin();
    const told = async (url: string) => (await fetch(url, admin)).headers['cache-control'];
    for (const url of [
      '/session',
      '/accounts',
      '/audit',
      '/tokens',
      '/plans',
      `/plans/${plan.id}`,
      `/plans/${plan.id}/export`,
    ])
      expect(await told(url), url).toBe('no-store');
    expect(await told('/lookup?lng=109.005&lat=34.205')).toBe('no-store');
    expect(await told('/lookup?lng=1&lat=1')).toBe('no-store');
    for (const url of ['/coverage', '/coverage/areas?level=grid', '/generations'])
      expect(await told(url), url).toBe('private, no-cache');
  });
});
