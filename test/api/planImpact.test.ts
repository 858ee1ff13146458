import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Impact } from '../../server/core/plans/impactSchemas.ts';
import type { PlanSummary } from '../../server/core/plans/schemas.ts';
import { replaceStaff } from '../../server/people/service.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { formOf, Planner } from './planning.ts';

let started: TestApp;
let planner: Planner;
let plan: PlanSummary;

const BUSINESSES = `lng,lat,name,detail,weight
109.002,34.205,甲店,一街1号,2
109.008,34.205,乙店,一街9号,1
109.015,34.205,丙店,二街3号,1
109.005,34.215,丁店,三街5号,4
`;

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
  planner = new Planner(started, await started.signIn('planner'));
  const { payload, headers } = formOf('businesses.csv', BUSINESSES);
  expect((await planner.call('POST', '/places?kind=business', payload, headers)).status).toBe(200);
});
afterAll(() => started.close());
beforeEach(async () => {
  plan = await planner.begin();
});

const impactOf = () => planner.done<Impact>('GET', `/plans/${plan.id}/impact`);
const gridOf = ({ grids }: Impact, code: string) => grids.find((grid) => grid.code === code);
/** Cuts 050101 from south to north, so that the western part is the larger one. */
const SPLIT = {
  op: 'split',
  grid: '050101',
  line: [
    [109.006, 34.1999],
    [109.006, 34.2101],
  ],
  names: ['西南甲', '西南乙'],
};

describe('the impact of a plan', () => {
  it('that changes nothing is empty and proven', async () => {
    const impact = await impactOf();
    expect(impact).toMatchObject({ baseGeneration: 1, revision: 0, proof: { ok: true, faults: 0 }, grids: [] });
    expect(impact.moved.every(({ total }) => total === 0)).toBe(true);
  });

  it('counts grids before and after: area, border, compactness, businesses and what they came from', async () => {
    const before = await planner.edit(plan, SPLIT);
    const created = before.areas.features.find(({ properties }) => properties.name === '西南乙')?.properties.code ?? '';
    const impact = await impactOf();
    const [kept, made] = [gridOf(impact, '050101'), gridOf(impact, created)];
    expect(kept).toMatchObject({ kind: 'changed', name: '西南甲', formerName: '西南', before: { businesses: 3 } });
    expect(kept?.after?.businesses).toBe(2);
    expect(made).toMatchObject({ kind: 'created', formerName: null, from: ['050101'], before: null });
    expect(made?.after?.businesses).toBe(1);
    const sum = (kept?.after?.areaSquareMetres ?? 0) + (made?.after?.areaSquareMetres ?? 0);
    expect(Math.abs(sum - (kept?.before?.areaSquareMetres ?? 0))).toBeLessThan(1);
    expect(kept?.before?.borderMetres).toBeGreaterThan(4 * 900);
    // A square's is π/4.
    expect(kept?.before?.compactness).toBeGreaterThan(0.7);
    expect(made?.flags).toContain('unstaffed');
  });

  it('names the grids for which no warden would answer, and who would lose their grid', async () => {
    const serving = (code: string, name: string, role: 'warden' | 'monitor') => ({ code, name, role, phone: '1' });
    await started.database.owner
      .transaction()
      .execute((trx) =>
        replaceStaff(trx, '05', [
          serving('050101', '王一', 'warden'),
          serving('050102', '李二', 'warden'),
          serving('050102', '赵三', 'monitor'),
          serving('050201', '钱四', 'monitor'),
        ]),
      );
    await started.people.staff.reload();
    await planner.edit(plan, { op: 'merge', grids: ['050101', '050102'], keep: '050101' });
    await planner.edit(plan, { op: 'rename', grid: '050201', name: '改名' });
    expect((await impactOf()).staffing).toEqual({
      withoutWarden: [{ code: '050201', name: '改名' }],
      losing: [
        { name: '李二', role: 'warden', grid: '050102' },
        { name: '赵三', role: 'monitor', grid: '050102' },
      ],
    });
  });

  it('names the businesses that change grid, with their addresses and where they are', async () => {
    const { areas } = await planner.edit(plan, SPLIT);
    const created = areas.features.find(({ properties }) => properties.name === '西南乙')?.properties.code;
    const business = (await impactOf()).moved.find(({ ledger }) => ledger === 'business');
    expect(business).toEqual({
      ledger: 'business',
      total: 1,
      entries: [{ name: '乙店', detail: '一街9号', from: '050101', to: created, at: [109.008, 34.205] }],
    });
  });

  it('says how even the load of the units becomes that it changes, and of no other', async () => {
    await planner.edit(plan, SPLIT);
    const { balance } = await impactOf();
    expect([...new Set(balance.map(({ unit }) => unit))]).toEqual(['0501']);
    const businesses = balance.find(({ measure }) => measure === 'businesses');
    // 3 and 1 before; 2, 1 and 1 after.
    expect(businesses?.before).toEqual({ grids: 2, mean: 2, largestDeviation: 0.5, coefficientOfVariation: 0.5 });
    expect(businesses?.after).toMatchObject({ grids: 3, mean: 1.33, largestDeviation: 0.5 });
  });

  it('retires what is merged, flags what is torn apart or thin, and tells a bare renaming from a new border', async () => {
    await planner.edit(plan, { op: 'merge', grids: ['050101', '050102'], keep: '050101' });
    await planner.edit(plan, { op: 'rename', grid: '050202', name: '东北新名' });
    const strip = {
      type: 'Polygon',
      coordinates: [
        [
          [109.0001, 34.2099],
          [109.0199, 34.2099],
          [109.0199, 34.2099 + 0.0002],
          [109.0001, 34.2099 + 0.0002],
          [109.0001, 34.2099],
        ],
      ],
    };
    await planner.edit(plan, { op: 'transfer', from: '050101', to: '050201', area: strip });
    const impact = await impactOf();
    expect(gridOf(impact, '050102')).toMatchObject({ kind: 'retired', after: null });
    expect(gridOf(impact, '050202')?.kind).not.toBe('created');
    expect(gridOf(impact, '050202')).toMatchObject({ name: '东北新名', formerName: '东北' });
    expect(gridOf(impact, '050201')?.after?.compactness).toBeLessThan(
      gridOf(impact, '050201')?.before?.compactness ?? 0,
    );
    expect(impact.proof.ok).toBe(true);
  });
});
