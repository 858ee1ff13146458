import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportState } from '../../server/core/coverage/intake/schemas.ts';
import { type SignedIn, startApp, type TestApp } from './harness.ts';

let started: TestApp;
let admin: SignedIn;
let approver: SignedIn;

beforeAll(async () => {
  started = await startApp();
  admin = await started.signIn('admin');
  approver = await started.signIn('approver');
});
afterAll(() => started.close());

const BOUNDARY = 'a-boundary-of-parts';

interface Parts {
  files?: Record<string, unknown>;
  fields?: Record<string, string>;
}

async function post(url: string, { files = {}, fields = {} }: Parts, headers: SignedIn = admin) {
  const parts = [
    ...Object.entries(fields).map(
      ([name, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
    ...Object.entries(files).map(([name, content]) => {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${name}.geojson"\r\ncontent-type: application/geo+json\r\n\r\n${text}\r\n`;
    }),
  ];
  return started.app.inject({
    method: 'POST',
    url,
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    payload: `${parts.join('')}--${BOUNDARY}--\r\n`,
  });
}

async function finished(id: string): Promise<ImportState> {
  return expect
    .poll(
      async () =>
        (
          await started.app.inject({ url: `/api/v1/coverage/imports/${id}`, headers: { ...admin } })
        ).json<ImportState>(),
      { timeout: 60_000 },
    )
    .not.toMatchObject({ state: 'running' })
    .then(async () =>
      (await started.app.inject({ url: `/api/v1/coverage/imports/${id}`, headers: { ...admin } })).json<ImportState>(),
    );
}

const square = (west: number, south: number, east: number, north: number): GeoJSON.Polygon => ({
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
const collection = (...features: [Record<string, string>, GeoJSON.Geometry][]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })),
});
const district = collection([{ code: '05', name: '灞桥区' }, square(109, 34, 109.02, 34.01)]);
const units = collection(
  [{ code: '0501', name: '纺织城' }, square(109, 34, 109.01, 34.01)],
  [{ code: '0502', name: '席王' }, square(109.01, 34, 109.02, 34.01)],
);
/** By somebody else than who took it in. */
const publish = (id: string, payload: object = {}, headers: object = approver) =>
  started.app.inject({
    method: 'POST',
    url: `/api/v1/coverage/imports/${id}/publish`,
    headers: { ...headers },
    payload,
  });

describe('an import', () => {
  it('of district and units reports its steps, nodes the outline, proves, and is published', async () => {
    const answer = await post('/api/v1/coverage/imports', { files: { district, units } });
    expect(answer.statusCode).toBe(202);
    const state = await finished(answer.json<ImportState>().id);
    expect(state.state).toBe('ready');
    expect(state.report?.notes).toEqual(['unit-as-grid']);
    expect(state.report?.steps.map((step) => step.step)).toEqual(['datum', 'lattice', 'repair', 'fit', 'prove']);
    // The units' common corners stand on the outline's edges, which have none there.
    expect(state.report?.steps.find((step) => step.step === 'fit')?.counts['insertedVertices']).toBe(2);
    expect((await publish(state.id, { note: 'first' })).json()).toEqual({ generation: 1 });
    const areas = await started.app.inject({ url: '/api/v1/coverage/areas', headers: { ...admin } });
    expect(areas.json().features.map((feature: { id: string }) => feature.id)).toEqual(['050101', '050201']);
    expect((await publish(state.id)).statusCode).toBe(409);
  });

  it('published by two at once becomes one generation, and the other is told', async () => {
    const { generation } = (await started.app.inject({ url: '/api/v1/coverage', headers: { ...admin } })).json<{
      generation: number;
    }>();
    const { id } = await finished(
      (await post('/api/v1/coverage/imports', { files: { district, units } })).json<ImportState>().id,
    );
    const answers = await Promise.all([publish(id), publish(id), publish(id)]);
    expect(answers.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([200, 409, 409]);
    const { generations } = (await started.app.inject({ url: '/api/v1/generations', headers: { ...admin } })).json<{
      generations: { generation: number }[];
    }>();
    expect(generations[0]?.generation).toBe(generation + 1);
  });

  it('with faults says where they are and cannot be published', async () => {
    const gappy = collection(
      [{ code: '050101' }, square(109, 34, 109.009, 34.01)],
      [{ code: '050201' }, square(109.01, 34, 109.02, 34.01)],
    );
    const state = await finished(
      (await post('/api/v1/coverage/imports', { files: { district, units, grids: gappy } })).json<ImportState>().id,
    );
    expect(state.state).toBe('faulty');
    expect(state.report?.faults.map((fault) => fault.kind)).toContain('gap');
    const refused = await publish(state.id);
    expect(refused.statusCode).toBe(422);
    expect(refused.json().code).toBe('coverage-broken');
    const faults = await started.app.inject({
      url: `/api/v1/coverage/imports/${state.id}/faults`,
      headers: { ...admin },
    });
    expect(faults.json().features.length).toBe(state.report?.faults.length);
  });

  it('finds a grid that lies in another unit than its code says', async () => {
    const swapped = collection(
      [{ code: '050201' }, square(109, 34, 109.01, 34.01)],
      [{ code: '050101' }, square(109.01, 34, 109.02, 34.01)],
    );
    const state = await finished(
      (await post('/api/v1/coverage/imports', { files: { district, units, grids: swapped } })).json<ImportState>().id,
    );
    expect(new Set(state.report?.faults.map((fault) => fault.kind))).toEqual(new Set(['wrong-parent']));
  });

  it('tells each of its steps, in their order, as server-sent events, whose last is its end', async () => {
    const { id } = (await post('/api/v1/coverage/imports', { files: { district, units } })).json<ImportState>();
    const events = await started.app.inject({ url: `/api/v1/coverage/imports/${id}/events`, headers: { ...admin } });
    expect(events.headers['content-type']).toContain('text/event-stream');
    const states = events.body
      .split('\n\n')
      .filter(Boolean)
      .map((event) => JSON.parse(event.split('data: ')[1] as string) as ImportState);
    expect(new Set(states.map((state) => state.id))).toEqual(new Set([id]));
    // Two rounds of fitting: the first puts the units' corners on the outline, the second finds nothing to do.
    expect(states.map(({ state, step }) => [state, step ?? null])).toEqual([
      ['running', 'read'],
      ['running', 'datum'],
      ['running', 'fit 1'],
      ['running', 'fit 2'],
      ['running', 'prove'],
      ['ready', null],
    ]);
    expect(states.map(({ report }) => report?.ok ?? null)).toEqual([null, null, null, null, null, true]);
  });

  it('of an unreadable file fails in words, and of no file is refused', async () => {
    const state = await finished(
      (await post('/api/v1/coverage/imports', { files: { district: 'no boundaries at all' } })).json<ImportState>().id,
    );
    expect(state.state).toBe('failed');
    expect(state.detail).toMatch(/\w/);
    expect(state.errors).toEqual([{ path: '/district', message: state.detail }]);
    expect((await post('/api/v1/coverage/imports', {})).json().errors[0].path).toBe('/district');
    expect(
      (await post('/api/v1/coverage/imports', { files: { district }, fields: { snapMetres: '-1' } })).json().errors[0]
        .path,
    ).toBe('/snapMetres');
    expect((await post('/api/v1/coverage/imports', { files: { other: district } })).statusCode).toBe(422);
  });

  it('that fails names the file and the place in it', async () => {
    const swapped = '{"type":"Polygon","coordinates":[[[34,109],[34.1,109],[34.1,109.1],[34,109]]]}';
    const brokenOff = JSON.stringify(district).slice(0, 200);
    const states = [];
    for (const grids of [swapped, brokenOff])
      states.push(
        await finished((await post('/api/v1/coverage/imports', { files: { district, grids } })).json<ImportState>().id),
      );
    expect(states[0]).toMatchObject({ state: 'failed', code: 'swapped-coordinates' });
    expect(states[0]?.errors?.[0]?.path).toBe('/grids/features/0/geometry/coordinates/0/0');
    expect(states[1]).toMatchObject({ state: 'failed', code: 'unreadable-file' });
    expect(states[1]?.errors?.[0]?.path).toMatch(/^\/grids\/features\/0/);
  });

  it('is not for those who neither plan nor administer, and published by an approver only', async () => {
    expect(
      (await post('/api/v1/coverage/imports', { files: { district } }, await started.signIn('dispatcher'))).statusCode,
    ).toBe(403);
    expect(
      (await publish('00000000-0000-4000-8000-000000000000', {}, await started.signIn('planner'))).statusCode,
    ).toBe(403);
    expect((await publish('00000000-0000-4000-8000-000000000000')).statusCode).toBe(404);
  });
});

describe('the check of a file of any format', () => {
  it('gives the verdict and the areas as they were read, after snapping where asked', async () => {
    const nearly = collection(
      [{ code: '050101' }, square(109, 34, 109.01, 34.01)],
      [{ code: '050201' }, square(109.010_003, 34, 109.02, 34.01)],
    );
    const apart = (await post('/api/v1/coverage/check-file', { files: { file: nearly, parent: district } })).json();
    expect(apart.ok).toBe(false);
    expect(apart.features.features).toHaveLength(2);
    const snapped = (
      await post('/api/v1/coverage/check-file', {
        files: { file: nearly, parent: district },
        fields: { snapMetres: '1' },
      })
    ).json();
    expect(snapped.faults).toEqual([]);
    expect(snapped.ok).toBe(true);
  });

  const point: GeoJSON.Point = { type: 'Point', coordinates: [109, 34] };

  it('is never ok when a feature has no area, and says which was left out', async () => {
    const collected = collection(
      [{ code: '050101' }, square(109, 34, 109.01, 34.01)],
      [{ code: '050102' }, { type: 'GeometryCollection', geometries: [point] }],
    );
    const answer = (await post('/api/v1/coverage/check-file', { files: { file: collected } })).json();
    expect(answer).toMatchObject({
      ok: false,
      faults: [],
      notes: [{ note: 'features-left-out', severity: 'error', part: 'file', count: 1, features: ['050102'] }],
    });
    const state = await finished(
      (await post('/api/v1/coverage/imports', { files: { grids: collected } })).json<ImportState>().id,
    );
    expect(state).toMatchObject({ state: 'faulty', report: { fileNotes: [{ features: ['050102'] }] } });
  });

  it('takes the polygons of a collection, and tells what stood with them', async () => {
    const collected = collection([
      { code: '050101' },
      { type: 'GeometryCollection', geometries: [point, square(109, 34, 109.01, 34.01)] },
    ]);
    const answer = (await post('/api/v1/coverage/check-file', { files: { file: collected } })).json();
    expect(answer).toMatchObject({ ok: true, counts: { grids: 1 }, notes: [{ note: 'parts-left-out', count: 1 }] });
  });

  it('tells the layer and the columns it took, and takes others that are named', async () => {
    const topology = {
      type: 'Topology',
      arcs: [[...(square(109, 34, 109.01, 34.01).coordinates[0] as GeoJSON.Position[])]],
      objects: {
        grids: {
          type: 'GeometryCollection',
          geometries: [1, 2].map((n) => ({
            type: 'Polygon',
            arcs: [[0]],
            properties: { label: `05010${n}`, other: n },
          })),
        },
        outline: { type: 'Polygon', arcs: [[0]], properties: { label: '05' } },
      },
    };
    const check = async (fields: Record<string, string>) =>
      (await post('/api/v1/coverage/check-file', { files: { file: topology }, fields })).json();
    expect((await check({})).file).toMatchObject({
      format: 'TopoJSON',
      layer: 'grids',
      layers: [
        { name: 'grids', areas: 2 },
        { name: 'outline', areas: 1 },
      ],
      codeColumn: 'label',
      columns: [
        { name: 'label', samples: ['050101', '050102'] },
        { name: 'other', samples: ['1', '2'] },
      ],
    });
    const outline = await check({ layer: 'outline', codeColumn: 'label' });
    expect(outline).toMatchObject({ ok: true, counts: { grids: 1 }, file: { layer: 'outline', codeColumn: 'label' } });
    expect(await check({ layer: 'none' })).toMatchObject({ code: 'invalid-input', reason: 'layer-unknown' });
  });
});
