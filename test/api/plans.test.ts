import type { LightMyRequestResponse } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EditAnswer, PlanSummary } from '../../server/core/plans/schemas.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { Planner } from './planning.ts';

let started: TestApp;
let planner: Planner;
let admin: Planner;
let south: Planner;
let plan: PlanSummary;

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
  planner = new Planner(started, await started.signIn('planner'));
  admin = new Planner(started, await started.signIn('admin'));
  south = new Planner(started, await started.tokenFor([{ role: 'planner', scope: '0501' }]));
});
afterAll(() => started.close());
beforeEach(async () => {
  plan = await planner.begin();
});
// A plan that stays open keeps the codes it gave.
afterEach(async () => {
  const { plans } = await admin.done<{ plans: PlanSummary[] }>('GET', '/plans?state=draft&limit=200');
  for (const { id } of plans) await admin.decided({ id }, 'withdraw');
});

/** Cuts 050101 in two from south to north; the cut ends on the border to 050201. */
const SPLIT = {
  op: 'split',
  grid: '050101',
  line: [
    [109.004, 34.1999],
    [109.004, 34.2101],
  ],
};
const rename = (grid: string, name: string) => ({ op: 'rename', grid, name });

describe('a new plan', () => {
  it('is a draft on the newest generation that changes nothing', async () => {
    expect(plan).toMatchObject({ state: 'draft', scope: '05', baseGeneration: 1, revision: 0, changedGrids: [] });
    expect(await planner.get(plan)).toMatchObject({
      undo: null,
      redo: null,
      faultCount: 0,
      may: ['edit', 'submit', 'withdraw', 'answer', 'comment'],
    });
    expect(Object.keys(await planner.names(plan))).toEqual(['050101', '050102', '050201', '050202']);
  });

  it('is for the unit of a planner who has one, and not for more than theirs', async () => {
    expect(await south.begin()).toMatchObject({ scope: '0501' });
    expect((await south.call('POST', '/plans', { title: '越界', scope: '0502' })).status).toBe(403);
    expect((await south.call('POST', '/plans', { title: '越界', scope: '05' })).status).toBe(403);
    expect((await planner.call('POST', '/plans', { title: '别区', scope: '06' })).status).toBe(403);
  });

  it('is made once for one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'again' };
    const first = await planner.call('POST', '/plans', { title: '一次' }, key);
    const second = await planner.call('POST', '/plans', { title: '一次' }, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
    expect((await planner.call('POST', '/plans', { title: '两次' }, key)).status).toBe(422);
    const another = await admin.call('POST', '/plans', { title: '一次' }, key);
    expect(another.body.id).not.toBe(first.body.id);
  });

  it('takes another title and note until it is submitted', async () => {
    const changed = await planner.call('PATCH', `/plans/${plan.id}`, { title: '新题', note: '说明' });
    expect(changed.body).toMatchObject({ title: '新题', note: '说明' });
    expect((await planner.call('PATCH', `/plans/${plan.id}`, { state: 'approved' })).status).toBe(422);
    expect((await planner.call('PATCH', `/plans/${plan.id}`, { title: ' ' })).status).toBe(422);
  });

  it('is unknown to whom it does not concern', async () => {
    const north = new Planner(started, await started.tokenFor([{ role: 'planner', scope: '0502' }]));
    const own = await south.begin();
    expect((await north.call('GET', `/plans/${own.id}`)).status).toBe(404);
    expect((await north.tryEdit(own, rename('050101', '北'))).status).toBe(404);
    const { plans } = await north.done<{ plans: PlanSummary[] }>('GET', '/plans?limit=200');
    expect(plans.map(({ id }) => id)).not.toContain(own.id);
    expect(plans.map(({ id }) => id)).toContain(plan.id);
    expect((await planner.call('GET', '/plans/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  it('stands in lists by state, in pages that leave none out', async () => {
    for (let i = 0; i < 3; i++) await planner.begin();
    const all = (await planner.done<{ plans: PlanSummary[] }>('GET', '/plans?limit=200')).plans.map(({ id }) => id);
    const paged: string[] = [];
    for (let url: string | null = '/plans?limit=2&state=draft,withdrawn'; url !== null; ) {
      const answer: LightMyRequestResponse = await started.app.inject({
        url: `/api/v1${url}`,
        headers: planner.headers,
      });
      const page = answer.json<{ plans: PlanSummary[] }>().plans;
      expect(page).not.toEqual([]);
      paged.push(...page.map(({ id }) => id));
      url = /<\/api\/v1([^>]+)>/.exec(String(answer.headers['link'] ?? ''))?.[1] ?? null;
      if (url !== null) expect(new URLSearchParams(url.split('?')[1]).get('state')).toBe('draft,withdrawn');
    }
    expect(paged).toEqual(all);
    expect((await planner.call('GET', '/plans?state=lost')).status).toBe(422);
    expect((await planner.call('GET', '/plans?cursor=x')).status).toBe(422);
    expect((await planner.done<{ plans: object[] }>('GET', '/plans?state=published')).plans).toEqual([]);
  });
});

describe('an edit', () => {
  it('answers what it changed, with the neighbour that got a corner', async () => {
    const answer = await planner.edit(plan, { ...SPLIT, names: ['西', '东'] });
    expect(answer.edit).toMatchObject({ revision: 1, kind: 'edit', op: 'split', undone: false, of: null });
    expect(answer.revision).toBe(1);
    expect(answer.areas.features.map(({ properties }) => [properties.code, properties.revision])).toEqual([
      ['050101', 2],
      ['050103', 1],
      ['050201', 2],
    ]);
    expect(answer.removed).toEqual([]);
    expect(answer.undo).toMatchObject({ revision: 1, op: 'split' });
    expect(await planner.get(plan)).toMatchObject({
      revision: 1,
      changedGrids: ['050101', '050103'],
      changes: { created: 1, retired: 0, changed: 1, renamed: 0, touched: 1 },
    });
    expect(await planner.done('GET', `/plans/${plan.id}/faults`)).toEqual({ faults: [] });
  });

  it('is there for everybody who looks at the plan, and nowhere else', async () => {
    await planner.edit(plan, rename('050101', '新名'));
    expect(await admin.names(plan)).toMatchObject({ '050101': '新名' });
    expect(await admin.names(await admin.begin())).toMatchObject({ '050101': '西南' });
  });

  it('that breaks the coverage is refused with the place, and changes nothing', async () => {
    const { status, body } = await planner.tryEdit(plan, {
      op: 'moveVertices',
      moves: [{ from: [109.01, 34.21], to: [109.03, 34.23] }],
    });
    expect([status, body.code]).toEqual([422, 'coverage-broken']);
    expect(body.faults.length).toBeGreaterThan(0);
    expect(await planner.get(plan)).toMatchObject({ revision: 0, changedGrids: [] });
  });

  it('based on revisions that have moved on is stale, and names the grids', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    const { status, body } = await admin.tryEdit(plan, {
      ...rename('050101', '乙'),
      base: { '050101': 1, '050102': 1 },
    });
    expect([status, body.code, body.grids]).toEqual([409, 'stale', ['050101']]);
    expect((await admin.tryEdit(plan, { ...rename('050101', '乙'), base: { '050101': 2 } })).status).toBe(201);
    expect((await admin.tryEdit(plan, { ...rename('050101', '丙'), base: { '050199': 1 } })).status).toBe(409);
  });

  it('of others elsewhere in the plan is no hindrance', async () => {
    const { features } = await planner.done<EditAnswer['areas']>('GET', `/plans/${plan.id}/areas`);
    const base = Object.fromEntries(features.map(({ properties: { code, revision } }) => [code, revision]));
    const answers = await Promise.all([
      planner.tryEdit(plan, { ...rename('050101', '甲'), base: { '050101': base['050101'] } }),
      admin.tryEdit(plan, { ...rename('050202', '乙'), base: { '050202': base['050202'] } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await planner.names(plan)).toMatchObject({ '050101': '甲', '050202': '乙' });
  });

  it('of one grid by two at once lands once', async () => {
    const base = { '050101': 1 };
    const answers = await Promise.all([
      planner.tryEdit(plan, { ...rename('050101', '甲'), base }),
      admin.tryEdit(plan, { ...rename('050101', '乙'), base }),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  });

  it.each([
    [{}, '/op'],
    [{ op: 'explode' }, '/op'],
    [{ op: 'rename', grid: '050101' }, '/name'],
    [{ op: 'rename', grid: '050101', name: 'x', extra: 1 }, '/extra'],
    [
      {
        op: 'split',
        grid: '050101',
        line: [
          [109.004, 91],
          [109.004, 95],
        ],
      },
      undefined,
    ],
    [{ op: 'split', grid: '059999', line: SPLIT.line }, '/grid'],
    [{ op: 'merge', grids: ['050101', '050102'], keep: '050201' }, '/keep'],
    [{ op: 'replace', put: { type: 'FeatureCollection', features: [] }, remove: ['050101'] }, undefined],
    [{ op: 'fillGap', gap: { type: 'Polygon', coordinates: [] }, to: '050101' }, undefined],
    [{ op: 'transfer', from: '050101', to: '050102', area: 7 }, undefined],
  ])('%j is refused with the place in the input', async (edit, path) => {
    const { status, body } = await planner.tryEdit(plan, edit);
    expect(status, JSON.stringify(body)).toBe(422);
    if (path) expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it('stays in the record, newest first, in pages', async () => {
    for (const name of ['一', '二', '三']) await planner.edit(plan, rename('050101', name));
    const { edits } = await planner.done<{ edits: EditAnswer['edit'][] }>('GET', `/plans/${plan.id}/edits?limit=2`);
    expect(edits.map(({ revision }) => revision)).toEqual([3, 2]);
    expect(edits[0]).toMatchObject({ op: 'rename', grids: ['050101'], actor: { name: expect.any(String) } });
    const rest = await planner.done<{ edits: object[] }>('GET', `/plans/${plan.id}/edits?cursor=2`);
    expect(rest.edits).toHaveLength(1);
  });

  it('is told to those who look on, once', async () => {
    await planner.edit(plan, SPLIT);
    const seen = await admin.done<EditAnswer>('GET', `/plans/${plan.id}/changes?since=0`);
    expect(seen.areas.features.map(({ id }) => id)).toEqual(['050101', '050103', '050201']);
    await planner.call('POST', `/plans/${plan.id}/undo`);
    const next = await admin.done<EditAnswer>('GET', `/plans/${plan.id}/changes?since=${seen.revision}`);
    expect(next).toMatchObject({ revision: 2, removed: ['050103'] });
    const last = await admin.done<EditAnswer>('GET', `/plans/${plan.id}/changes?since=2`);
    expect(last).toMatchObject({ revision: 2, removed: [], areas: { features: [] } });
  });
});

describe('undo and redo', () => {
  const step = (who: Planner, kind: 'undo' | 'redo') => who.call('POST', `/plans/${plan.id}/${kind}`);

  it('go back and forth through one’s own edits, on record', async () => {
    const before = await planner.done('GET', `/plans/${plan.id}/areas`);
    await planner.edit(plan, SPLIT);
    await planner.edit(plan, rename('050103', '东'));
    const split = await planner.names(plan);
    expect((await step(planner, 'undo')).body).toMatchObject({
      edit: { kind: 'undo', of: 2, op: 'rename' },
      revision: 3,
    });
    expect((await step(planner, 'undo')).body).toMatchObject({ edit: { of: 1 }, removed: ['050103'], undo: null });
    const { features } = await planner.done<EditAnswer['areas']>('GET', `/plans/${plan.id}/areas`);
    expect(features.map(({ geometry }) => geometry)).toEqual(
      (before as EditAnswer['areas']).features.map(({ geometry }) => geometry),
    );
    expect(await planner.get(plan)).toMatchObject({ changedGrids: [], redo: { revision: 1 } });
    expect((await step(planner, 'undo')).status).toBe(409);
    expect((await step(planner, 'redo')).status).toBe(200);
    expect((await step(planner, 'redo')).body).toMatchObject({ redo: null, undo: { revision: 2 } });
    expect(await planner.names(plan)).toEqual(split);
    expect((await step(planner, 'redo')).status).toBe(409);
    expect((await step(planner, 'undo')).body).toMatchObject({ edit: { of: 2 } });
    const { edits } = await planner.done<{ edits: EditAnswer['edit'][] }>('GET', `/plans/${plan.id}/edits`);
    expect(edits.map(({ kind }) => kind)).toEqual(['undo', 'redo', 'redo', 'undo', 'undo', 'edit', 'edit']);
    expect(edits.filter(({ undone }) => undone).map(({ revision }) => revision)).toEqual([2]);
  });

  it('are each one’s own', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await admin.edit(plan, rename('050102', '乙'));
    expect((await step(planner, 'undo')).status).toBe(200);
    expect(await planner.names(plan)).toMatchObject({ '050101': '西南', '050102': '乙' });
    expect((await step(planner, 'undo')).body.code).toBe('conflict');
    expect((await admin.get(plan)).undo).toMatchObject({ revision: 2 });
  });

  it('are stale where somebody else has changed the grids since, and name them', async () => {
    await planner.edit(plan, SPLIT);
    await admin.edit(plan, rename('050103', '他人'));
    const undo = await step(planner, 'undo');
    expect([undo.status, undo.body.code, undo.body.grids]).toEqual([409, 'stale', ['050103']]);
    await admin.call('POST', `/plans/${plan.id}/undo`);
    expect((await step(planner, 'undo')).status).toBe(200);
  });

  it('end with a new edit, and outlast a sign-out', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await step(planner, 'undo');
    await planner.edit(plan, rename('050102', '乙'));
    expect((await step(planner, 'redo')).status).toBe(409);
    const { app } = started;
    const session = await app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { username: 'planner', password: 'a-password-for-tests' },
    });
    const again = new Planner(started, { cookie: String(session.headers['set-cookie']).split(';')[0] ?? '' });
    expect((await again.get(plan)).undo).toMatchObject({ revision: 3 });
    expect((await step(again, 'undo')).status).toBe(200);
  });

  it('give a code that was only in the plan again, but never go back in revisions', async () => {
    await planner.edit(plan, SPLIT);
    await step(planner, 'undo');
    const again = await planner.edit(plan, SPLIT);
    const created = again.areas.features.find(({ id }) => id === '050103');
    expect(created?.properties.revision).toBe(2);
  });
});

describe('the area of a plan', () => {
  it('of a unit keeps its planner to the unit', async () => {
    const own = await south.begin();
    const across = { op: 'moveVertices', moves: [{ from: [109.01, 34.21], to: [109.011, 34.211] }] };
    const refused = await south.tryEdit(own, across);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    expect(refused.body.grids).toEqual(['050201', '050202']);
    expect((await south.tryEdit(own, rename('050201', '邻'))).body.grids).toEqual(['050201']);
    expect((await south.tryEdit(own, { op: 'assignUnit', grid: '050102', unit: '0502' })).status).toBe(403);
    expect((await south.tryEdit(own, { op: 'merge', grids: ['050101', '050201'], keep: '050101' })).status).toBe(403);
    expect((await south.tryEdit(own, rename('050101', '己'))).status).toBe(201);
  });

  it('lets a cut end on the border next door, which stays where it is', async () => {
    const own = await south.begin();
    const answer = await south.edit(own, SPLIT);
    expect(answer.areas.features.map(({ id }) => id)).toContain('050201');
    const [before, after] = [
      await planner.done('GET', '/coverage/areas?within=050201'),
      answer.areas,
    ] as EditAnswer['areas'][];
    const size = (areas?: EditAnswer['areas']) =>
      areas?.features.find(({ id }) => id === '050201')?.properties.areaSquareMetres;
    expect(Math.abs((size(after) ?? 0) - (size(before) ?? 9))).toBeLessThan(1);
    const along = { op: 'moveVertices', moves: [{ from: [109.004, 34.21], to: [109.004, 34.2105] }] };
    expect((await south.tryEdit(own, along)).status).toBe(403);
    expect((await south.call('POST', `/plans/${own.id}/undo`)).status).toBe(200);
  });

  it('of a unit holds for planners of the district too', async () => {
    const own = await planner.begin({ scope: '0502' });
    expect((await planner.tryEdit(own, rename('050101', '外'))).status).toBe(403);
    expect((await planner.tryEdit(own, rename('050201', '内'))).status).toBe(201);
  });

  it('of the district lets a unit’s planner change the unit’s grids alone', async () => {
    expect((await south.get(plan)).may).toEqual(['edit', 'comment']);
    expect((await south.tryEdit(plan, rename('050101', '己'))).status).toBe(201);
    expect((await south.tryEdit(plan, rename('050202', '人'))).body.grids).toEqual(['050202']);
    expect((await south.decide(plan, 'submit')).status).toBe(403);
  });

  it('is not edited by those who only look', async () => {
    const auditor = new Planner(started, await started.signIn('auditor'));
    expect((await auditor.call('GET', `/plans/${plan.id}`)).body.may).toEqual(['comment']);
    expect((await auditor.tryEdit(plan, rename('050101', 'x'))).status).toBe(403);
    const warden = new Planner(started, await started.signIn('warden050101'));
    expect((await warden.call('GET', '/plans')).status).toBe(403);
  });
});

describe('codes', () => {
  it('of two plans at once are not the same', async () => {
    const other = await admin.begin();
    await planner.edit(plan, SPLIT);
    const answer = await admin.edit(other, SPLIT);
    const created = answer.areas.features.map(({ id }) => id).find((id) => !['050101', '050201'].includes(id));
    expect(created).not.toBe('050103');
    await admin.decide(other, 'withdraw');
  });
});

describe('areas of a plan', () => {
  it('are units and the district too, in any datum, within a code', async () => {
    await planner.edit(plan, { op: 'assignUnit', grid: '050102', unit: '0502' });
    const units = await planner.done<EditAnswer['areas']>('GET', `/plans/${plan.id}/areas?level=unit`);
    expect(units.features.map(({ properties: { code, name } }) => [code, name])).toEqual([
      ['0501', '纺织城'],
      ['0502', '席王'],
    ]);
    const district = await planner.done<EditAnswer['areas']>('GET', `/plans/${plan.id}/areas?level=district&crs=gcj02`);
    expect(district.features).toHaveLength(1);
    const within = await planner.done<EditAnswer['areas']>('GET', `/plans/${plan.id}/areas?within=0502`);
    expect(within.features.map(({ id }) => id)).toEqual(['050201', '050202', '050203']);
  });
});

describe('comments', () => {
  it('are pinned to a place or a grid, and settled', async () => {
    const url = `/plans/${plan.id}/comments`;
    const first = await planner.call('POST', url, { text: '这里要留意', at: [109.005, 34.205], grid: '050101' });
    expect([first.status, first.body.at, first.body.grid]).toEqual([201, [109.005, 34.205], '050101']);
    await admin.done('POST', url, { text: '同意' });
    const settled = await admin.done<{ resolvedAt: string }>('POST', `${url}/${first.body.id}/resolve`);
    expect(settled.resolvedAt).not.toBeNull();
    const { comments } = await planner.done<{ comments: { text: string; resolvedAt: string | null }[] }>('GET', url);
    expect(comments.map(({ text, resolvedAt }) => [text, resolvedAt === null])).toEqual([
      ['这里要留意', false],
      ['同意', true],
    ]);
    expect((await planner.call('POST', url, { text: ' ' })).status).toBe(422);
    expect((await planner.call('POST', url, { text: 'x', at: [200, 0] })).status).toBe(422);
    expect((await planner.call('POST', `${url}/${plan.id}/resolve`)).status).toBe(404);
  });
});
