import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfCertificate } from '../../server/core/coverage/certificate/certificate.ts';
import type {
  AreaCollection,
  Certificate,
  CoverageSummary,
  ValidationReport,
} from '../../server/core/coverage/schemas.ts';
import { publish } from '../../server/coverage/publication.ts';
import { fourGrids, publishTo, ring, threeGrids } from './district.ts';
import { type SignedIn, startApp, type TestApp } from './harness.ts';

let started: TestApp;
let headers: SignedIn;

beforeAll(async () => {
  started = await startApp();
  headers = await started.signIn('dispatcher');
});
afterAll(() => started.close());

const get = async (url: string, more: Record<string, string> = {}) =>
  started.app.inject({ url, headers: { ...headers, ...more } });

describe('before anything is published', () => {
  it('says so with 404 rather than showing an empty district', async () => {
    const answer = await get('/api/v1/coverage');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'not-found' });
  });
});

describe('the settings', () => {
  it('name no base map unless the operator named one, and are for those signed in', async () => {
    expect((await get('/api/v1/settings')).json()).toEqual({ basemapStyle: null });
    expect((await started.app.inject({ url: '/api/v1/settings' })).statusCode).toBe(401);
  });
});

describe('a published coverage', () => {
  beforeAll(async () => {
    await publishTo(started, fourGrids(), new Date('2026-01-01T00:00:00Z'));
    await publishTo(started, threeGrids(), new Date('2026-06-01T00:00:00Z'));
  });

  it.each(['geojson', 'gpkg', 'shp', 'kml'])('is given out as %s, named for what it is', async (format) => {
    const answer = await get(`/api/v1/coverage/export?format=${format}&crs=cgcs2000`);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(
      /filename="05-grids-generation2-cgcs2000\.(geojson|gpkg|zip|kml)"/,
    );
    expect(answer.rawPayload.length).toBeGreaterThan(500);
  });

  it('is summarised with its units and its proof', async () => {
    const summary: CoverageSummary = (await get('/api/v1/coverage')).json();
    expect(summary).toMatchObject({ generation: 2, gridCount: 3, proof: { ok: true } });
    expect(summary.units.map(({ code, gridCount }) => [code, gridCount])).toEqual([
      ['0501', 1],
      ['0502', 2],
    ]);
    expect(summary.proof.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives the areas of every level, whose sizes add up', async () => {
    const sizes = [];
    for (const level of ['grid', 'unit', 'district']) {
      const areas: AreaCollection = (await get(`/api/v1/coverage/areas?level=${level}`)).json();
      sizes.push(areas.features.reduce((sum, feature) => sum + feature.properties.areaSquareMetres, 0));
    }
    expect(Math.abs((sizes[0] as number) - (sizes[2] as number))).toBeLessThan(1);
    expect(Math.abs((sizes[1] as number) - (sizes[2] as number))).toBeLessThan(1);
  });

  it('is not sent again to who has it', async () => {
    const { etag } = (await get('/api/v1/coverage/areas?level=unit')).headers;
    const again = (path: string) => get(path, { 'if-none-match': String(etag) });
    expect(await again('/api/v1/coverage/areas?level=unit')).toMatchObject({ statusCode: 304, body: '' });
    expect((await again('/api/v1/coverage/areas?level=grid')).statusCode).toBe(200);
    expect((await again('/api/v1/coverage/areas?level=unit&generation=1')).statusCode).toBe(200);
  });

  it('gives only what lies within a prefix, with the neighbours across the border', async () => {
    const areas: AreaCollection = (await get('/api/v1/coverage/areas?within=0502')).json();
    expect(areas.features.map((feature) => feature.properties.code)).toEqual(['050201', '050202']);
    expect(areas.features[0]?.properties.neighbours).toEqual(['050102', '050202']);
  });

  it('answers from the generation in force at a time, and by number', async () => {
    const spring: AreaCollection = (await get('/api/v1/coverage/areas?at=2026-03-01T00:00:00Z')).json();
    expect(spring.generation).toBe(1);
    expect(spring.features).toHaveLength(4);
    const first: AreaCollection = (await get('/api/v1/coverage/areas?generation=1')).json();
    expect(first.features).toEqual(spring.features);
    expect((await get('/api/v1/coverage/areas?at=2025-03-01T00:00:00Z')).statusCode).toBe(404);
    expect((await get('/api/v1/coverage/areas?generation=9')).statusCode).toBe(404);
    expect((await get('/api/v1/generations/9/outline')).statusCode).toBe(404);
    expect((await get('/api/v1/generations/1/outline?crs=mars')).statusCode).toBe(422);
  });

  it('shifts what it gives into the datum asked for', async () => {
    const areas: AreaCollection = (await get('/api/v1/coverage/areas?level=district&crs=gcj02')).json();
    const geometry = areas.features[0]?.geometry as GeoJSON.Polygon;
    const x = geometry.coordinates[0]?.[0]?.[0] ?? 109;
    expect(Math.abs(x - 109)).toBeGreaterThan(0.002);
  });

  it('chains its certificates and keeps unchanged grids at their revision', async () => {
    const second: Certificate = (await get('/api/v1/generations/2/certificate')).json();
    const first: Certificate = (await get('/api/v1/generations/1/certificate')).json();
    expect(second.previousSha256).toBe(first.sha256);
    expect(hashOfCertificate(second)).toBe(second.sha256);
    const areas: AreaCollection = (await get('/api/v1/coverage/areas')).json();
    expect(areas.features.map(({ properties }) => [properties.code, properties.revision])).toEqual([
      ['050102', 2],
      ['050201', 1],
      ['050202', 1],
    ]);
  });

  it('tells what changed between two generations', async () => {
    const difference = (await get('/api/v1/generations/diff?from=1&to=2')).json();
    expect(difference).toMatchObject({
      created: [],
      retired: ['050101'],
      renamed: [],
      reshaped: [{ code: '050102', formerName: '东南' }],
      touched: [],
      passages: [{ from: '050101', to: '050102', rounding: false }],
    });
    expect(difference.reshaped).toHaveLength(1);
  });

  it('lists its generations newest first, with a link to the older ones', async () => {
    const answer = await get('/api/v1/generations?limit=1');
    expect(answer.json().generations.map((one: { generation: number }) => one.generation)).toEqual([2]);
    expect(answer.headers['link']).toContain('cursor=2');
  });

  it('never gives a retired code again', async () => {
    await expect(publish(started.database.owner, fourGrids(), new Date())).rejects.toMatchObject({
      code: 'code-taken',
      members: { codes: ['050101'] },
    });
  });

  it('refuses to publish what does not prove, and changes nothing', async () => {
    const broken = threeGrids();
    const moved = {
      ...broken,
      grids: [
        { ...broken.grids[0], area: [[ring([109, 34.2], [109.02, 34.2], [109.02, 34.21], [109, 34.21])]] },
        ...broken.grids.slice(1),
      ],
    };
    await expect(publish(started.database.owner, moved as never, new Date())).rejects.toMatchObject({
      code: 'coverage-broken',
    });
    await started.published.refresh();
    expect(started.published.current()?.generation).toBe(2);
  });
});

describe('the check of a file', () => {
  const post = async (payload: unknown, contentType = 'application/json') =>
    started.app.inject({
      method: 'POST',
      url: '/api/v1/coverage/validate',
      headers: { ...headers, 'content-type': contentType },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
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
  const collection = (...geometries: GeoJSON.Geometry[]) => ({
    type: 'FeatureCollection',
    features: geometries.map((geometry, i) => ({ type: 'Feature', properties: { code: `05010${i + 1}` }, geometry })),
  });

  it('passes a partition that equals its parent', async () => {
    const report: ValidationReport = (
      await post({ parent: square(0, 0, 2, 1), features: collection(square(0, 0, 1, 1), square(1, 0, 2, 1)) })
    ).json();
    // The parent lacks the corners at 1: a border vertex on one side only.
    expect(report.ok).toBe(false);
    expect(new Set(report.faults.map((fault) => fault.kind))).toEqual(new Set(['unmatched-vertex']));
    const parent = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [2, 0],
          [2, 1],
          [1, 1],
          [0, 1],
          [0, 0],
        ],
      ],
    };
    const fixed: ValidationReport = (
      await post({ parent, features: collection(square(0, 0, 1, 1), square(1, 0, 2, 1)) })
    ).json();
    expect(fixed).toEqual({
      ok: true,
      faults: [],
      truncated: false,
      counts: { grids: 2, vertices: 8, gaps: 0, overlaps: 0 },
    });
  });

  it('finds an overlap and a gap with their places and sizes', async () => {
    const parent = square(109, 34, 109.02, 34.01);
    const report: ValidationReport = (
      await post({ parent, features: collection(square(109, 34, 109.01, 34.01), square(109.009, 34, 109.019, 34.01)) })
    ).json();
    expect(report.ok).toBe(false);
    expect(report.counts).toMatchObject({ gaps: 1, overlaps: 1 });
    const overlap = report.faults.find((fault) => fault.kind === 'overlap');
    expect(overlap?.grids).toEqual(['050101', '050102']);
    // 0.001° by 0.01° at 34° north: 92.4 m by 1,109 m.
    expect(overlap?.areaSquareMetres).toBeGreaterThan(102_000);
    expect(overlap?.areaSquareMetres).toBeLessThan(103_000);
  });

  it('names the very coordinate that is wrong', async () => {
    const bad = square(109, 34, 110, 35);
    (bad.coordinates[0] as unknown[])[2] = ['x', 35];
    const answer = await post({ features: collection(bad) });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].path).toBe('/features/features/0/geometry/coordinates/0/2');
  });

  it('recognises exchanged coordinates', async () => {
    const answer = await post({ features: collection(square(34, 109, 34.1, 109.1)) });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().code).toBe('swapped-coordinates');
  });

  it('refuses unknown fields, other types and broken JSON', async () => {
    expect((await post({ features: collection(), extra: 1 })).statusCode).toBe(422);
    expect((await post({ features: collection({ type: 'Point', coordinates: [0, 0] }) })).json().errors[0].path).toBe(
      '/features/features/0/geometry/type',
    );
    expect((await post('{"features":')).statusCode).toBe(400);
    expect((await post('x', 'text/plain')).statusCode).toBe(415);
    expect((await post('')).statusCode).toBe(400);
  });
});
