import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;
beforeAll(async () => {
  started = await startApp();
});
afterAll(() => started.close());

interface Operation {
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

async function operations(): Promise<[string, Operation][]> {
  const { paths } = (await started.app.inject({ url: '/api/openapi.json' })).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

describe('the description of the API', () => {
  it('says of every route what it gives, unless that is nothing', async () => {
    const silent = (await operations()).filter(([, { responses }]) =>
      Object.entries(responses).some(
        ([status, { content }]) =>
          status.startsWith('2') && status !== '204' && !Object.values(content ?? {}).some(({ schema }) => schema),
      ),
    );
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  it('says of every form what parts it has', async () => {
    const forms = new Map(await operations());
    for (const route of ['post /api/v1/coverage/imports', 'post /api/v1/coverage/check-file'])
      expect(forms.get(route)?.requestBody?.content['multipart/form-data']?.schema).toHaveProperty('properties');
  });

  it('changes nothing of what metrics, basemap and audit export answer', async () => {
    const headers = await started.signIn('admin');
    const metrics = await started.app.inject({ url: '/metrics' });
    expect(metrics.body).toContain('# HELP');
    const basemap = await started.app.inject({ url: '/api/v1/basemap', headers: { ...headers } });
    expect(basemap.json()).toMatchObject({ type: 'FeatureCollection' });
    const audit = await started.app.inject({ url: '/api/v1/audit/export?format=csv', headers: { ...headers } });
    expect(audit.statusCode).toBe(200);
  });

  it('names the limit that a body nested too deeply has passed', async () => {
    const answer = await started.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'application/json' },
      payload: '['.repeat(100) + ']'.repeat(100),
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ limit: 'levels', most: 64 });
  });
});
