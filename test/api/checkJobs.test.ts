import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../../server/core/jobs/schemas.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { formOf, type Headers } from './planning.ts';
import { doDueJobs } from './setTimes.ts';

let test: TestApp;
let planner: Headers;
let member: Headers;

beforeAll(async () => {
  test = await startApp();
  await publishTo(test, fourGrids());
  planner = { ...(await test.signIn('planner')) } as unknown as Headers;
  member = { ...(await test.signIn('member050101')) } as unknown as Headers;
});
afterAll(() => test.close());

const square = (west: number, code: string) => ({
  type: 'Feature',
  properties: { code, name: code },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 34.2],
        [west + 0.01, 34.2],
        [west + 0.01, 34.21],
        [west, 34.21],
        [west, 34.2],
      ],
    ],
  },
});
const overlapping = JSON.stringify({
  type: 'FeatureCollection',
  features: [square(109, '050101'), square(109.005, '050102')],
});

const send = (who: Headers, text: string, more: Headers = {}) => {
  const { payload, headers } = formOf('grids.geojson', text);
  const url = '/api/v1/coverage/check-file';
  return test.app.inject({ method: 'POST', url, payload, headers: { ...who, ...headers, ...more } });
};
const inBackground = { prefer: 'respond-async' };
const get = (who: Headers, url: string) => test.app.inject({ url, headers: who });

describe('a check that its sender would rather not wait for', () => {
  it.each(['planner', 'member'] as const)(
    'comes to the same report as one that was waited for: a %s’s',
    async (who) => {
      const headers = who === 'planner' ? planner : member;
      const answer = await send(headers, overlapping, inBackground);
      expect(answer.statusCode).toBe(202);
      await doDueJobs(test.app);
      const job = (await get(headers, String(answer.headers.location))).json<Job>();
      expect(job).toMatchObject({ kind: 'check', title: 'grids.geojson', state: 'done', result: { ok: false } });
      const report = await get(headers, String(job.file));
      expect(report.body).toBe((await send(headers, overlapping)).body);
      expect(report.json<{ faults: { kind: string }[] }>().faults.map(({ kind }) => kind)).toContain('overlap');
    },
  );

  it('fails as it would have been refused, with the place', async () => {
    const answer = await send(planner, 'no file of boundaries', inBackground);
    await doDueJobs(test.app);
    const job = (await get(planner, String(answer.headers.location))).json<Job>();
    const waited = (await send(planner, 'no file of boundaries')).json<{ code: string; detail: string }>();
    expect(job).toMatchObject({ state: 'failed', problem: { code: waited.code, detail: waited.detail } });
    expect(job.problem?.errors?.[0]?.path).toBe('/file');
  });

  it('is one at a time for each account, and seen by nobody else', async () => {
    test.app.jobRunner.look = () => Promise.resolve();
    const first = await send(member, overlapping, inBackground);
    expect(first.statusCode).toBe(202);
    const second = await send(member, overlapping, inBackground);
    expect([second.statusCode, second.json<{ code: string }>().code]).toEqual([429, 'too-many-requests']);
    const location = String(first.headers.location);
    expect((await get(planner, location)).statusCode).toBe(404);
    const cancelled = await test.app.inject({ method: 'DELETE', url: location, headers: member });
    expect(cancelled.json<Job>().state).toBe('cancelled');
    expect((await send(member, overlapping, inBackground)).statusCode).toBe(202);
  });
});
