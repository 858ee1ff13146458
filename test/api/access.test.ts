import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../server/core/people/schemas.ts';
import { type AccessRule, accessKey, decide } from '../../server/http/access.ts';
import type { GuardedRoute } from '../../server/http/guard.ts';
import { startApp, type TestApp } from './harness.ts';

/** The scopes every route is tried with: the district, a unit and a grid of it, and their likes in another district. */
const SCOPES = ['05', '0501', '050101', '99', '9901', '990101'];

let test: TestApp;
let headersOf: Map<string, { authorization: string }>;

beforeAll(async () => {
  test = await startApp();
  headersOf = new Map();
  for (const role of ROLES) {
    for (const scope of SCOPES) headersOf.set(`${role} ${scope}`, await test.tokenFor([{ role, scope }]));
  }
});
afterAll(() => test.close());

const ZERO_ID = '00000000-0000-4000-8000-000000000000';
const addressOf = (route: GuardedRoute): string => route.url.replace(/:\w+/g, ZERO_ID).replace('*', 'x');
const call = (route: GuardedRoute, headers: Record<string, string>) =>
  test.app.inject({ method: route.method as 'GET', url: addressOf(route), headers });
const routes = (): GuardedRoute[] => test.app.guardedRoutes;
const isOpen = (rule: AccessRule): boolean => 'open' in rule;

function expected(rule: AccessRule, role: Role, scope: string): 'allow' | 'forbidden' {
  const principal = {
    kind: 'token',
    accountId: '',
    username: '',
    name: '',
    secretHash: '',
    roles: [{ role, scope }],
  } as const;
  return decide(rule, principal, { publicLookup: false, district: '05' }, null) === 'allow' ? 'allow' : 'forbidden';
}

describe('every route', () => {
  it('is in the walk', () => {
    const keys = routes().map((route) => accessKey(route.method, route.url));
    expect(keys).toContain('POST /api/v1/session');
    expect(keys).toContain('GET /api/v1/audit');
    expect(keys.length).toBeGreaterThan(15);
  });

  it('lets nobody in without a credential, unless it is open', async () => {
    for (const route of routes().filter(({ rule }) => !isOpen(rule))) {
      const answer = await call(route, {});
      expect.soft(answer.statusCode, `${route.method} ${route.url}`).toBe(401);
      expect.soft(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('lets in exactly those whose role and scope the table names', async () => {
    for (const route of routes().filter(({ rule }) => !isOpen(rule))) {
      for (const role of ROLES) {
        for (const scope of SCOPES) {
          const answer = await call(route, { ...headersOf.get(`${role} ${scope}`) });
          const refused =
            answer.statusCode === 403 &&
            (route.method === 'HEAD' || answer.body.includes('Your roles do not cover this'));
          expect
            .soft(
              refused ? 'forbidden' : 'allow',
              `${role} of ${scope}: ${route.method} ${route.url} → ${answer.statusCode}`,
            )
            .toBe(expected(route.rule, role, scope));
          expect.soft(answer.statusCode).toBeLessThan(500);
          expect.soft(answer.statusCode).not.toBe(401);
        }
      }
    }
  });
});

describe('the table', () => {
  it('keeps boundary work to planners and administrators of the whole district', () => {
    const rule: AccessRule = { roles: ['planner', 'admin'], scope: 'district' };
    expect(expected(rule, 'planner', '05')).toBe('allow');
    expect(expected(rule, 'planner', '0501')).toBe('forbidden');
    expect(expected(rule, 'planner', '99')).toBe('forbidden');
    expect(expected(rule, 'warden', '05')).toBe('forbidden');
  });

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
    const { buildApp } = await import('../../server/app.ts');
    const { openPeople } = await import('../../server/people/service.ts');
    const { accessKey: key, ruleOf } = await import('../../server/http/access.ts');
    expect(key('HEAD', '/x')).toBe('GET /x');
    expect(() => ruleOf('GET', '/api/v1/unheard-of')).toThrow(/no entry in the access table/);
    const app = await buildApp({
      config: test.config,
      database: test.database,
      people: openPeople(test.database.kysely),
      published: test.published,
    });
    await app.close();
  });
});
