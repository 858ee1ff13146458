import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toGeoJson } from '../../server/core/geometry/geoJson.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';
import type { PlanSummary } from '../../server/core/plans/schemas.ts';
import { box, ringOf } from '../unit/coverage/edits/grounds.ts';
import { FAULTY, gridsOf } from '../unit/coverage/mending/faultyDistricts.ts';
import { publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { formOf, Planner } from './planning.ts';

interface FaultWithMends {
  kind: string;
  message: string;
  mends: { op: string; gives: Record<string, number> }[];
}

let started: TestApp;
let planner: Planner;
let approver: Planner;
let plan: PlanSummary;

beforeEach(async () => {
  started = await startApp();
  const whole = (left: number, bottom: number, right: number, top: number): Area => box(left, bottom, right, top);
  await publishTo(started, {
    district: { code: '05', name: '灞桥区' },
    mandated: [[ringOf([0, 0], [4, 0], [4, 4], [0, 4])]],
    units: [
      { code: '0501', name: '纺织城' },
      { code: '0502', name: '席王' },
    ],
    grids: [
      { code: '050101', name: '西南', area: whole(0, 0, 2, 2) },
      { code: '050102', name: '东南', area: whole(2, 0, 4, 2) },
      { code: '050201', name: '西北', area: whole(0, 2, 2, 4) },
      { code: '050202', name: '东北', area: whole(2, 2, 4, 4) },
    ],
    note: 'a square',
    actor: 'test',
    address: null,
  });
  planner = new Planner(started, await started.signIn('planner'));
  approver = new Planner(started, await started.signIn('approver'));
  plan = await planner.begin();
});
afterEach(() => started.close());

const fileOf = (name: string): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: gridsOf(name).map(({ code, ring }) => ({
      type: 'Feature',
      properties: { code },
      geometry: toGeoJson([[ring]]),
    })),
  });

const faultsOf = async () =>
  (await planner.done<{ faults: FaultWithMends[] }>('GET', `/plans/${plan.id}/faults`)).faults;

/** Sends the mends as they are offered, beginning with the last one of a fault, until nothing is left. */
async function mendAll(): Promise<void> {
  for (let step = 0; step < 40; step++) {
    const faults = await faultsOf();
    if (faults.length === 0) return;
    for (const fault of faults) expect(fault.mends.length, fault.message).toBeGreaterThan(0);
    let went = false;
    for (const { gives: _gives, ...edit } of faults.flatMap(({ mends }) => mends.toReversed())) {
      went = (await planner.tryEdit(plan, edit)).status === 201;
      if (went) break;
    }
    expect(went, faults.map(({ message }) => message).join(' ')).toBe(true);
  }
}

describe('a file brought into a plan with a fault', () => {
  it.each(Object.keys(FAULTY))(
    '%s: is mended by what is offered, submitted, approved, published, and verified',
    async (name) => {
      const { payload, headers } = formOf('grids.geojson', fileOf(name), { level: 'grid' });
      const imported = await planner.call('POST', `/plans/${plan.id}/import`, payload, headers);
      expect(imported, JSON.stringify(imported.body)).toMatchObject({ status: 200 });
      expect((await planner.decide(plan, 'submit')).status).toBe(422);
      await mendAll();
      expect(await faultsOf()).toEqual([]);
      // Some faults can only be mended to what the district was before.
      if ((await planner.get(plan)).changedGrids.length === 0) return;
      await planner.decided(plan, 'submit');
      await approver.decided(plan, 'approve');
      await approver.decided(plan, 'publish');
      expect(await planner.done('GET', '/coverage')).toMatchObject({ generation: 2, proof: { ok: true } });
    },
  );

  it('can be undone, mend by mend and the file itself, and then stands as before', async () => {
    const before = await planner.done('GET', `/plans/${plan.id}/areas`);
    const { payload, headers } = formOf('grids.geojson', fileOf('several at once'), { level: 'grid' });
    await planner.call('POST', `/plans/${plan.id}/import`, payload, headers);
    await mendAll();
    while ((await planner.call('POST', `/plans/${plan.id}/undo`)).status < 300);
    const after = await planner.done('GET', `/plans/${plan.id}/areas`);
    const shapes = (areas: unknown) =>
      (areas as { features: { id: string; geometry: unknown }[] }).features.map(({ id, geometry }) => [id, geometry]);
    expect(shapes(after)).toEqual(shapes(before));
    expect(await faultsOf()).toEqual([]);
  });
});
