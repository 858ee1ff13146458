import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { GridDifference, Lineage } from '../../server/core/coverage/schemas.ts';
import type { Impact } from '../../server/core/plans/impactSchemas.ts';
import type { PlanDetail, PlanSummary } from '../../server/core/plans/schemas.ts';
import { fourGrids, publishTo, ring } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { type Answer, Planner } from './planning.ts';
import { doDueJobs, letTimesCome } from './setTimes.ts';

let started: TestApp | undefined;
let planner: Planner;
let approver: Planner;
let admin: Planner;
let plan: PlanSummary;

beforeEach(async () => {
  await started?.close();
  started = await startApp();
  await publishTo(started, fourGrids());
  planner = new Planner(started, await started.signIn('planner'));
  approver = new Planner(started, await started.signIn('approver'));
  admin = new Planner(started, await started.signIn('admin'));
  plan = await planner.begin();
});
afterAll(() => started?.close());

const rename = (grid: string, name: string) => ({ op: 'rename', grid, name });
const split = (grid: string, west: number, south: number) => ({
  op: 'split',
  grid,
  line: [
    [west + 0.004, south - 0.0001],
    [west + 0.004, south + 0.0101],
  ],
});
const decide = (who: Planner, verb: string, payload?: object, of = plan): Promise<Answer> =>
  verb === 'undo' || verb === 'rebase'
    ? who.call('POST', `/plans/${of.id}/${verb}`, payload)
    : who.decide(of, verb, payload);

async function approved(of: PlanSummary = plan): Promise<void> {
  for (const [who, verb] of [
    [planner, 'submit'],
    [approver, 'approve'],
  ] as const) {
    const { status, body } = await decide(who, verb, undefined, of);
    expect(status, JSON.stringify(body)).toBe(200);
  }
}

async function publishedAs(of: PlanSummary = plan): Promise<number> {
  await approved(of);
  const { status, body } = await decide(approver, 'publish', undefined, of);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.generation as number;
}

const auditActions = async (): Promise<string[]> => {
  const rows = await (started as TestApp).database.owner
    .selectFrom('audit_log')
    .select('action')
    .where('action', 'like', 'plan.%')
    .orderBy('sequence')
    .execute();
  return rows.map(({ action }) => action);
};

describe('a plan on its way', () => {
  it('goes from draft over approval to a generation that lookups answer from', async () => {
    await planner.edit(plan, split('050101', 109, 34.2));
    expect((await decide(planner, 'submit', { note: '请审' })).body).toMatchObject({
      state: 'submitted',
      decisionNote: '请审',
      may: ['withdraw', 'answer', 'comment'],
    });
    expect((await approver.get(plan)).may).toEqual(['return', 'approve', 'answer', 'comment']);
    expect((await decide(approver, 'approve', { note: '同意' })).body).toMatchObject({
      state: 'approved',
      approvedBy: { name: expect.any(String) },
      may: ['return', 'publish', 'answer', 'comment'],
    });
    expect((await decide(approver, 'publish')).body).toMatchObject({ state: 'published', generation: 2 });
    const lookup = await planner.done<object>('GET', '/lookup?lng=109.002&lat=34.205');
    expect(lookup).toMatchObject({ generation: 2, grid: { code: '050103' } });
    expect(await auditActions()).toEqual(['plan.create', 'plan.submit', 'plan.approve', 'plan.publish']);
  });

  it('is not submitted without a change, nor edited, approved or published out of turn', async () => {
    expect((await decide(planner, 'submit')).body.code).toBe('conflict');
    expect((await decide(approver, 'approve')).status).toBe(409);
    expect((await decide(approver, 'publish')).status).toBe(409);
    await planner.edit(plan, rename('050101', '新名'));
    await decide(planner, 'submit');
    expect((await planner.tryEdit(plan, rename('050101', '又'))).body).toMatchObject({
      code: 'conflict',
      state: 'submitted',
    });
    expect((await decide(planner, 'undo')).status).toBe(409);
    expect((await planner.call('PATCH', `/plans/${plan.id}`, { title: '改' })).status).toBe(409);
    expect((await decide(planner, 'submit')).status).toBe(409);
    await decide(approver, 'approve');
    expect((await planner.tryEdit(plan, rename('050101', '又'))).status).toBe(409);
    await decide(approver, 'publish');
    expect((await decide(approver, 'publish')).status).toBe(409);
    expect((await decide(planner, 'withdraw')).status).toBe(409);
  });

  it('comes back to its planner with the reason, and is submitted again', async () => {
    await planner.edit(plan, rename('050101', '新名'));
    await decide(planner, 'submit');
    expect((await decide(approver, 'return', { note: '名称不妥' })).body).toMatchObject({
      state: 'returned',
      decisionNote: '名称不妥',
    });
    await planner.edit(plan, rename('050101', '更好的名'));
    expect(await publishedAs()).toBe(2);
  });

  it('is decided on by somebody else than who submitted it, whatever their role or token', async () => {
    const own = await admin.begin();
    await admin.edit(own, rename('050101', '自批'));
    await decide(admin, 'submit', undefined, own);
    for (const verb of ['approve', 'return']) {
      const { status, body } = await decide(admin, verb, { note: '我自己' }, own);
      expect([status, body.code]).toEqual([403, 'forbidden']);
    }
    const { token } = await admin.done<{ token: string }>('POST', '/tokens', {
      name: 't',
      roles: [{ role: 'admin', scope: '05' }],
      expiresInDays: 1,
    });
    const disguised = new Planner(started as TestApp, { authorization: `Bearer ${token}` });
    expect((await disguised.get(own)).state).toBe('submitted');
    expect((await decide(disguised, 'approve', undefined, own)).status).toBe(403);
    expect((await decide(planner, 'approve', undefined, own)).status).toBe(403);
    expect((await decide(approver, 'approve', undefined, own)).status).toBe(200);
    expect((await decide(admin, 'publish', undefined, own)).status).toBe(403);
  });

  it('is decided on within the area of the approver', async () => {
    const north = new Planner(
      started as TestApp,
      await (started as TestApp).tokenFor([{ role: 'approver', scope: '0502' }]),
    );
    await planner.edit(plan, rename('050201', '北'));
    await decide(planner, 'submit');
    expect((await decide(north, 'approve')).status).toBe(403);
    const own = await planner.begin({ scope: '0502' });
    await planner.edit(own, rename('050202', '北'));
    await decide(planner, 'submit', undefined, own);
    expect((await decide(north, 'approve', undefined, own)).status).toBe(200);
  });

  it('is given up by its planner, and stays to be read', async () => {
    await planner.edit(plan, rename('050101', '新名'));
    expect((await decide(planner, 'withdraw', { note: '作废' })).body).toMatchObject({
      state: 'withdrawn',
      may: ['answer', 'comment'],
    });
    expect((await planner.tryEdit(plan, rename('050101', '又'))).status).toBe(409);
    expect(await planner.names(plan)).toMatchObject({ '050101': '新名' });
  });

  it('takes a body that is empty, null or an object, and refuses what it does not know', async () => {
    await planner.edit(plan, rename('050101', '新名'));
    expect((await decide(planner, 'submit', { reason: 'x' })).status).toBe(422);
    expect((await decide(planner, 'submit', {})).status).toBe(200);
    expect((await decide(approver, 'publish', { at: 'tomorrow' })).status).toBe(422);
  });
});

describe('a publication', () => {
  it('keeps the ids of grids, retires codes, and never gives them again', async () => {
    await planner.edit(plan, { op: 'merge', grids: ['050101', '050102'], keep: '050101' });
    await planner.edit(plan, { op: 'assignUnit', grid: '050201', unit: '0501' });
    expect(await publishedAs()).toBe(2);
    const { database } = started as TestApp;
    const versions = await database.owner
      .selectFrom('grid_versions')
      .select(['id', 'code', 'revision'])
      .where('code', 'in', ['050201', '050103'])
      .orderBy('revision')
      .execute();
    expect(versions.map(({ code, revision }) => [code, revision])).toEqual([
      ['050201', 1],
      ['050103', 2],
    ]);
    expect(new Set(versions.map(({ id }) => id)).size).toBe(1);
    const next = await planner.begin();
    const answer = await planner.edit(next, split('050101', 109, 34.2));
    expect(answer.areas.features.map(({ id }) => id)).toContain('050104');
    const certificate = await planner.done<{ previousSha256: string }>('GET', '/generations/2/certificate');
    const first = await planner.done<{ sha256: string }>('GET', '/generations/1/certificate');
    expect(certificate.previousSha256).toBe(first.sha256);
  });

  it('names every donor in the lineage and in the impact, with areas that add up, and counts the same on every page', async () => {
    const strip = ([west, south]: [number, number], [east, north]: [number, number]) => ({
      type: 'Polygon',
      coordinates: [
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ],
      ],
    });
    const path = [
      [109, 34.21],
      [109.005, 34.211],
      [109.01, 34.21],
    ];
    await planner.edit(plan, { op: 'redrawBorder', between: ['050101', '050201'], path });
    const area = strip([109.0099, 34.203], [109.012, 34.206]);
    await planner.edit(plan, { op: 'transfer', from: '050102', to: '050101', area });
    await planner.edit(plan, { op: 'rename', grid: '050101', name: '甲格' });
    await planner.edit(plan, split('050102', 109.01, 34.2));
    const { changes, changedGrids } = await planner.get(plan);
    const impact = await planner.done<Impact>('GET', `/plans/${plan.id}/impact`);
    const kinds = (kind: string) => impact.grids.filter((grid) => grid.kind === kind).map(({ code }) => code);
    expect(impact.grids.find(({ code }) => code === '050101')).toMatchObject({
      kind: 'changed',
      formerName: '西南',
      from: ['050101', '050102', '050201'],
    });
    const into = impact.passages.filter(({ to, rounding }) => to === '050101' && !rounding);
    expect(into.map(({ from }) => from)).toEqual(['050101', '050102', '050201']);
    const size = impact.grids.find(({ code }) => code === '050101')?.after?.areaSquareMetres ?? 0;
    expect(into.reduce((sum, passage) => sum + passage.areaSquareMetres, 0)).toBeCloseTo(size, 0);
    expect(await publishedAs()).toBe(2);
    const { entries } = await planner.done<Lineage>('GET', '/coverage/grids/050101/lineage');
    const last = entries.find(({ generation, code }) => generation === 2 && code === '050101');
    expect(last?.donors.map(({ code }) => code)).toEqual(['050101', '050102', '050201']);
    expect(last?.donors.reduce((sum, donor) => sum + donor.areaSquareMetres, 0)).toBeCloseTo(size, 0);
    const history = await planner.done<GridDifference>('GET', '/generations/diff?from=1&to=2');
    expect([history.created.length, history.reshaped.length, history.renamed.length, history.touched.length]).toEqual([
      changes.created,
      changes.changed,
      changes.renamed,
      changes.touched,
    ]);
    expect([...kinds('created'), ...kinds('changed'), ...kinds('renamed')].sort()).toEqual(changedGrids);
  });

  it('tells where the ground of a grid came from and went to', async () => {
    await planner.edit(plan, split('050101', 109, 34.2));
    await publishedAs();
    const next = await planner.begin({ title: '合并' });
    await planner.edit(next, { op: 'merge', grids: ['050101', '050102'], keep: '050102' });
    await publishedAs(next);
    const { entries } = await planner.done<Lineage>('GET', '/coverage/grids/050101/lineage');
    expect(entries.map(({ generation, code, from }) => [generation, code, from])).toEqual([
      [1, '050101', []],
      [2, '050101', ['050101']],
      [2, '050103', ['050101']],
      [3, '050102', ['050101', '050102']],
    ]);
    expect(entries.at(-1)?.note).toContain('合并');
    const back = await planner.done<Lineage>('GET', '/coverage/grids/050103/lineage');
    expect(back.entries.map(({ generation, code }) => [generation, code])).toEqual([
      [1, '050101'],
      [2, '050103'],
    ]);
    expect((await planner.call('GET', '/coverage/grids/050177/lineage')).status).toBe(404);
  });

  it('at a time to come happens by itself, once, and late after a standstill', async () => {
    await planner.edit(plan, rename('050101', '新名'));
    await approved();
    const at = new Date(Date.now() + 3_600_000).toISOString();
    expect((await decide(approver, 'publish', { at })).body).toMatchObject({ state: 'approved', publishAt: at });
    const { app } = started as TestApp;
    await doDueJobs(app);
    expect(await planner.get(plan)).toMatchObject({ state: 'approved' });
    await Promise.all([letTimesCome(started as TestApp, 7_200_000), doDueJobs(app)]);
    expect(await planner.get(plan)).toMatchObject({ state: 'published', generation: 2, publishAt: null });
    expect((await auditActions()).filter((action) => action === 'plan.publish')).toHaveLength(1);
  });

  it('at a time to come that fails leaves the plan approved, says why, and does not try again', async () => {
    await planner.edit(plan, rename('050101', '新名'));
    await approved();
    await decide(approver, 'publish', { at: new Date(Date.now() + 3_600_000).toISOString() });
    const other = await planner.begin();
    await planner.edit(other, rename('050101', '别名'));
    await publishedAs(other);
    await letTimesCome(started as TestApp);
    const failed = await planner.get(plan);
    expect(failed).toMatchObject({ state: 'approved', publishAt: null, collidesWith: ['050101'] });
    expect(failed.decisionNote).toContain('050101');
    expect(await auditActions()).toContain('plan.publish-failed');
  });
});

describe('when another plan was published first', () => {
  let other: PlanSummary;
  beforeEach(async () => {
    other = await planner.begin({ title: '另一个' });
  });

  it('one that touched other grids moves on by itself', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await planner.edit(other, split('050202', 109.01, 34.21));
    await publishedAs(other);
    expect(await planner.get(plan)).toMatchObject({ baseGeneration: 2, collidesWith: [], changedGrids: ['050101'] });
    const { areas } = await planner.done<{ areas: { features: { id: string }[] } }>(
      'GET',
      `/plans/${plan.id}/changes?since=1`,
    );
    expect(areas.features.map(({ id }) => id)).toEqual(['050102', '050202', '050203']);
    await planner.edit(plan, rename('050203', '乙'));
    expect(await publishedAs()).toBe(3);
    const collection = await planner.done<{ features: { id: string; properties: { name: string } }[] }>(
      'GET',
      '/coverage/areas',
    );
    const names = Object.fromEntries(collection.features.map(({ id, properties }) => [id, properties.name]));
    expect(names).toMatchObject({ '050101': '甲', '050203': '乙' });
  });

  it('one that touched the same grids is told which, and is neither submitted nor published', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await approved();
    await planner.edit(other, rename('050101', '乙'));
    await publishedAs(other);
    expect(await planner.get(plan)).toMatchObject({ baseGeneration: 1, collidesWith: ['050101'] });
    const { status, body } = await decide(approver, 'publish');
    expect([status, body.code, body.grids]).toEqual([409, 'stale', ['050101']]);
    await decide(approver, 'return', { note: '重来' });
    expect((await decide(planner, 'submit')).body.code).toBe('stale');
    await decide(planner, 'undo');
    expect(await planner.get(plan)).toMatchObject({ baseGeneration: 2, collidesWith: [], changedGrids: [] });
    await planner.edit(plan, rename('050101', '丙'));
    expect(await publishedAs()).toBe(3);
  });

  it('one that collides can give up what collides and keep the rest', async () => {
    await planner.edit(plan, split('050101', 109, 34.2));
    await planner.edit(plan, rename('050103', '新格'));
    await planner.edit(plan, rename('050202', '保留'));
    await planner.edit(other, { op: 'moveVertices', moves: [{ from: [109.01, 34.21], to: [109.0101, 34.2101] }] });
    await publishedAs(other);
    const refused = await decide(planner, 'rebase');
    expect([refused.status, refused.body.code]).toEqual([409, 'stale']);
    expect(refused.body.grids).toEqual(['050101', '050201', '050202']);
    expect(refused.body.drop).toEqual(['050101', '050103', '050201', '050202']);
    expect((await decide(planner, 'rebase', { drop: ['050101'] })).status).toBe(409);
    const { status, body } = await decide(planner, 'rebase', { drop: refused.body.drop });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ baseGeneration: 2, collidesWith: [], changedGrids: [] });
    expect((await planner.done<{ faults: object[] }>('GET', `/plans/${plan.id}/faults`)).faults).toEqual([]);
  });

  it('the rest of a plan outlives what it gave up', async () => {
    await planner.edit(plan, split('050101', 109, 34.2));
    await planner.edit(plan, rename('050202', '保留'));
    await planner.edit(other, rename('050101', '乙'));
    await publishedAs(other);
    const { body } = await decide(planner, 'rebase', { drop: ['050101', '050103', '050201'] });
    expect(body).toMatchObject({ baseGeneration: 2, changedGrids: ['050202'] });
    expect(await planner.names(plan)).toMatchObject({ '050101': '乙', '050202': '保留' });
    expect(await publishedAs()).toBe(3);
  });

  it('new grids whose code an import has given get another number', async () => {
    await planner.edit(plan, split('050101', 109, 34.2));
    await planner.edit(plan, rename('050103', '新格'));
    const { grids } = fourGrids();
    await publishTo(started as TestApp, {
      ...fourGrids(),
      grids: [
        ...grids.filter(({ code }) => code === '050101' || code === '050201'),
        {
          code: '050102',
          name: '东南',
          area: [[ring([109.01, 34.2], [109.015, 34.2], [109.015, 34.21], [109.01, 34.21])]],
        },
        {
          code: '050103',
          name: '导入',
          area: [[ring([109.015, 34.2], [109.02, 34.2], [109.02, 34.21], [109.015, 34.21])]],
        },
        {
          code: '050202',
          name: '东北',
          area: [[ring([109.01, 34.21], [109.015, 34.21], [109.02, 34.21], [109.02, 34.22], [109.01, 34.22])]],
        },
      ],
    });
    expect(await planner.get(plan)).toMatchObject({ baseGeneration: 2, collidesWith: [] });
    expect(await planner.names(plan)).toMatchObject({ '050103': '导入', '050104': '新格' });
    const { edits } = await planner.done<{ edits: object[] }>('GET', `/plans/${plan.id}/edits`);
    expect(edits[0]).toMatchObject({
      kind: 'rebase',
      note: 'Moved onto generation 2; 050103 → 050104',
      grids: ['050104'],
    });
    const looked = await planner.done<{ areas: { features: { id: string }[] } }>(
      'GET',
      `/plans/${plan.id}/changes?since=2`,
    );
    expect(looked.areas.features.map(({ id }) => id)).toEqual(['050102', '050103', '050104', '050202']);
    expect((await decide(planner, 'undo')).body.code).toBe('stale');
    expect(await publishedAs()).toBe(3);
  });

  it('cuts that end on the outline fit onto each other’s generations', async () => {
    await planner.edit(plan, split('050101', 109, 34.2));
    await planner.edit(other, split('050102', 109.01, 34.2));
    await publishedAs(other);
    const moved: PlanDetail = await planner.get(plan);
    expect(moved).toMatchObject({ baseGeneration: 2, collidesWith: [] });
    expect(await publishedAs()).toBe(3);
  });
});
