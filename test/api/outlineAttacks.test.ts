import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOfAreas } from '../../server/core/coverage/certificate/certificate.ts';
import type { ImportState } from '../../server/core/coverage/intake/schemas.ts';
import type { CoverageFault } from '../../server/core/coverage/model.ts';
import type { AreaCollection, CoverageSummary } from '../../server/core/coverage/schemas.ts';
import { toGeoJson } from '../../server/core/geometry/geoJson.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';
import type { PlanSummary } from '../../server/core/plans/schemas.ts';
import { type Publication, publish } from '../../server/coverage/publication.ts';
import { publishTo, ring } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { formOf, Planner } from './planning.ts';
import { expectTiling } from './postgisVerdict.ts';

type Corner = [number, number];
/** Corners in hundredths of a degree from 109.00, 34.20. */
const at = (x: number, y: number): Corner => [Number((109 + x / 100).toFixed(7)), Number((34.2 + y / 100).toFixed(7))];
const area = (...corners: Corner[]): Area => [[ring(...corners.map(([x, y]) => at(x, y)))]];

/** A district with a bay from above; the grids meet its lower edge where it has no corner. */
const GIVEN = area([0, 0], [3, 0], [3, 2], [2, 2], [2, 1], [1, 1], [1, 2], [0, 2]);
const WEST = area([0, 0], [1, 0], [1, 1], [1, 2], [0, 2]);
const MIDDLE = area([1, 0], [2, 0], [2, 1], [1, 1]);
const EAST = area([2, 0], [3, 0], [3, 2], [2, 2], [2, 1]);
const BAY_FILLED = area([1, 0], [2, 0], [2, 1], [2, 2], [1, 2], [1, 1]);
const CAPE_CUT = area([2, 0], [3, 0], [2, 2], [2, 1]);

const district = (grids: { middle?: Area; east?: Area } = {}): Publication => ({
  district: { code: '05', name: '灞桥区' },
  mandated: GIVEN,
  units: [
    { code: '0501', name: '纺织城' },
    { code: '0502', name: '席王' },
  ],
  grids: [
    { code: '050101', name: '西', area: WEST },
    { code: '050102', name: '中', area: grids.middle ?? MIDDLE },
    { code: '050201', name: '东', area: grids.east ?? EAST },
  ],
  note: 'a bay',
  actor: 'test',
  address: null,
});

let started: TestApp;
let planner: Planner;
let approver: Planner;
let plan: PlanSummary;

beforeEach(async () => {
  started = await startApp();
  await publishTo(started, district());
  planner = new Planner(started, await started.signIn('planner'));
  approver = new Planner(started, await started.signIn('approver'));
  plan = await planner.begin();
});
afterEach(() => started.close());

const latticeOf = (geometry: GeoJSON.Geometry): Area => {
  const polygons =
    geometry.type === 'Polygon' ? [geometry.coordinates] : (geometry as GeoJSON.MultiPolygon).coordinates;
  return polygons.map((rings) => rings.map((positions) => ring(...(positions.slice(0, -1) as Corner[]))));
};

/** Demands of PostGIS that what a route answers with fills the outline as it was given. */
async function expectGiven(url: string): Promise<void> {
  const { features } = await planner.done<AreaCollection>('GET', url);
  await expectTiling(
    started.database,
    features.map(({ geometry }) => latticeOf(geometry as GeoJSON.Geometry)),
    GIVEN,
    url,
  );
}
const expectPlanGiven = (of = plan) => expectGiven(`/plans/${of.id}/areas`);
async function expectPublishedGiven(generation: number): Promise<void> {
  await expectGiven('/coverage/areas?level=grid');
  const summary = await planner.done<CoverageSummary>('GET', '/coverage');
  const outlineSha256 = hashOfAreas([{ code: '05', area: GIVEN }]);
  expect(summary).toMatchObject({ generation, proof: { ok: true, outlineFaults: [], outlineSha256 } });
}

async function approve(of = plan): Promise<void> {
  await planner.decided(of, 'submit');
  await approver.decided(of, 'approve');
}

const move = (...moves: [Corner, Corner][]) => ({
  op: 'moveVertices',
  moves: moves.map(([from, to]) => ({ from: at(...from), to: at(...to) })),
});
const put = (code: string, shape: Area) => ({
  op: 'replace',
  put: {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { code }, geometry: toGeoJson(shape) }],
  },
  remove: [],
});
const insert = (from: Corner, to: Corner, point: Corner) => ({
  op: 'insertVertex',
  on: [at(...from), at(...to)],
  at: at(...point),
});
const splitMiddle = { op: 'split', grid: '050102', line: [at(1.5, -0.1), at(1.5, 1.1)] };

const ATTACKS: Record<string, object> = {
  'two corners exchanged': move(
    [
      [2, 2],
      [3, 2],
    ],
    [
      [3, 2],
      [2, 2],
    ],
  ),
  'three corners in a cycle': move(
    [
      [1, 2],
      [1, 1],
    ],
    [
      [1, 1],
      [2, 1],
    ],
    [
      [2, 1],
      [1, 2],
    ],
  ),
  'four corners in a cycle': move(
    [
      [1, 2],
      [1, 1],
    ],
    [
      [1, 1],
      [2, 1],
    ],
    [
      [2, 1],
      [2, 2],
    ],
    [
      [2, 2],
      [1, 2],
    ],
  ),
  'a corner and a point put on an edge exchanged': move(
    [
      [0, 0],
      [1, 0],
    ],
    [
      [1, 0],
      [0, 0],
    ],
  ),
  'points put on an edge exchanged': move(
    [
      [1, 0],
      [2, 0],
    ],
    [
      [2, 0],
      [1, 0],
    ],
  ),
  'a corner moved by 12 cm': move([
    [3, 2],
    [3.00001, 2.00001],
  ]),
  'a point put on an edge pulled off it by 11 cm': move([
    [1, 0],
    [1, -0.0001],
  ]),
  'a point put on an edge pushed past a corner': move([
    [1, 0],
    [-0.2, 0],
  ]),
  'a bay filled': put('050102', BAY_FILLED),
  'a cape cut': put('050201', CAPE_CUT),
  'a new corner beside an edge by 11 cm': insert([3, 0], [3, 2], [3.0001, 1]),
  'a corner taken out': { op: 'deleteVertex', at: at(3, 2) },
};

describe('the outline attacked by an edit', () => {
  it.each(Object.keys(ATTACKS))('%s: is refused with the place, and the plan stands as it was', async (name) => {
    const { status, body } = await planner.tryEdit(plan, ATTACKS[name] as object);
    expect(status, JSON.stringify(body)).toBe(422);
    expect(body.code).toBe('coverage-broken');
    expect(body.faults.length).toBeGreaterThan(0);
    await expectPlanGiven();
  });

  it('may put points within the bend on it, which undo and redo take away and bring back, step by step', async () => {
    const edits = [
      insert([3, 0], [3, 2], [3.000003, 1.3]),
      move([
        [3.000003, 1.3],
        [2.999998, 0.7],
      ]),
      splitMiddle,
      move([
        [1, 0],
        [0.8, 0.000002],
      ]),
    ];
    for (const edit of edits) {
      await planner.edit(plan, edit);
      await expectPlanGiven();
    }
    for (const verb of ['undo', 'redo', 'undo'])
      for (const _ of edits) {
        await planner.done('POST', `/plans/${plan.id}/${verb}`);
        await expectPlanGiven();
      }
    for (const attack of [ATTACKS['a bay filled'], ATTACKS['three corners in a cycle']])
      expect((await planner.tryEdit(plan, attack as object)).status).toBe(422);
    for (const _ of edits) await planner.done('POST', `/plans/${plan.id}/redo`);
    await approve();
    await approver.decided(plan, 'publish');
    await expectPublishedGiven(2);
  });
});

describe('the outline where plans meet', () => {
  it('is filled when two plans put points on the same edge and the later one moves on', async () => {
    const other = await planner.begin();
    await planner.edit(plan, insert([0, 0], [1, 0], [0.5, 0.000003]));
    await planner.edit(other, splitMiddle);
    await approve(other);
    await approver.decided(other, 'publish');
    await expectPublishedGiven(2);
    await expectPlanGiven();
    for (const attack of [ATTACKS['a bay filled'], ATTACKS['a corner and a point put on an edge exchanged']])
      expect((await planner.tryEdit(plan, attack as object)).status).toBe(422);
    await planner.edit(
      plan,
      move([
        [0.5, 0.000003],
        [0.6, 0],
      ]),
    );
    await planner.done('POST', `/plans/${plan.id}/undo`);
    await expectPlanGiven();
    await approve();
    await approver.decided(plan, 'publish');
    await expectPublishedGiven(3);
  });
});

const fileOf = (publication: Publication): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: publication.grids.map(({ code, area: shape }) => ({
      type: 'Feature',
      properties: { code },
      geometry: toGeoJson(shape),
    })),
  });

describe('the outline attacked by a file in a plan', () => {
  it.each([
    ['outside-parent', { middle: BAY_FILLED }],
    ['gap', { east: CAPE_CUT }],
  ] as const)('is a fault (%s) that is not submitted, and comes back by the mends offered', async (kind, grids) => {
    const { payload, headers } = formOf('grids.geojson', fileOf(district(grids)), { level: 'grid', snapMetres: '0' });
    expect((await planner.call('POST', `/plans/${plan.id}/import`, payload, headers)).status).toBe(200);
    const { faults } = await planner.done<{ faults: (CoverageFault & { mends: object[] })[] }>(
      'GET',
      `/plans/${plan.id}/faults`,
    );
    expect(faults.map((fault) => fault.kind)).toEqual([kind]);
    expect((await planner.decide(plan, 'submit')).body.code).toBe('coverage-broken');
    const { gives: _gives, ...mend } = faults.flatMap(({ mends }) => mends)[0] as { gives: object };
    await planner.edit(plan, mend);
    await expectPlanGiven();
    await planner.done('POST', `/plans/${plan.id}/undo`);
    expect((await planner.decide(plan, 'submit')).body.code).toBe('coverage-broken');
    await planner.done('POST', `/plans/${plan.id}/redo`);
    await expectPlanGiven();
  });
});

describe('the outline attacked by an import of boundaries', () => {
  let admin: Planner;
  beforeEach(async () => {
    admin = new Planner(started, await started.signIn('admin'));
  });
  const imported = async (files: Record<string, string>): Promise<ImportState> => {
    const { payload, headers } = formOf('grids.geojson', files['grids'] as string, {}, 'grids');
    const { id } = (await admin.call('POST', '/coverage/imports', payload, headers)).body as unknown as ImportState;
    const look = () => admin.done<ImportState>('GET', `/coverage/imports/${id}`);
    await expect.poll(look, { timeout: 60_000 }).not.toMatchObject({ state: 'running' });
    return look();
  };

  it.each([
    ['outside-parent', { middle: BAY_FILLED }],
    ['gap', { east: CAPE_CUT }],
  ] as const)('of grids alone is a fault (%s): the outline in force stays', async (kind, grids) => {
    const state = await imported({ grids: fileOf(district(grids)) });
    expect(state).toMatchObject({ state: 'faulty', report: { faults: [{ kind }] } });
    expect((await approver.call('POST', `/coverage/imports/${state.id}/publish`, { note: '' })).status).toBe(422);
    await expectPublishedGiven(1);
  });

  it('of grids alone that fill it is published on the very outline', async () => {
    const parted = district();
    const south = { code: '050103', name: '南', area: area([1, 0], [2, 0], [2, 0.5], [1, 0.5]) };
    const north = { ...(parted.grids[1] as typeof south), area: area([1, 0.5], [2, 0.5], [2, 1], [1, 1]) };
    const [west, , east] = parted.grids as [typeof south, typeof south, typeof south];
    const state = await imported({ grids: fileOf({ ...parted, grids: [west, north, south, east] }) });
    expect(state).toMatchObject({ state: 'ready' });
    expect(state.report?.notes).toEqual(['outline-in-force', 'units-from-codes']);
    await approver.done('POST', `/coverage/imports/${state.id}/publish`, { note: '' });
    await expectPublishedGiven(2);
  });
});

describe('the outline attacked at the publication', () => {
  it.each([{ middle: BAY_FILLED }, { east: CAPE_CUT }])(
    'is held against the grids that are published',
    async (grids) => {
      await expect(publish(started.database.owner, district(grids), new Date())).rejects.toMatchObject({
        code: 'coverage-broken',
      });
      await expectPublishedGiven(1);
    },
  );

  it('is held against rows that were altered behind the service’s back', async () => {
    await planner.edit(plan, splitMiddle);
    await approve();
    // Read anew: a plan that is not asked for longest is forgotten.
    for (let i = 0; i < 12; i++) await planner.done('GET', `/plans/${(await planner.begin()).id}/areas`);
    await sql`UPDATE plan_grids SET geom = ST_Multi(ST_Union(geom,
        ST_MakeEnvelope(${at(1, 1)[0]}::float8, ${at(1, 1)[1]}::float8, ${at(2, 2)[0]}::float8, ${at(2, 2)[1]}::float8, 4326)))
      WHERE plan = ${plan.id} AND code = '050102'`.execute(started.database.owner);
    const { status, body } = await approver.decide(plan, 'publish');
    expect(status, JSON.stringify(body)).toBe(422);
    expect(body.code).toBe('coverage-broken');
    await expectPublishedGiven(1);
  });
});
