import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../server/db/transaction.ts';
import { replaceStaff } from '../../server/people/service.ts';
import { fourGrids, publishTo } from './district.ts';
import { PASSWORD, type SignedIn, signIn, startApp, type TestApp } from './harness.ts';

/** What is answered while the database is away, and to whom. Here it is only taken to be away, so that it can be seen who asks it. */
let test: TestApp;
let headers: SignedIn;
let away: Date | null;

const MINUTE = 60_000;
const SPOT = '/api/v1/lookup?lng=109.005&lat=34.205';

beforeAll(async () => {
  test = await startApp();
  test.published.awaySince = () => away;
  await publishTo(test, fourGrids(), new Date('2026-01-01T00:00:00Z'));
  const staff = [{ code: '050101', name: '王一', phone: '000-0001', role: 'warden' as const }];
  await inTransaction(test.database.owner, (trx) => replaceStaff(trx, '05', staff));
  await test.people.staff.reload();
});
afterAll(() => test.close());
beforeEach(async () => {
  away = null;
  headers = await signIn(test.app, 'dispatcher', PASSWORD);
  expect((await get(SPOT)).statusCode).toBe(200);
});

const get = (url: string) => test.app.inject({ url, headers: { ...headers } });

/** Ends every session in the database as another process would. */
const endSessions = () => test.database.owner.deleteFrom('sessions').execute();

describe('while the database is away', () => {
  it('whom it confirmed within a quarter of an hour reads published ground, and nobody later', async () => {
    away = new Date();
    await endSessions();
    test.clock.now += 14 * MINUTE;
    const answer = await get(SPOT);
    expect([answer.statusCode, answer.headers['gridwarden-as-of']]).toEqual([200, away.toISOString()]);
    test.clock.now += 2 * MINUTE;
    expect((await get(SPOT)).statusCode).toBe(401);
  });

  it('nobody is shown telephone numbers, not even those read a moment before', async () => {
    expect((await get(SPOT)).json().wardens).toEqual([{ name: '王一', phone: '000-0001', role: 'warden' }]);
    away = new Date();
    expect((await get(SPOT)).json().wardens).toEqual([{ name: '王一', phone: null, role: 'warden' }]);
  });

  it('a session that was ended here is not remembered, and one that runs out does so', async () => {
    const { cookie } = headers;
    await test.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } });
    away = new Date();
    expect((await get(SPOT)).statusCode).toBe(401);
    away = null;
    headers = await signIn(test.app, 'dispatcher', PASSWORD);
    test.clock.now += 12 * 60 * MINUTE - 5 * MINUTE;
    await test.database.owner
      .updateTable('sessions')
      .set({ last_seen_at: new Date(test.clock.now) })
      .execute();
    expect((await get(SPOT)).statusCode).toBe(200);
    away = new Date();
    await endSessions();
    test.clock.now += 4 * MINUTE;
    expect((await get(SPOT)).statusCode).toBe(200);
    test.clock.now += 2 * MINUTE;
    expect((await get(SPOT)).statusCode).toBe(401);
  });

  it('everything else asks the database who it is', async () => {
    away = new Date();
    await endSessions();
    test.clock.now += MINUTE;
    for (const url of ['/api/v1/plans', '/api/v1/tokens', '/api/v1/audit', '/api/v1/accounts', '/api/v1/places'])
      expect([url, (await get(url)).statusCode]).toEqual([url, 401]);
  });

  it('these routes and no others go on', () => {
    const routes = test.app.guardedRoutes.filter(({ rule }) => 'whileAway' in rule);
    const names = routes.filter(({ method }) => method !== 'HEAD').map(({ method, url }) => `${method} ${url}`);
    expect(names.toSorted()).toEqual([
      'GET /api/v1/basemap',
      'GET /api/v1/coverage',
      'GET /api/v1/coverage/areas',
      'GET /api/v1/coverage/export',
      'GET /api/v1/coverage/grids/:code/lineage',
      'GET /api/v1/generations',
      'GET /api/v1/generations/:n',
      'GET /api/v1/generations/:n/certificate',
      'GET /api/v1/generations/:n/outline',
      'GET /api/v1/generations/diff',
      'GET /api/v1/lookup',
      'GET /api/v1/session',
      'GET /api/v1/settings',
      'GET /ogc',
      'GET /ogc/',
      'GET /ogc/api',
      'GET /ogc/api.html',
      'GET /ogc/collections',
      'GET /ogc/collections/:id',
      'GET /ogc/collections/:id/items',
      'GET /ogc/collections/:id/items/:fid',
      'GET /ogc/conformance',
      'POST /api/v1/lookup/batch',
    ]);
  });
});
