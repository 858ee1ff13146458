import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanFrame, PlanRecord, PlanSummary } from '../../server/core/plans/schemas.ts';
import { inTransaction } from '../../server/db/transaction.ts';
import { replaceStaff } from '../../server/people/service.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { Planner } from './planning.ts';

let started: TestApp;
let planner: Planner;
let admin: Planner;

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
  planner = new Planner(started, await started.signIn('planner'));
  admin = new Planner(started, await started.signIn('admin'));
});
afterAll(() => started.close());

const CUT = [
  [109.004, 34.1999],
  [109.004, 34.2101],
];
const frameOf = (plan: PlanSummary) => planner.done<PlanFrame>('GET', `/plans/${plan.id}/frame`);
const recordOf = async (plan: PlanSummary) =>
  (await planner.done<{ edits: PlanRecord[] }>('GET', `/plans/${plan.id}/edits`)).edits;

describe('the frame of a plan', () => {
  it('has units, both outlines and the codes that are taken, those other open plans gave among them', async () => {
    const [plan, other] = [await planner.begin(), await planner.begin()];
    const before = await frameOf(plan);
    expect(before).toMatchObject({ revision: 0, baseGeneration: 1, district: { code: '05' } });
    expect(before.units.map(({ code }) => code)).toEqual(['0501', '0502']);
    expect(before.usedCodes).toEqual(['050101', '050102', '050201', '050202']);
    expect(before.outline.type).toBe('Polygon');
    await planner.edit(other, { op: 'split', grid: '050101', line: CUT });
    expect((await frameOf(plan)).usedCodes).toContain('050103');
  });

  it('counts the people of grids the plan has retired too: a step back brings those to life again', async () => {
    await inTransaction(started.database.owner, (trx) =>
      replaceStaff(trx, '05', [{ code: '050102', name: '王一', phone: '000-0001', role: 'warden' }]),
    );
    await started.people.staff.reload();
    const plan = await planner.begin();
    await planner.edit(plan, { op: 'merge', grids: ['050101', '050102'], keep: '050101' });
    expect((await frameOf(plan)).staff).toMatchObject({ '050101': 0, '050102': 1 });
  });

  it('has the outline with the corners that edits put on it, and the given one without', async () => {
    const plan = await planner.begin();
    await planner.edit(plan, { op: 'split', grid: '050101', line: CUT });
    const { mandated, outline } = await frameOf(plan);
    const corners = (geometry: GeoJSON.Geometry) => JSON.stringify(geometry).match(/109\.004/g)?.length ?? 0;
    expect(corners(outline)).toBe(1);
    expect(corners(mandated)).toBe(0);
  });
});

describe('a request sent again with its Idempotency-Key', () => {
  const key = { 'idempotency-key': 'once' };
  const send = (plan: PlanSummary, what: string, body?: object, by = planner) =>
    by.call('POST', `/plans/${plan.id}/${what}`, body, key);

  it('is recorded once as an edit, and answered the same, even when its grids have moved on', async () => {
    const plan = await planner.begin();
    const rename = { op: 'rename', grid: '050101', name: '一次', base: { '050101': 1 } };
    const first = await send(plan, 'edits', rename);
    await planner.edit(plan, { op: 'rename', grid: '050101', name: '再改' });
    const second = await send(plan, 'edits', rename);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.edit).toEqual(first.body.edit);
    expect(second.body.revision).toBe(2);
    expect(second.body.areas.features[0]?.properties.name).toBe('再改');
    expect(await recordOf(plan)).toHaveLength(2);
  });

  it('takes back one edit as an undo, not two', async () => {
    const plan = await planner.begin();
    await planner.edit(plan, { op: 'rename', grid: '050101', name: '甲' });
    await planner.edit(plan, { op: 'rename', grid: '050101', name: '乙' });
    await send(plan, 'undo');
    await send(plan, 'undo');
    expect((await planner.names(plan))['050101']).toBe('甲');
  });

  it('is another request when somebody else sends it, or for another plan', async () => {
    const [plan, other] = [await planner.begin(), await planner.begin()];
    await send(plan, 'edits', { op: 'rename', grid: '050101', name: '甲' });
    expect((await send(plan, 'edits', { op: 'rename', grid: '050101', name: '乙' }, admin)).body.revision).toBe(2);
    expect((await send(other, 'edits', { op: 'rename', grid: '050101', name: '丙' })).body.revision).toBe(1);
  });

  it('is answered although the plan was submitted meanwhile', async () => {
    const plan = await planner.begin();
    const rename = { op: 'rename', grid: '050101', name: '先改后交' };
    await send(plan, 'edits', rename);
    await planner.decided(plan, 'submit');
    expect((await send(plan, 'edits', rename)).status).toBe(201);
    expect((await planner.call('POST', `/plans/${plan.id}/edits`, rename)).status).toBe(409);
  });
});
