import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ImportState } from '../../server/core/coverage/intake/schemas.ts';
import type { PlanEvent, PlanSummary } from '../../server/core/plans/schemas.ts';
import { fourGrids, publishTo } from './district.ts';
import { type DemoName, startApp, type TestApp } from './harness.ts';
import { formOf, Planner } from './planning.ts';
import { letTimesCome } from './setTimes.ts';

let started: TestApp | undefined;
let planner: Planner;
let approver: Planner;
let admin: Planner;
let plan: PlanSummary;

beforeEach(async () => {
  await started?.close();
  started = await startApp();
  await publishTo(started, fourGrids());
  [planner, approver, admin] = (await Promise.all(
    (['planner', 'approver', 'admin'] as const).map(
      async (name) => new Planner(started as TestApp, await (started as TestApp).signIn(name)),
    ),
  )) as [Planner, Planner, Planner];
  plan = await planner.begin();
});
afterAll(() => started?.close());

const rename = (grid: string, name: string) => ({ op: 'rename', grid, name });
const generations = async (): Promise<number> =>
  (await admin.done<{ generations: object[] }>('GET', '/generations?limit=100')).generations.length;
const accountOf = async (name: DemoName): Promise<string> =>
  (
    await (started as TestApp).database.owner
      .selectFrom('accounts')
      .select('id')
      .where('username', '=', name)
      .executeTakeFirstOrThrow()
  ).id;
const change = (name: DemoName, change: object) =>
  accountOf(name).then((id) => admin.done('PATCH', `/accounts/${id}`, change));
const threadOf = async (of = plan): Promise<PlanEvent[]> =>
  (await admin.done<{ events: PlanEvent[] }>('GET', `/plans/${of.id}/thread`)).events;
const inAWhile = (): string => new Date(Date.now() + 3_600_000).toISOString();
/** Lets a set time come. */
const letTimeCome = (): Promise<void> => letTimesCome(started as TestApp);

describe('whoever has a hand in a plan', () => {
  it('neither approves, returns nor publishes it, though another submitted it', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await admin.edit(plan, rename('050102', '乙'));
    await planner.decided(plan, 'submit');
    for (const verb of ['approve', 'return'] as const)
      expect((await admin.decide(plan, verb, { note: '自己的' })).body).toMatchObject({
        code: 'forbidden',
        ownWork: 'edited',
      });
    expect(await admin.get(plan)).toMatchObject({ ownWork: 'edited', may: ['withdraw', 'answer', 'comment'] });
    await approver.decided(plan, 'approve');
    expect((await admin.decide(plan, 'publish')).status).toBe(403);
    expect((await admin.decide(plan, 'publish', { at: inAWhile() })).status).toBe(403);
    expect(await generations()).toBe(1);
    await approver.decided(plan, 'publish');
    expect(await generations()).toBe(2);
  });

  it('by an import or a mend of it, has one', async () => {
    const file = await planner.done<object>('GET', `/plans/${plan.id}/areas`);
    const text = JSON.stringify(file).replaceAll('"name":"', '"name":"新');
    const { payload, headers } = formOf('plan.geojson', text);
    expect((await admin.call('POST', `/plans/${plan.id}/import`, payload, headers)).status).toBe(200);
    await planner.decided(plan, 'submit');
    expect((await admin.decide(plan, 'approve')).status).toBe(403);
  });

  it('has none once their edit is undone, and has one again when it is redone', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await admin.edit(plan, rename('050102', '乙'));
    await admin.done('POST', `/plans/${plan.id}/undo`);
    await planner.decided(plan, 'submit');
    expect((await admin.get(plan)).ownWork).toBeNull();
    await admin.decided(plan, 'return', { note: '再看' });
    await admin.done('POST', `/plans/${plan.id}/redo`);
    await planner.decided(plan, 'submit');
    expect((await admin.decide(plan, 'approve')).status).toBe(403);
  });

  it('by a token of theirs, is the same person', async () => {
    const { token } = await admin.done<{ token: string }>('POST', '/tokens', {
      name: '脚本',
      roles: [{ role: 'admin', scope: '05' }],
      expiresInDays: 1,
    });
    await admin.edit(plan, rename('050102', '乙'));
    await planner.decided(plan, 'submit');
    const script = new Planner(started as TestApp, { authorization: `Bearer ${token}` });
    expect((await script.get(plan)).state).toBe('submitted');
    expect((await script.decide(plan, 'approve')).status).toBe(403);
    await approver.decided(plan, 'approve');
    expect((await script.decide(plan, 'publish')).status).toBe(403);
  });
});

describe('boundaries that were taken in', () => {
  async function ready(by: Planner): Promise<ImportState> {
    const areas = await admin.done<GeoJSON.FeatureCollection>('GET', '/coverage/areas?level=grid');
    const text = JSON.stringify(areas).replaceAll('"name":"', '"name":"新');
    const { payload, headers } = formOf('grids.geojson', text, {}, 'grids');
    const { id } = (await by.call('POST', '/coverage/imports', payload, headers)).body as unknown as ImportState;
    const state = () => approver.done<ImportState>('GET', `/coverage/imports/${id}`);
    await expect.poll(state, { timeout: 60_000 }).toMatchObject({ state: 'ready' });
    return state();
  }
  const publish = (who: Planner, { id }: { id: string }, body: object = {}, headers = {}) =>
    who.call('POST', `/coverage/imports/${id}/publish`, body, headers);

  it('are published by somebody else, administrator or not', async () => {
    const state = await ready(admin);
    expect((await publish(admin, state)).body).toMatchObject({ code: 'forbidden', ownWork: 'imported' });
    expect(await generations()).toBe(1);
    expect((await publish(approver, state)).status).toBe(200);
    expect(await generations()).toBe(2);
  });

  it('are the maker’s own after a change of the name they are signed in with, and by token', async () => {
    const state = await ready(admin);
    await change('admin', { name: '另一个名字' });
    const { token } = await admin.done<{ token: string }>('POST', '/tokens', {
      name: '脚本',
      roles: [{ role: 'admin', scope: '05' }],
      expiresInDays: 1,
    });
    const script = new Planner(started as TestApp, { authorization: `Bearer ${token}` });
    expect((await publish(script, state)).status).toBe(403);
  });

  it('are taken in and published once for one Idempotency-Key, and nothing else is for it', async () => {
    const key = { 'idempotency-key': 'boundaries' };
    const form = (note: string) => formOf('grids.geojson', JSON.stringify({ note }), { crs: 'wgs84' }, 'grids');
    const send = async ({ payload, headers }: ReturnType<typeof formOf>) =>
      admin.call('POST', '/coverage/imports', payload, { ...headers, ...key });
    const [first, twin] = await Promise.all([send(form('a')), send(form('a'))]);
    expect([first.status, twin.status]).toEqual([202, 202]);
    expect(twin.body.id).toBe(first.body.id);
    expect((await send(form('b'))).body.code).toBe('key-reused');

    const state = await ready(admin);
    const answers = await Promise.all([1, 2, 3].map(() => publish(approver, state, {}, key)));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect((await publish(approver, state, {}, key)).body).toEqual({ generation: 2 });
    expect((await publish(approver, state, { note: '又一次' }, key)).status).toBe(422);
    expect(await generations()).toBe(2);
  });
});

describe('a decision', () => {
  it('is about the revision that was read, and says which grids have moved on', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    const { revision } = await planner.decided(plan, 'submit');
    await approver.decided(plan, 'return', { note: '改名' });
    await planner.edit(plan, rename('050102', '乙'));
    await planner.decided(plan, 'submit');
    const post = (who: Planner, verb: string, body: object) => who.call('POST', `/plans/${plan.id}/${verb}`, body);
    for (const verb of ['approve', 'return'])
      expect((await post(approver, verb, { revision })).body).toMatchObject({
        code: 'stale',
        revision: revision + 1,
        grids: ['050102'],
      });
    for (const verb of ['submit', 'approve', 'publish', 'return', 'withdraw'])
      expect((await post(verb === 'submit' || verb === 'withdraw' ? planner : approver, verb, {})).body).toMatchObject({
        code: 'invalid-input',
        errors: [{ path: '/revision' }],
      });
    await approver.decided(plan, 'approve');
    expect((await post(approver, 'publish', { revision })).body.code).toBe('stale');
    expect((await post(approver, 'publish', { revision, at: inAWhile() })).body.code).toBe('stale');
    expect(await generations()).toBe(1);
  });

  it('sent again with its Idempotency-Key is carried out once and answered again', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    const { revision } = await planner.get(plan);
    const key = (value: string) => ({ 'idempotency-key': value });
    const send = (who: Planner, verb: string, value: string, more: object = {}) =>
      who.call('POST', `/plans/${plan.id}/${verb}`, { revision, ...more }, key(value));
    for (const [who, verb] of [
      [planner, 'submit'],
      [approver, 'approve'],
      [approver, 'publish'],
    ] as const) {
      const answers = await Promise.all([1, 2, 3].map(() => send(who, verb, verb)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await send(who, verb, verb)).status).toBe(200);
    }
    expect((await threadOf()).map(({ verb }) => verb)).toEqual(['submit', 'approve', 'publish']);
    expect(await generations()).toBe(2);
    expect((await send(approver, 'approve', 'approve', { note: '另一句' })).body.code).toBe('key-reused');
    expect((await send(approver, 'return', 'approve')).body.code).toBe('key-reused');
    expect((await send(approver, 'publish', 'once more')).status).toBe(409);
  });

  it('is refused with a key that is too long or empty, and nothing is done', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    const { revision } = await planner.get(plan);
    for (const value of ['k'.repeat(201), ' '])
      expect(
        (await planner.call('POST', `/plans/${plan.id}/submit`, { revision }, { 'idempotency-key': value })).status,
      ).toBe(422);
    const longest = { 'idempotency-key': 'k'.repeat(200) };
    expect((await planner.call('POST', `/plans/${plan.id}/submit`, { revision }, longest)).status).toBe(200);
  });

  it('to publish, asked by many at once, by hand and by the clock, becomes one generation', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await planner.decided(plan, 'submit');
    await approver.decided(plan, 'approve');
    const { revision } = await approver.decided(plan, 'publish', { at: inAWhile() });
    const asked = (who: Planner) => who.call('POST', `/plans/${plan.id}/publish`, { revision });
    const [answers] = await Promise.all([
      Promise.all([asked(approver), asked(admin), asked(approver), asked(admin)]),
      letTimeCome(),
    ]);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(answers.every(({ status }) => [200, 409].includes(status))).toBe(true);
    expect(await generations()).toBe(2);
    expect((await threadOf()).filter(({ verb }) => verb === 'publish')).toHaveLength(1);
  });
});

describe('an edit, an import and a remark', () => {
  it('with a key that came with another body before are refused, never answered as if done', async () => {
    const key = { 'idempotency-key': 'one' };
    const send = (url: string, body: object) => planner.call('POST', `/plans/${plan.id}/${url}`, body, key);
    expect((await send('edits', rename('050101', '甲'))).status).toBe(201);
    expect((await send('edits', rename('050101', '乙'))).body).toMatchObject({ code: 'key-reused' });
    expect((await planner.call('POST', `/plans/${plan.id}/undo`, undefined, key)).body.code).toBe('key-reused');
    expect((await planner.names(plan))['050101']).toBe('甲');
    const [first, again] = [await send('comments', { text: '看' }), await send('comments', { text: '看' })];
    expect(again.body.id).toBe(first.body.id);
    expect((await send('comments', { text: '不看' })).body.code).toBe('key-reused');
    const begun = await planner.call('POST', '/plans', { title: '一' }, key);
    expect(begun.status).toBe(201);
    expect((await planner.call('POST', '/plans', { title: '二' }, key)).body.code).toBe('key-reused');
  });

  it('taken into a plan twice with one key is one record, with one answer', async () => {
    const text = JSON.stringify(await planner.done('GET', `/plans/${plan.id}/areas`));
    const send = ({ payload, headers }: ReturnType<typeof formOf>) =>
      planner.call('POST', `/plans/${plan.id}/import`, payload, { ...headers, 'idempotency-key': 'file' });
    const form = (name: string) => formOf('plan.geojson', text.replaceAll('"name":"', `"name":"${name}`));
    const first = await send(form('新'));
    await planner.decided(plan, 'submit');
    const again = await send(form('新'));
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect((await send(form('又'))).body.code).toBe('key-reused');
    expect((await planner.get(plan)).revision).toBe(1);
  });
});

describe('a time that was set', () => {
  beforeEach(async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await planner.decided(plan, 'submit');
    await approver.decided(plan, 'approve', { note: '同意' });
  });
  const failure = async (): Promise<string> => {
    const last = (await threadOf()).at(-1);
    expect(last?.verb).toBe('publish-failed');
    return last?.words ?? '';
  };

  it('comes to nothing when whoever set it, or approved, is not active any more, and the plan is approved anew', async () => {
    await admin.decided(plan, 'publish', { at: inAWhile() });
    await change('approver', { active: false });
    await letTimeCome();
    expect(await generations()).toBe(1);
    expect(await failure()).toContain('may not approve any more');
    const left = await admin.get(plan);
    expect(left).toMatchObject({ state: 'approved', publishAt: null });
    expect(left.may).toContain('approve');
    expect(left.may).not.toContain('publish');
    expect((await admin.decide(plan, 'publish')).status).toBe(403);
    await admin.decided(plan, 'approve');
    await admin.decided(plan, 'publish', { at: inAWhile() });
    await letTimeCome();
    expect(await generations()).toBe(2);
  });

  it.each([
    ['deactivated', { active: false }],
    ['without the role', { roles: [{ role: 'planner', scope: '05' }] }],
    ['of another area', { roles: [{ role: 'approver', scope: '0501' }] }],
  ])('by somebody who is then %s comes to nothing', async (_how, withdrawn) => {
    await approver.decided(plan, 'publish', { at: inAWhile() });
    await change('approver', withdrawn);
    await letTimeCome();
    expect(await generations()).toBe(1);
    await failure();
  });

  it('is changed and called off by an approver, each with words, and does not come', async () => {
    const first = await approver.decided(plan, 'publish', { at: inAWhile(), note: '周一' });
    expect(first.may).toContain('unschedule');
    const later = new Date(Date.now() + 7_200_000).toISOString();
    expect((await admin.decided(plan, 'publish', { at: later, note: '周二' })).publishAt).toBe(later);
    expect((await planner.decide(plan, 'unschedule')).status).toBe(403);
    expect(await approver.decided(plan, 'unschedule', { note: '先等等' })).toMatchObject({
      state: 'approved',
      publishAt: null,
    });
    expect((await approver.decide(plan, 'unschedule')).status).toBe(409);
    await letTimeCome();
    expect(await generations()).toBe(1);
    expect((await threadOf()).slice(2).map(({ verb, words, publishAt }) => [verb, words, publishAt])).toEqual([
      ['schedule', '周一', first.publishAt],
      ['reschedule', '周二', later],
      ['unschedule', '先等等', null],
    ]);
  });
});

describe('the thread of a plan', () => {
  it('tells who did what when with which words, and keeps each of them', async () => {
    await planner.edit(plan, rename('050101', '甲'));
    await planner.decided(plan, 'submit', { note: '请审' });
    await approver.decided(plan, 'return', { note: '名称不妥' });
    await planner.decided(plan, 'answer', { note: '哪里不妥？' });
    await approver.decided(plan, 'answer', { note: '太短' });
    await planner.edit(plan, rename('050101', '甲甲'));
    await planner.decided(plan, 'submit');
    await approver.decided(plan, 'approve', { note: '同意' });
    const { generation, decisionNote } = await approver.decided(plan, 'publish');
    expect(decisionNote).toBe('同意');
    const names = new Map([
      [await accountOf('planner'), '规划'],
      [await accountOf('approver'), '审定'],
    ]);
    const thread = await threadOf();
    expect(thread.map(({ verb, by, words, revision }) => [names.get(by?.id ?? ''), verb, words, revision])).toEqual([
      ['规划', 'submit', '请审', 1],
      ['审定', 'return', '名称不妥', 1],
      ['规划', 'answer', '哪里不妥？', 1],
      ['审定', 'answer', '太短', 1],
      ['规划', 'submit', '', 2],
      ['审定', 'approve', '同意', 2],
      ['审定', 'publish', '', 2],
    ]);
    expect(thread.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(thread.at(-1)?.generation).toBe(generation);
    expect(thread.map(({ at }) => at)).toEqual(thread.map(({ at }) => at).toSorted());
  });

  it('is read by those who may see the plan, and written by planners and approvers of its area', async () => {
    const unit = await planner.begin({ scope: '0501' });
    const started_ = started as TestApp;
    const of = async (role: 'planner' | 'approver' | 'auditor', scope: string) =>
      new Planner(started_, await started_.tokenFor([{ role, scope }]));
    const [auditor, elsewhere, own] = [
      await of('auditor', '05'),
      await of('planner', '0502'),
      await of('planner', '0501'),
    ];
    expect((await auditor.call('GET', `/plans/${unit.id}/thread`)).status).toBe(200);
    expect((await auditor.decide(unit, 'answer', { note: '说' })).status).toBe(403);
    expect((await elsewhere.call('GET', `/plans/${unit.id}/thread`)).status).toBe(404);
    expect((await own.decide(unit, 'answer', { note: '说' })).status).toBe(200);
    expect((await own.decide(unit, 'answer', { note: ' ' })).status).toBe(422);
  });
});
