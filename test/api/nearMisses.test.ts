import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../server/core/people/schemas.ts';
import { loadDemo } from '../../server/demoDistrict.ts';
import { startApp, type TestApp } from './harness.ts';
import { nearly, type Schema } from './nearMisses.ts';

/**
 * Thousands of requests that are almost right, made from the API's own description: they come past the first check, into the
 * work itself. Nothing may be a 5xx. The seed is fixed: a failure comes again.
 */
const SEED = 20_260_601;
const REQUESTS_PER_ROUTE = 150;
/** Hashing a password takes long on purpose. */
const HASHING = /\/(session|session\/password|accounts|accounts\/\{id\})$/;
const REQUESTS_WITH_HASHING = 15;

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

let test: TestApp;
let headers: { authorization: string };
let plan: string;
const statuses = new Map<number, number>();

beforeAll(async () => {
  test = await startApp();
  await loadDemo(test.database.owner, '05');
  await test.published.refresh();
  headers = await test.tokenFor(ROLES.map((role) => ({ role, scope: '05' })));
  const made = await test.app.inject({ method: 'POST', url: '/api/v1/plans', headers, payload: { title: 'x' } });
  plan = made.json<{ id: string }>().id;
});
afterAll(() => test.close());

const fillAddress = (path: string): string =>
  path
    .replace('/plans/{id}', `/plans/${plan}`)
    .replace('{n}', '1')
    .replace('{code}', '050101')
    .replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');

function queryOf(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) search.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  return search.toString();
}

async function send(method: string, url: string, payload: unknown): Promise<void> {
  const body = payload === undefined ? {} : { payload: JSON.stringify(payload) };
  const type = payload === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await test.app.inject({ method: method as 'GET', url, headers: { ...headers, ...type }, ...body });
  const shown = `${method} ${url} ${(body.payload ?? '').slice(0, 1500)} → ${answer.statusCode} ${answer.body.slice(0, 300)}`;
  expect(answer.statusCode, shown).toBeLessThan(500);
  statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
  if (answer.statusCode !== 422) return;
  const { code, errors = [] } = answer.json<{ code: string; errors?: unknown[] }>();
  if (code === 'invalid-input' || code === 'swapped-coordinates') expect(errors, shown).not.toHaveLength(0);
}

describe('requests that are almost right', () => {
  it('are never answered with a 5xx, and with a place where the input is at fault', async () => {
    const { paths } = (await test.app.inject('/api/openapi.json')).json<{
      paths: Record<string, Record<string, Operation>>;
    }>();
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    );
    for (const [index, { path, method, operation }] of operations.entries()) {
      const queries = (operation.parameters ?? []).filter((each) => each.in === 'query');
      const query: Schema = {
        type: 'object',
        properties: Object.fromEntries(queries.map(({ name, schema }) => [name, schema])),
        required: queries.map(({ name }) => name),
      };
      const content = operation.requestBody?.content['application/json'];
      // What never ends answers no single request.
      if ((queries.length === 0 && content === undefined) || path === '/api/v1/events') continue;
      const attempts = fc.tuple(nearly(query), content ? nearly(content.schema) : fc.constant(undefined));
      const numRuns = HASHING.test(path) ? REQUESTS_WITH_HASHING : REQUESTS_PER_ROUTE;
      for (const [asked, payload] of fc.sample(attempts, { numRuns, seed: SEED + index })) {
        const values = typeof asked === 'object' && asked !== null ? (asked as Record<string, unknown>) : {};
        await send(method, `${fillAddress(path)}?${queryOf(values)}`, payload);
      }
    }
  });

  it('are often right, so that they reach the work itself', () => {
    const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
    expect(all).toBeGreaterThan(3_000);
    expect((statuses.get(200) ?? 0) / all).toBeGreaterThan(0.1);
  });
});
