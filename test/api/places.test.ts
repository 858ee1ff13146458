import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isDemoPublished, loadDemo } from '../../server/demoDistrict.ts';
import { addDemoPlaces } from '../../server/places/demo.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;
beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
});
afterAll(() => started.close());

const BOUNDARY = 'a-boundary-of-parts';

async function upload(content: string | Buffer, query = 'kind=business', headers?: Record<string, string>) {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="places.csv"\r\ncontent-type: text/csv\r\n\r\n`;
  return started.app.inject({
    method: 'POST',
    url: `/api/v1/places?${query}`,
    headers: {
      ...(headers ?? (await started.signIn('planner'))),
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
  });
}

async function read(query: string, headers?: Record<string, string>) {
  return started.app.inject({
    url: `/api/v1/places?${query}`,
    headers: { ...(headers ?? (await started.signIn('planner'))) },
  });
}

const FILE = 'lng,lat,name,weight\n109.005,34.205,西南,2\n109.015,34.205,东南,1\n109.005,34.215,西北,1\n110,35,外,1\n';

describe('places', () => {
  beforeEach(async () => {
    expect((await upload(FILE)).statusCode).toBe(200);
  });

  it('come as flat points of the area asked for', async () => {
    expect((await read('kind=business')).json()).toMatchObject({ kind: 'business', count: 3 });
    expect((await read('kind=business&within=0501&format=compact')).json()).toEqual({
      kind: 'business',
      count: 2,
      points: [
        [109.005, 34.205, 2],
        [109.015, 34.205, 1],
      ],
    });
    expect((await read('kind=address')).json()).toEqual({ kind: 'address', count: 0, points: [] });
  });

  it('are all replaced by an upload, which says how many lie outside', async () => {
    const answer = await upload(FILE);
    expect(answer.json()).toMatchObject({ kind: 'business', count: 4, outside: 1 });
    await upload('lng,lat\n109.001,34.201');
    expect((await read('kind=business')).json()).toMatchObject({ points: [[109.001, 34.201, 1]] });
  });

  it('may come in GCJ-02 and in GB18030', async () => {
    const back = (await read('kind=business&crs=gcj02&within=0501')).json<{ points: number[][] }>().points;
    expect(back[0]?.[0]).not.toBe(109.005);
    const lines = back.map((point) => point.join(','));
    await upload(`lng,lat,weight\n${lines.join('\n')}`, 'kind=business&crs=gcj02');
    expect((await read('kind=business')).json()).toMatchObject({
      points: [
        [109.005, 34.205, 2],
        [109.015, 34.205, 1],
      ],
    });
    const inGb18030 = Buffer.concat([
      Buffer.from('lng,lat,name\n109.001,34.201,'),
      Buffer.from([0xc0, 0xcf, 0xcd, 0xf5]),
    ]);
    expect((await upload(inGb18030)).statusCode).toBe(200);
    expect(await started.database.owner.selectFrom('places').select('name').execute()).toEqual([{ name: '老王' }]);
  });

  it('with a mistake are refused with its line, and nothing is replaced', async () => {
    const answer = await upload('lng,lat\n109.001,34.201\n109,x\n');
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'invalid-input', errors: [{ path: '/lines/3' }] });
    expect((await read('kind=business')).json()).toMatchObject({ count: 3 });
    expect((await upload(FILE, 'kind=shop')).statusCode).toBe(422);
  });

  it('are for those who plan and approve there, and replaced by planners of the district only', async () => {
    const unitPlanner = await started.tokenFor([{ role: 'planner', scope: '0501' }]);
    expect((await read('kind=business&within=0501', unitPlanner)).statusCode).toBe(200);
    expect((await read('kind=business&within=0502', unitPlanner)).statusCode).toBe(403);
    expect((await read('kind=business', unitPlanner)).statusCode).toBe(403);
    expect((await upload(FILE, 'kind=business', unitPlanner)).statusCode).toBe(403);
    const warden = await started.tokenFor([{ role: 'warden', scope: '050101' }]);
    expect((await read('kind=business&within=050101', warden)).statusCode).toBe(403);
  });

  it('leave an entry in the audit log', async () => {
    const entry = await started.database.owner
      .selectFrom('audit_log')
      .selectAll()
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ actor: 'planner', action: 'places.replace', target: 'business', scope: '05' });
  });
});

describe('the demo', () => {
  let other: TestApp;
  beforeAll(async () => {
    other = await startApp();
    await loadDemo(other.database.owner, '05');
    await other.published.refresh();
  });
  afterAll(() => other.close());

  const count = async (kind: string) =>
    (
      await other.app.inject({ url: `/api/v1/places?kind=${kind}`, headers: { ...(await other.signIn('planner')) } })
    ).json<{ count: number }>().count;

  it('comes with businesses and addresses, all inside the district', async () => {
    expect([await count('business'), await count('address')]).toEqual([2500, 3640]);
  });

  it('gets them where it was loaded before there were any, and keeps those it has', async () => {
    await other.database.owner.deleteFrom('places').execute();
    await addDemoPlaces(other.database.owner, '05');
    expect(await count('business')).toBe(2500);
    await other.database.owner.deleteFrom('place_sets').execute();
    expect(await isDemoPublished(other.database.owner, '05')).toBe(true);
    await addDemoPlaces(other.database.owner, '05');
    expect([await count('business'), await count('address')]).toEqual([2500, 3640]);
  });
});
