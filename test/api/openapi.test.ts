import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validate } from '@readme/openapi-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientTypes } from './clientGenerator/generate.ts';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;
beforeAll(async () => {
  started = await startApp();
});
afterAll(() => started.close());

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

interface Operation {
  operationId?: string;
  summary?: string;
  tags?: string[];
  parameters?: { name: string; description?: string }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

interface Description {
  openapi: string;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

async function description(url: string): Promise<Description> {
  const headers = await started.signIn('admin');
  return (await started.app.inject({ url, headers: { ...headers } })).json<Description>();
}

const operations = ({ paths }: Description): [string, Operation][] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );

describe.each([
  ['/api/openapi.json', '3.1'],
  ['/ogc/api', '3.0'],
])('the description at %s', (url, version) => {
  it(`is a valid document of OpenAPI ${version}`, async () => {
    const document = await description(url);
    expect(document.openapi).toMatch(version);
    const verdict = await validate(structuredClone(document) as never);
    expect(verdict).toMatchObject({ valid: true, warnings: [] });
  });

  it('names every operation once, says what it does and under which heading it belongs', async () => {
    const document = await description(url);
    const headings = document.tags.map(({ name }) => name);
    const all = operations(document);
    const wanting = all.filter(
      ([, { operationId = '', summary = '', tags = [] }]) =>
        !/^[a-z]\w+$/.test(operationId) || summary === '' || !tags.some((tag) => headings.includes(tag)),
    );
    expect(wanting.map(([route]) => route)).toEqual([]);
    expect(new Set(all.map(([, { operationId }]) => operationId)).size).toBe(all.length);
  });

  it('says where the service is', async () => {
    expect((await description(url)).servers).not.toEqual([]);
  });
});

describe('the description of the API', () => {
  it('describes every parameter', async () => {
    const silent = operations(await description('/api/openapi.json')).flatMap(([route, { parameters = [] }]) =>
      parameters.filter((parameter) => !parameter.description).map(({ name }) => `${route} ${name}`),
    );
    expect(silent).toEqual([]);
  });

  it('explains every heading that it uses, and no other', async () => {
    const document = await description('/api/openapi.json');
    const used = new Set(operations(document).flatMap(([, { tags = [] }]) => tags));
    expect(document.tags.map(({ name }) => name).toSorted()).toEqual([...used].toSorted());
  });

  it('says of every route what it gives, unless that is nothing', async () => {
    const silent = operations(await description('/api/openapi.json')).filter(([, { responses }]) =>
      Object.entries(responses).some(
        ([status, { content }]) =>
          status.startsWith('2') && status !== '204' && !Object.values(content ?? {}).some(({ schema }) => schema),
      ),
    );
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  it('says of every form what parts it has', async () => {
    const forms = new Map(operations(await description('/api/openapi.json')));
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

/** What somebody writes who uses a generated client: it compiles only if the names, enums and members are there. */
const PROGRAM = `
import type { components, operations } from './api.ts';

type Named = components['schemas'];
type Success<O> = O extends { responses: { 200: { content: { 'application/json': infer A } } } } ? A
  : O extends { responses: { 201: { content: { 'application/json': infer A } } } } ? A : never;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;
declare function call<N extends keyof operations>(
  name: N, parameters: operations[N]['parameters'], body?: Body<operations[N]>,
): Promise<Success<operations[N]>>;

export async function plan(): Promise<Named['Plan']> {
  const coverage: Named['Coverage'] = await call('getCoverage', {});
  const unit: Named['Unit'] | undefined = coverage.units[0];
  const made: Named['PlanSummary'] = await call('createPlan', { header: { 'idempotency-key': 'a' } }, { title: unit?.name ?? '' });
  const edit: Named['PlanEdit'] = { op: 'merge', grids: ['050101', '050102'], keep: '050101' };
  const { revision, edit: record } = await call('editPlan', { path: { id: made.id } }, edit);
  const by: Named['PlanRecord']['actor'] = record.actor;
  const { faults } = await call('getPlanFaults', { path: { id: made.id } });
  const kinds: Named['FaultKind'][] = faults.map((fault: Named['Fault']) => fault.kind);
  if (kinds.includes('gap') || by.name === '') throw new Error();
  const plans: Named['PlanSummary'][] = (await call('listPlans', { query: { limit: 2 } })).plans;
  if (plans[0]?.state === 'returned') return call('getPlan', { path: { id: made.id } });
  return call('submitPlan', { path: { id: made.id } }, { revision });
}

export async function others(problem: Named['Problem']): Promise<Named['Account'][]> {
  const generations: Named['Generation'][] = (await call('listGenerations', {})).generations;
  const found: Named['LookupAnswer'] = await call('lookUp', { query: { lng: 113.5, lat: 34.7, crs: 'gcj02' } });
  if (problem.code === 'outside-coverage' || found.generation === generations[0]?.generation) return [];
  // @ts-expect-error there is no such datum
  await call('lookUp', { query: { lng: 113.5, lat: 34.7, crs: 'nad27' } });
  // @ts-expect-error a merge keeps one of the grids
  const wrong: Named['PlanEdit'] = { op: 'merge', grids: ['050101', '050102'] };
  // @ts-expect-error nothing is called so
  await call('deletePlan', {}, wrong);
  return (await call('listAccounts', {})).accounts;
}
`;

describe('a client generated from the description', () => {
  it('has names for operations and for what they take and give', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gridwarden-client-'));
    try {
      writeFileSync(join(folder, 'api.ts'), await clientTypes(await description('/api/openapi.json')));
      writeFileSync(join(folder, 'program.ts'), PROGRAM);
      expect(complaints(folder)).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** What the compiler says of the program in a folder. */
function complaints(folder: string): string {
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--allowImportingTsExtensions',
    '--types',
    '',
    '--target',
    'es2023',
  ];
  try {
    return execFileSync(process.execPath, [TSC, ...options, join(folder, 'program.ts')], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
