import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS } from '../../server/access.ts';
import { ROLES } from '../../server/core/people/schemas.ts';
import { type AccessRule, decide } from '../../server/http/accessRules.ts';
import { AccessTable, accessKey } from '../../server/http/accessTable.ts';
import { type GuardedRoute, guardRoutes } from '../../server/http/guard.ts';
import { ACCESS_BY_HAND, type ByHand, byHand, ROLES_BY_HAND } from './accessTable.ts';
import { startApp, type TestApp } from './harness.ts';

/** The scopes every route is tried with: the district, a unit and a grid of it, and their likes in another district. */
const SCOPES = ['05', '0501', '050101', '99', '9901', '990101'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

let test: TestApp;
let tokens: Map<string, { authorization: string }>;

beforeAll(async () => {
  test = await startApp();
  tokens = new Map();
  for (const role of ROLES_BY_HAND)
    for (const scope of SCOPES) tokens.set(`${role} ${scope}`, await test.tokenFor([{ role, scope }]));
});
afterAll(() => test.close());

const ZERO_ID = '00000000-0000-4000-8000-000000000000';
const addressOf = (url: string): string =>
  url === '/api/v1/events' ? `${url}?wait=false` : url.replace(/:\w+/g, ZERO_ID).replace('*', 'x');
const call = (method: string, url: string, headers: object) =>
  test.app.inject({ method: method as 'GET', url: addressOf(url), headers: { ...headers } });
const routes = (): GuardedRoute[] => test.app.guardedRoutes;
const lineOf = ({ method, url }: Pick<GuardedRoute, 'method' | 'url'>): string =>
  ACCESS_BY_HAND[accessKey(method, url)] as string;

/** What the guard did; a handler that refuses for its own reasons was reached. */
async function outcome(method: string, url: string, headers: object): Promise<ByHand> {
  const answer = await call(method, url, headers);
  expect.soft(answer.statusCode, `${method} ${url}`).toBeLessThan(500);
  expect.soft(answer.statusCode, `${method} ${url}`).not.toBe(401);
  if (answer.statusCode !== 403) return 'in';
  // A HEAD has no words: its GET tells.
  const { body } = method === 'HEAD' ? await call('GET', url, headers) : answer;
  if (body.includes('Your roles do not cover this')) return 'kept out';
  return body.includes('A token cannot do this') ? 'in person only' : 'in';
}

describe('every route', () => {
  it('is in the table written by hand, and nothing is in it that there is not; so are the roles', () => {
    const keys = [...new Set(routes().map(({ method, url }) => accessKey(method, url)))];
    expect(keys.toSorted()).toEqual(Object.keys(ACCESS_BY_HAND).toSorted());
    expect(ACCESS.keys().toSorted()).toEqual(Object.keys(ACCESS_BY_HAND).toSorted());
    expect([...ROLES].toSorted()).toEqual([...ROLES_BY_HAND].toSorted());
  });

  it('lets nobody in without a credential, unless it is open', async () => {
    for (const { method, url } of routes().filter((route) => lineOf(route) !== 'open')) {
      const answer = await call(method, url, {});
      expect.soft(answer.statusCode, `${method} ${url}`).toBe(401);
      expect.soft(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('lets in by token exactly those whose role and scope the table names', async () => {
    for (const route of routes().filter((one) => lineOf(one) !== 'open'))
      for (const role of ROLES_BY_HAND)
        for (const scope of SCOPES)
          expect
            .soft(
              await outcome(route.method, route.url, tokens.get(`${role} ${scope}`) ?? {}),
              `${role} of ${scope}: ${route.method} ${route.url}`,
            )
            .toBe(byHand(lineOf(route), role, scope, 'token'));
  });

  it('lets in signed in exactly those whose role and scope the table names', async () => {
    for (const role of ROLES_BY_HAND)
      for (const scope of ['05', '0501', '99']) {
        // Leaving and changing the password end the session, so they come last.
        const ends = ({ method, url }: GuardedRoute) => Number(method === 'DELETE' && url === '/api/v1/session');
        const session = await test.sessionFor([{ role, scope }]);
        for (const route of routes().toSorted((a, b) => ends(a) - ends(b))) {
          if (lineOf(route) === 'open') continue;
          const said = await outcome(route.method, route.url, session);
          expect
            .soft(said, `${role} of ${scope}, signed in: ${route.method} ${route.url}`)
            .toBe(byHand(lineOf(route), role, scope, 'session'));
        }
      }
  });

  it('takes no other method than those of the table', async () => {
    const admin = tokens.get('admin 05') ?? {};
    for (const url of new Set(routes().map((route) => route.url)))
      for (const method of METHODS) {
        // An address may be that of another line too, as `accounts/tokens` is of `accounts/:id`.
        const fits = (line: string) => new RegExp(`^${line.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(url);
        if (routes().some((one) => accessKey(one.method, '') === accessKey(method, '') && fits(one.url))) continue;
        const { statusCode } = await call(method, url, admin);
        expect.soft([404, 405], `${method} ${url} → ${statusCode}`).toContain(statusCode);
      }
  });
});

describe('the table', () => {
  it('opens lookups to everybody only when the setting says so', () => {
    const rule: AccessRule = { openWhen: 'publicLookup', roles: 'any', scope: 'inDistrict' };
    expect(decide(rule, null, { publicLookup: false, district: '05' }, null)).toBe('unauthenticated');
    expect(decide(rule, null, { publicLookup: true, district: '05' }, null)).toBe('allow');
  });

  it('measures a rule with a code by the prefix held', () => {
    const rule: AccessRule = { roles: ['unitHead'], scope: () => '050203' };
    const head = (scope: string) =>
      ({
        kind: 'session',
        accountId: '',
        username: '',
        name: '',
        secretHash: '',
        roles: [{ role: 'unitHead', scope }],
      }) as const;
    const circumstances = { publicLookup: false, district: '05' };
    expect(decide(rule, head('0502'), circumstances, '050203')).toBe('allow');
    expect(decide(rule, head('0501'), circumstances, '050203')).toBe('forbidden');
    expect(decide(rule, head('050203'), circumstances, '0502')).toBe('forbidden');
  });
});

describe('a route without an entry in the table', () => {
  it('cannot be registered', async () => {
    const app = Fastify();
    guardRoutes(app, {
      access: new AccessTable({ http: { 'GET /healthz': { open: true } } }),
      credentials: { resolve: () => null },
      circumstances: () => ({ publicLookup: false, district: '05' }),
      awaySince: () => null,
    });
    app.get('/healthz', () => 'ok');
    expect(() => app.get('/api/v1/unheard-of', () => 'secret')).toThrow(/no entry in the access table/);
    expect(() => app.post('/healthz', () => 'secret')).toThrow(/no entry in the access table/);
    await app.close();
  });
});
