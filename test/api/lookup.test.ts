import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectionTo } from '../../server/core/coverage/datum.ts';
import type { LookupAnswer } from '../../server/core/locate/schemas.ts';
import { inTransaction } from '../../server/db/transaction.ts';
import { replaceStaff } from '../../server/people/service.ts';
import { fourGrids, publishTo, threeGrids } from './district.ts';
import { type SignedIn, startApp, type TestApp } from './harness.ts';

let started: TestApp;
let headers: SignedIn;

beforeAll(async () => {
  started = await startApp();
  headers = await started.signIn('member050101');
  await publishTo(started, fourGrids(), new Date('2026-01-01T00:00:00Z'));
  await inTransaction(started.database.owner, (trx) =>
    replaceStaff(trx, '05', [
      { code: '050101', name: '王一', phone: '000-0001', role: 'warden' },
      { code: '0502', name: '李二', phone: '000-0002', role: 'unitHead' },
    ]),
  );
  await started.people.staff.reload();
});
afterAll(() => started.close());

const lookup = async (query: string) => started.app.inject({ url: `/api/v1/lookup?${query}`, headers: { ...headers } });

describe('which grid owns a spot', () => {
  it('is answered with unit, district, wardens and the border', async () => {
    const answer: LookupAnswer = (await lookup('lng=109.0098&lat=34.205')).json();
    expect(answer).toMatchObject({
      grid: { code: '050101', name: '西南' },
      unit: { code: '0501', name: '纺织城' },
      district: { code: '05' },
      generation: 1,
      wardens: [{ name: '王一', phone: '000-0001', role: 'warden' }],
      border: { neighbour: { code: '050102', name: '东南' } },
      uncertain: false,
    });
    // 0.0002° of longitude at 34.2° north is 18.4 m.
    expect(answer.border.distanceMetres).toBeGreaterThan(18.3);
    expect(answer.border.distanceMetres).toBeLessThan(18.6);
  });

  it('is uncertain when the border is within the accuracy', async () => {
    expect((await lookup('lng=109.0098&lat=34.205&accuracy=30')).json().uncertain).toBe(true);
    expect((await lookup('lng=109.0098&lat=34.205&accuracy=10')).json().uncertain).toBe(false);
  });

  it('falls back to the unit head where a grid has no warden', async () => {
    expect((await lookup('lng=109.005&lat=34.215')).json().wardens).toEqual([
      { name: '李二', phone: null, role: 'unitHead' },
    ]);
  });

  it('is the same in every datum', async () => {
    for (const crs of ['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const) {
      const [lng, lat] = projectionTo(crs)?.(109.0151, 34.2149) ?? [109.0151, 34.2149];
      expect((await lookup(`lng=${lng}&lat=${lat}&crs=${crs}`)).json().grid.code).toBe('050202');
    }
  });

  it('gives a border to the north and east of it, and the outline to the grid it bounds', async () => {
    expect((await lookup('lng=109.01&lat=34.21')).json().grid.code).toBe('050202');
    expect((await lookup('lng=109.005&lat=34.21')).json().grid.code).toBe('050201');
    expect((await lookup('lng=109.01&lat=34.205')).json().grid.code).toBe('050102');
    expect((await lookup('lng=109.02&lat=34.22')).json().grid.code).toBe('050202');
  });

  it('is refused outside, naming the nearest grid', async () => {
    const answer = await lookup('lng=109.03&lat=34.205');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'outside-coverage', nearest: { grid: { code: '050102' } } });
    expect(answer.json().nearest.distanceMetres).toBeGreaterThan(900);
  });

  it('is refused with the reason when longitude and latitude are swapped', async () => {
    const answer = await lookup('lng=34.205&lat=109.005');
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'swapped-coordinates' });
  });

  it('is refused for numbers that are none, naming the field', async () => {
    for (const query of ['lng=abc&lat=34', 'lng=109', 'lng=109&lat=NaN', 'lng=1e999&lat=34', 'lng=181&lat=91']) {
      const answer = await lookup(query);
      expect([400, 422], query).toContain(answer.statusCode);
      expect(answer.json().errors.length).toBeGreaterThan(0);
    }
  });

  it('is answered for many at once, in order, each with its own error', async () => {
    const answer = await started.app.inject({
      method: 'POST',
      url: '/api/v1/lookup/batch',
      headers: { ...headers },
      payload: {
        points: [
          { id: 'a', lng: 109.005, lat: 34.205 },
          { lng: 120, lat: 30 },
          { id: 7, lng: 34.2, lat: 109 },
        ],
      },
    });
    expect(answer.json().results).toEqual([
      { id: 'a', code: '050101' },
      { id: 1, error: 'outside-coverage' },
      { id: 7, error: 'swapped-coordinates' },
    ]);
  });

  it('names the limit of a batch', async () => {
    const points = Array.from({ length: 10_001 }, () => ({ lng: 109.005, lat: 34.205 }));
    const answer = await started.app.inject({
      method: 'POST',
      url: '/api/v1/lookup/batch',
      headers: { ...headers },
      payload: { points },
    });
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'too-large', most: 10_000 });
  });

  it('follows a publication without a restart, and still knows who owned the spot before', async () => {
    await publishTo(started, threeGrids(), new Date('2026-06-01T00:00:00Z'));
    expect((await lookup('lng=109.005&lat=34.205')).json()).toMatchObject({ generation: 2, grid: { code: '050102' } });
    expect((await lookup('lng=109.005&lat=34.205&at=2026-02-01T00:00:00Z')).json()).toMatchObject({
      generation: 1,
      grid: { code: '050101' },
    });
  });

  it('takes a day for its end in China, one by one and for many', async () => {
    // The second generation came into force at eight in the morning of that day there.
    const owner = async (at: string) => (await lookup(`lng=109.005&lat=34.205&at=${at}`)).json().grid.code;
    expect(await owner('2026-05-31')).toBe('050101');
    expect(await owner('2026-06-01')).toBe('050102');
    expect((await lookup('lng=109.005&lat=34.205&at=1999-12-31')).statusCode).toBe(404);
    const wrong = await lookup('lng=109.005&lat=34.205&at=2026-02-30');
    expect(wrong.json()).toMatchObject({ code: 'invalid-input', errors: [{ path: '/at' }] });
    const batch = await started.app.inject({
      method: 'POST',
      url: '/api/v1/lookup/batch',
      headers: { ...headers },
      payload: { points: [{ lng: 109.005, lat: 34.205 }], at: '2026-05-31' },
    });
    expect(batch.json()).toMatchObject({ generation: 1, results: [{ code: '050101' }] });
  });
});
