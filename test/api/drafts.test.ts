import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DraftState } from '../../server/core/drafting/schemas.ts';
import { loadDemo } from '../../server/demoDistrict.ts';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;
let planner: Record<string, string>;
beforeAll(async () => {
  started = await startApp();
  await loadDemo(started.database.owner, '05');
  await started.published.refresh();
  planner = { ...(await started.signIn('planner')) };
});
afterAll(() => started.close());

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, headers = planner) =>
  started.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });

async function newPlan(payload: object = {}): Promise<string> {
  const answer = await call('POST', '/plans', { title: '划分', ...payload });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<{ id: string }>().id;
}

async function ended(plan: string, job: string): Promise<DraftState> {
  const look = async () => (await call('GET', `/plans/${plan}/draft/${job}`)).json<DraftState>();
  await expect.poll(look, { timeout: 60_000 }).not.toMatchObject({ state: 'running' });
  return look();
}

const gridsOf = async (plan: string) =>
  (await call('GET', `/plans/${plan}/areas?level=grid`))
    .json<{ features: { properties: { code: string } }[] }>()
    .features.map(({ properties }) => properties.code);

const ORDER = { within: '0502', count: 9, weight: 'businesses', seed: 7 };

describe('a draft over HTTP', () => {
  it('becomes one edit of the plan, proven at all levels, which undo takes back', async () => {
    const plan = await newPlan();
    const before = await gridsOf(plan);
    const answer = await call('POST', `/plans/${plan}/draft`, ORDER);
    expect(answer.statusCode, answer.body).toBe(202);
    const { id } = answer.json<DraftState>();
    expect(answer.headers['location']).toBe(`/api/v1/plans/${plan}/draft/${id}`);
    const { state, result, error } = await ended(plan, id);
    expect([state, error]).toEqual(['done', undefined]);
    expect(result).toMatchObject({ seed: 7, weight: 'businesses', revision: 1 });
    expect(result?.balance.largestDeviation).toBeLessThan(0.15);
    const after = await gridsOf(plan);
    expect(after.filter((code) => code.startsWith('0502'))).toHaveLength(9);
    expect(after.filter((code) => !code.startsWith('0502'))).toEqual(before.filter((code) => !code.startsWith('0502')));
    expect((await call('GET', `/plans/${plan}/faults`)).json()).toMatchObject({ faults: [] });
    const { edits } = (await call('GET', `/plans/${plan}/edits`)).json<{ edits: object[] }>();
    expect(edits).toEqual([expect.objectContaining({ kind: 'draft', op: 'draft', revision: 1 })]);
    expect((await call('POST', `/plans/${plan}/undo`)).statusCode).toBe(200);
    expect(await gridsOf(plan)).toEqual(before);
  });

  it('is the same again with the seed it was made with', async () => {
    const areas = async (plan: string) =>
      (await call('GET', `/plans/${plan}/areas?level=grid&within=0502`)).json<object>();
    const [one, two] = [await newPlan(), await newPlan()];
    for (const plan of [one, two]) {
      const { id } = (await call('POST', `/plans/${plan}/draft`, { ...ORDER, count: 13 })).json<DraftState>();
      expect((await ended(plan, id)).state).toBe('done');
    }
    const outlines = async (plan: string) => {
      const { features } = (await areas(plan)) as { features: { geometry: object }[] };
      return features.map(({ geometry }) => geometry);
    };
    expect(await outlines(two)).toEqual(await outlines(one));
  });

  it('divides the district, and can be cancelled', async () => {
    const plan = await newPlan();
    const whole = { within: '05', count: 70, weight: 'addresses' };
    const cancelled = (await call('POST', `/plans/${plan}/draft`, whole)).json<DraftState>();
    expect((await call('DELETE', `/plans/${plan}/draft/${cancelled.id}`)).json()).toMatchObject({ state: 'cancelled' });
    const { id } = (await call('POST', `/plans/${plan}/draft`, whole)).json<DraftState>();
    const { state, result } = await ended(plan, id);
    expect(state).toBe('done');
    expect(result?.revision).toBe(1);
    expect(await gridsOf(plan)).toHaveLength(70);
    expect((await call('GET', `/plans/${plan}/faults`)).json()).toMatchObject({ faults: [] });
  });

  it('fails with stale when its grids are changed while it is made', async () => {
    const plan = await newPlan();
    const { id } = (
      await call('POST', `/plans/${plan}/draft`, { within: '05', count: 90, weight: 'businesses' })
    ).json<DraftState>();
    await expect
      .poll(async () => (await call('GET', `/plans/${plan}/draft/${id}`)).json<DraftState>().fraction, {
        timeout: 60_000,
      })
      .toBeGreaterThan(0);
    const rename = await call('POST', `/plans/${plan}/edits`, { op: 'rename', grid: '050101', name: '新名' });
    expect(rename.statusCode, rename.body).toBe(201);
    expect(await ended(plan, id)).toMatchObject({ state: 'failed', error: { code: 'stale' } });
  });

  it('is for planners of the area, within the plan', async () => {
    const plan = await newPlan({ scope: '0501' });
    const unitPlanner = await started.tokenFor([{ role: 'planner', scope: '0501' }]);
    const order = { ...ORDER, within: '0501' };
    expect((await call('POST', `/plans/${plan}/draft`, ORDER)).statusCode).toBe(403);
    const other = await started.tokenFor([{ role: 'planner', scope: '0502' }]);
    expect((await call('POST', `/plans/${plan}/draft`, order, other)).statusCode).toBe(403);
    expect(
      (await call('POST', `/plans/${plan}/draft`, order, { ...(await started.signIn('approver')) })).statusCode,
    ).toBe(403);
    const answer = await call('POST', `/plans/${plan}/draft`, order, unitPlanner);
    expect(answer.statusCode, answer.body).toBe(202);
    expect((await ended(plan, answer.json<DraftState>().id)).state).toBe('done');
  });

  it('is refused with nonsense, and unknown by a wrong name', async () => {
    const plan = await newPlan();
    for (const wrong of [{ count: 0 }, { count: 1.5 }, { weight: 'mood' }, { within: '050201' }, { seed: -1 }])
      expect((await call('POST', `/plans/${plan}/draft`, { ...ORDER, ...wrong })).statusCode).toBe(422);
    expect((await call('POST', `/plans/${plan}/draft`, { ...ORDER, count: 200 })).statusCode).toBe(422);
    const nowhere = '00000000-0000-4000-8000-000000000000';
    expect((await call('GET', `/plans/${plan}/draft/${nowhere}`)).statusCode).toBe(404);
    expect((await call('POST', `/plans/${nowhere}/draft`, ORDER)).statusCode).toBe(404);
  });
});
