import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../server/core/jobs/schemas.ts';
import type { PlanSummary } from '../../server/core/plans/schemas.ts';
import { fourGrids, publishTo } from './district.ts';
import { askAsOwner, startApp, type TestApp } from './harness.ts';
import { Planner } from './planning.ts';
import { doDueJobs } from './setTimes.ts';

let test: TestApp;
let planner: Planner;
let stranger: Planner;
let plan: PlanSummary;

beforeAll(async () => {
  test = await startApp();
  await publishTo(test, fourGrids());
  planner = new Planner(test, await test.signIn('planner'));
  stranger = new Planner(test, await test.signIn('head0501'));
  plan = await planner.begin();
  await planner.edit(plan, { op: 'rename', grid: '050101', name: '新名' });
});
afterAll(() => test.close());

const get = (who: Planner, url: string, more: object = {}) =>
  test.app.inject({ url, headers: { ...who.headers, ...more } });
const async = { prefer: 'respond-async, wait=10' };

/** The file that comes of a job, once all that is asked for has been done. */
async function fileOf(url: string): Promise<{ name: string; bytes: Buffer }> {
  const answer = await get(planner, url, async);
  expect([answer.statusCode, answer.headers['preference-applied']]).toEqual([202, 'respond-async']);
  const { location } = answer.headers;
  expect(location).toBe(`/api/v1/jobs/${answer.json<Job>().id}`);
  await doDueJobs(test.app);
  const job = (await get(planner, String(location))).json<Job>();
  expect(job).toMatchObject({ state: 'done', file: `${location}/file` });
  const file = await get(planner, String(job.file));
  expect(file.statusCode).toBe(200);
  return { name: (job.result as { name: string }).name, bytes: file.rawPayload };
}

describe('an export that its asker would rather not wait for', () => {
  it('is the same file as one that was waited for: the coverage', async () => {
    const url = '/api/v1/coverage/export?level=unit&crs=gcj02';
    const { name, bytes } = await fileOf(url);
    const waited = await get(planner, url);
    expect(bytes.equals(waited.rawPayload)).toBe(true);
    expect(waited.headers['content-disposition']).toBe(`attachment; filename="${name}"`);
  });

  it('is the same file as one that was waited for: a plan', async () => {
    const url = `/api/v1/plans/${plan.id}/export?format=kml`;
    const { bytes } = await fileOf(url);
    expect(bytes.toString()).toContain('新名');
    expect(bytes.equals((await get(planner, url)).rawPayload)).toBe(true);
  });

  it('is a whole file in a format that is written on a thread', async () => {
    const { name, bytes } = await fileOf('/api/v1/coverage/export?format=gpkg');
    expect(name).toMatch(/\.gpkg$/);
    expect(bytes.subarray(0, 15).toString()).toBe('SQLite format 3');
  });

  it('is of the generation that was asked for, whatever is published meanwhile, and refused where there is none', async () => {
    expect((await fileOf('/api/v1/coverage/export?generation=1')).name).toContain('generation1');
    expect((await get(planner, '/api/v1/coverage/export?generation=77', async)).statusCode).toBe(404);
  });

  it('is nobody else’s, and noted in the audit log when it is asked for', async () => {
    const count = async () =>
      (await askAsOwner(test.database, "SELECT 1 FROM audit_log WHERE action = 'coverage.export'")).rows.length;
    const before = await count();
    const { id } = (await get(planner, '/api/v1/coverage/export', async)).json<Job>();
    expect(await count()).toBe(before + 1);
    await doDueJobs(test.app);
    for (const path of ['', '/file']) expect((await get(stranger, `/api/v1/jobs/${id}${path}`)).statusCode).toBe(404);
    expect(await count()).toBe(before + 1);
  });

  it('comes to nothing once it is cancelled', async () => {
    const { id } = (await get(planner, '/api/v1/coverage/export', async)).json<Job>();
    const cancelled = await test.app.inject({ method: 'DELETE', url: `/api/v1/jobs/${id}`, headers: planner.headers });
    expect(['cancelled', 'done']).toContain(cancelled.json<Job>().state);
    await doDueJobs(test.app);
    const job = (await get(planner, `/api/v1/jobs/${id}`)).json<Job>();
    expect(job.file === undefined).toBe(job.state === 'cancelled');
  });
});
