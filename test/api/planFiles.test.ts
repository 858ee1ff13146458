import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CoverageFault } from '../../server/core/coverage/model.ts';
import type { PlanImportAnswer } from '../../server/core/plans/requests.ts';
import type { PlanSummary } from '../../server/core/plans/schemas.ts';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';
import { type Answer, formOf, Planner } from './planning.ts';

let started: TestApp;
let planner: Planner;
let south: Planner;
let plan: PlanSummary;

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids());
  planner = new Planner(started, await started.signIn('planner'));
  south = new Planner(started, await started.tokenFor([{ role: 'planner', scope: '0501' }]));
});
afterAll(() => started.close());
beforeEach(async () => {
  plan = await planner.begin();
});
afterEach(() => planner.decided(plan, 'withdraw'));

interface Imported extends Omit<Answer, 'body'> {
  body: PlanImportAnswer & Answer['body'];
}

async function importFile(
  name: string,
  bytes: Uint8Array | string,
  fields: Record<string, string> = {},
  by = planner,
): Promise<Imported> {
  const { payload, headers } = formOf(name, bytes, fields);
  return (await by.call('POST', `/plans/${plan.id}/import`, payload, headers)) as Imported;
}

async function exportFile(query: string): Promise<Uint8Array> {
  const answer = await started.app.inject({
    method: 'GET',
    url: `/api/v1/plans/${plan.id}/export?${query}`,
    headers: planner.headers,
  });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return new Uint8Array(answer.rawPayload);
}

/** The plan's grids as a file, with some corners of one grid elsewhere: the neighbours do not follow. */
async function broken(code: string, moves: Record<string, [number, number]>): Promise<string> {
  const collection = JSON.parse(
    Buffer.from(await exportFile('format=geojson')).toString(),
  ) as GeoJSON.FeatureCollection;
  for (const { properties, geometry } of collection.features)
    if (properties?.['code'] === code && geometry.type === 'Polygon')
      for (const ring of geometry.coordinates) ring.forEach((at, i) => (ring[i] = moves[at.join()] ?? at));
  return JSON.stringify(collection);
}

const faultsOf = async () =>
  (await planner.done<{ faults: CoverageFault[] }>('GET', `/plans/${plan.id}/faults`)).faults;

describe('a plan given out as a file', () => {
  const ENDINGS = { geojson: 'geojson', gpkg: 'gpkg', shp: 'zip', kml: 'kml' } as const;
  it.each(
    (['geojson', 'gpkg', 'shp', 'kml'] as const).flatMap((format) =>
      (['wgs84', 'cgcs2000', 'gcj02', 'bd09'] as const).map((crs) => [format, crs] as const),
    ),
  )('and taken in again changes nothing: %s in %s', async (format, crs) => {
    // A cut askew, so that corners lie where no round number is.
    const line = [
      [109.0033333, 34.1999],
      [109.0066667, 34.2101],
    ];
    await planner.edit(plan, { op: 'split', grid: '050101', line, names: ['西南甲', '西南乙'] });
    const file = await exportFile(`format=${format}&crs=${crs}`);
    const { status, body } = await importFile(`grids.${ENDINGS[format]}`, file, { crs });
    expect(status, JSON.stringify(body).slice(0, 500)).toBe(200);
    expect(body.difference).toEqual({
      created: [],
      retired: [],
      reshaped: [],
      renamed: [],
      touched: [],
      passages: [],
    });
    expect(body.edit).toBeNull();
  });
});

describe('a file taken into a plan', () => {
  it('is one edit, which undo takes back whole', async () => {
    const { body } = await importFile('grids.geojson', await broken('050101', { '109.01,34.21': [109.01, 34.21] }));
    expect(body.edit).toBeNull();
    await planner.edit(plan, { op: 'merge', grids: ['050101', '050102'], keep: '050101' });
    const merged = await exportFile('format=gpkg');
    await planner.done('POST', `/plans/${plan.id}/undo`);
    const again = await importFile('grids.gpkg', merged);
    expect(again.body.difference).toMatchObject({ retired: ['050102'], created: [] });
    expect(again.body.edit).toMatchObject({ removed: ['050102'], undo: { op: 'import' } });
    await planner.done('POST', `/plans/${plan.id}/undo`);
    expect(Object.keys(await planner.names(plan))).toEqual(['050101', '050102', '050201', '050202']);
  });

  it('brings its gaps and overlaps, which keep it from being submitted until they are mended', async () => {
    const moves: Record<string, [number, number]> = {
      '109.01,34.2': [109.009, 34.2],
      '109.01,34.21': [109.011, 34.21],
    };
    const { status, body } = await importFile('grids.geojson', await broken('050101', moves));
    expect(status).toBe(200);
    expect(body.report.ok).toBe(false);
    const faults = await faultsOf();
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['gap', 'overlap']));
    const refused = await planner.decide(plan, 'submit');
    expect(refused).toMatchObject({ status: 422, body: { code: 'coverage-broken' } });
    for (const { kind, at } of faults) {
      const grid = kind === 'gap' ? { op: 'fillGap', gap: at, to: '050102' } : null;
      await planner.edit(plan, grid ?? { op: 'trimOverlap', overlap: at, from: '050101' });
    }
    expect(await faultsOf()).toEqual([]);
    expect((await planner.decide(plan, 'submit')).status).toBe(200);
  });

  it('is refused with the file and the place in it when it cannot be read', async () => {
    const cut = await importFile('grids.geojson', '{"type":"FeatureCollection","features":[');
    expect(cut).toMatchObject({ status: 422, body: { code: 'unreadable-file' } });
    expect(cut.body.errors[0]?.path).toMatch(/^\/file/);
    expect((await planner.get(plan)).revision).toBe(0);
  });

  it('is for planners of the grids it changes', async () => {
    const north = (await broken('050201', {})).replaceAll('西北', '西北改名');
    const refused = await importFile('grids.geojson', north, {}, south);
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden', grids: ['050201'] } });
    expect((await importFile('grids.geojson', north)).status).toBe(200);
  });
});

describe('a file whose codes are not found or not ours', () => {
  /** The plan's grids as GeoJSON with other properties. */
  async function withProperties(change: (properties: Record<string, unknown>) => Record<string, unknown>) {
    const collection = JSON.parse(
      Buffer.from(await exportFile('format=geojson')).toString(),
    ) as GeoJSON.FeatureCollection;
    for (const each of collection.features) each.properties = change(each.properties ?? {});
    return JSON.stringify(collection);
  }

  it('is refused with its columns and samples of them, and taken when one is named', async () => {
    const file = await withProperties(({ code, name }) => ({ 社区: name, 说明: `见 ${String(code)}`, 原号: code }));
    // The column is found by its content; without it there is nothing to find.
    expect((await importFile('grids.geojson', file)).body).toMatchObject({
      edit: null,
      file: { codeColumn: '原号', notes: [{ note: 'codes-in-column', column: '原号' }] },
    });
    const without = await withProperties(({ code, name }) => ({ 社区: name, 说明: `见 ${String(code)}` }));
    expect(await importFile('grids.geojson', without)).toMatchObject({
      status: 422,
      body: {
        code: 'invalid-input',
        reason: 'codes-missing',
        columns: [{ name: '社区', samples: ['西南', '东南', '西北'] }, { name: '说明' }],
      },
    });
    expect(await importFile('grids.geojson', without, { codeColumn: '社区' })).toMatchObject({
      status: 422,
      body: { reason: 'codes-foreign', codeColumn: '社区', detail: expect.stringContaining('“西南”') },
    });
    expect(await importFile('grids.geojson', file, { codeColumn: '原号' })).toMatchObject({ status: 200 });
  });

  it('numbers its areas where they lie when that is asked for', async () => {
    const file = await withProperties(({ name }) => ({ name }));
    const { status, body } = await importFile('grids.geojson', file, { assignCodes: 'true' });
    expect(status).toBe(200);
    expect(body.report.notes).toContain('codes-assigned');
    expect(body.difference).toMatchObject({ created: [], retired: [], reshaped: [], renamed: [] });
  });

  it('is refused for its codes and not for somebody’s role', async () => {
    const foreign = await withProperties(({ code, name }) => ({ code: `61${String(code).slice(2)}`, name }));
    const { status, body } = await importFile('grids.geojson', foreign);
    expect([status, body.code]).toEqual([422, 'invalid-input']);
    expect(body).toMatchObject({
      reason: 'codes-foreign',
      codeColumn: 'code',
      detail: expect.stringMatching(/begin with 05.*“610101”/),
    });
  });

  it('says so when a unit would need more than 99 codes', async () => {
    const strip = (i: number) => {
      const [west, east] = [109 + i / 10_000, 109 + (i + 1) / 10_000];
      return [
        [west, 34.2],
        [east, 34.2],
        [east, 34.21],
        [west, 34.21],
        [west, 34.2],
      ];
    };
    const features = Array.from({ length: 100 }, (_, i) => ({
      type: 'Feature',
      properties: { name: `条${i}` },
      geometry: { type: 'Polygon', coordinates: [strip(i)] },
    }));
    const file = JSON.stringify({ type: 'FeatureCollection', features });
    expect(await importFile('strips.geojson', file, { assignCodes: 'true' })).toMatchObject({
      status: 422,
      body: {
        code: 'coverage-broken',
        detail: expect.stringContaining('99'),
        notes: [{ note: 'units-full', features: ['0501'], count: 1 }],
      },
    });
  });

  it('keeps the units it names', async () => {
    const units = JSON.parse(Buffer.from(await exportFile('format=geojson&level=unit')).toString());
    units.features.reverse();
    const { body } = await importFile('units.geojson', JSON.stringify(units), { level: 'unit' });
    expect(body.difference.retired).toEqual(['050102', '050202']);
    expect(await planner.names(plan)).toMatchObject({ '050101': '纺织城', '050201': '席王' });
  });
});

describe('a file in another datum than it is taken for', () => {
  it('is not refused for somebody’s role, but for the datum, and is taken in the right one', async () => {
    const own = await planner.begin({ scope: '0501' });
    const exported = await started.app.inject({
      method: 'GET',
      url: `/api/v1/plans/${own.id}/export?format=geojson&crs=gcj02`,
      headers: planner.headers,
    });
    // The whole district: in the right datum the grids of the other unit stay as they are.
    const take = async (crs: string) => {
      const { payload, headers } = formOf('grids.geojson', new Uint8Array(exported.rawPayload), { crs });
      return (await south.call('POST', `/plans/${own.id}/import`, payload, headers)) as Imported;
    };
    const refused = await take('wgs84');
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'invalid-input',
        reason: 'datum-doubtful',
        crs: 'gcj02',
        errors: [{ path: '/crs' }],
        notes: [{ note: 'datum-doubtful', crs: 'gcj02' }],
      },
    });
    expect(await take('gcj02')).toMatchObject({ status: 200, body: { edit: null, report: { fileNotes: [] } } });
    await planner.decided(own, 'withdraw');
  });

  it('is told when it is taken in all the same', async () => {
    const file = await exportFile('format=geojson&crs=bd09');
    const { status, body } = await importFile('grids.geojson', file, { crs: 'wgs84' });
    expect(status).toBe(200);
    expect(body.report.fileNotes).toMatchObject([{ note: 'datum-doubtful', crs: 'bd09' }]);
    const named = await importFile('grids.gpkg', await exportFile('format=gpkg&crs=gcj02'), { crs: 'wgs84' });
    expect(named.body.report.fileNotes).toMatchObject([{ note: 'datum-declared', crs: 'gcj02' }]);
  });
});
