import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaSquareMetres } from '../../server/core/geometry/area.ts';
import { AreaReader } from '../../server/core/geometry/geoJson.ts';
import { CONFORMANCE } from '../../server/interop/documents.ts';
import { fourGrids, publishTo, threeGrids } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

let started: TestApp;
let headers: { authorization: string };

beforeAll(async () => {
  started = await startApp();
  await publishTo(started, fourGrids(), new Date('2026-01-01T00:00:00Z'));
  await publishTo(started, threeGrids(), new Date('2026-06-01T00:00:00Z'));
  headers = await started.tokenFor([{ role: 'dispatcher', scope: '05' }]);
});
afterAll(() => started.close());

const get = (url: string, more: Record<string, string> = {}) =>
  started.app.inject({ url, headers: { ...headers, ...more } });

interface Page {
  numberMatched: number;
  numberReturned: number;
  links: { rel: string; href: string }[];
  features: { id: string; properties: Record<string, unknown>; geometry: GeoJSON.Polygon }[];
}
const items = async (query = '', collection = 'grids'): Promise<Page> =>
  (await get(`/ogc/collections/${collection}/items${query}`)).json();
const codes = ({ features }: Page): string[] => features.map(({ id }) => id);
const crs = (code: number): string => encodeURIComponent(`http://www.opengis.net/def/crs/EPSG/0/${code}`);
/** A box of side d from its lower corner. */
const tiny = (a: number, b: number, d: number): string => `${a},${b},${a + d},${b + d}`;
const corner = ({ features }: Page): number[] => features[0]?.geometry.coordinates[0]?.[0] ?? [];

describe('the documents that describe the service', () => {
  it('lead from the landing page to everything else, all of which answer', async () => {
    const { links } = (await get('/ogc')).json<Page>();
    expect(links.map(({ rel }) => rel)).toEqual(
      expect.arrayContaining(['self', 'alternate', 'service-desc', 'service-doc', 'conformance', 'data']),
    );
    for (const { href } of links)
      expect((await get(new URL(href).pathname + new URL(href).search)).statusCode).toBe(200);
  });

  it('declare the conformance classes', async () => {
    expect((await get('/ogc/conformance')).json()).toEqual({ conformsTo: CONFORMANCE });
  });

  it('list three collections with extent and coordinate systems, and no empty shells', async () => {
    const { collections } = (await get('/ogc/collections')).json();
    expect(collections.map(({ id }: { id: string }) => id)).toEqual(['districts', 'units', 'grids']);
    expect(collections[2].extent.spatial.bbox[0][0]).toBeCloseTo(109, 0);
    expect(collections[2].crs).toHaveLength(4);
  });

  it('include OpenAPI 3.0 with a path for every collection', async () => {
    const answer = await get('/ogc/api');
    expect(answer.headers['content-type']).toBe('application/vnd.oai.openapi+json;version=3.0');
    expect(answer.json().openapi).toMatch(/^3\.0\./);
    expect(Object.keys(answer.json().paths)).toContain('/collections/grids/items');
  });

  it('come as pages for browsers, with nothing in them that runs', async () => {
    for (const path of [
      '',
      '/conformance',
      '/api',
      '/collections',
      '/collections/grids',
      '/collections/grids/items',
      '/collections/grids/items/050201',
    ]) {
      const answer = await get(`/ogc${path}`, { accept: 'text/html,*/*' });
      expect(answer.headers['content-type'], path).toContain('text/html');
      expect(answer.body).toContain('<!doctype html>');
      expect(answer.body).not.toContain('<script');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect(
      (await get('/ogc/collections/grids/items?f=json', { accept: 'text/html' })).headers['content-type'],
    ).toContain('geo+json');
  });

  it('ask for credentials in the way GIS programs understand', async () => {
    const answer = await started.app.inject({ url: '/ogc' });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Basic');
    const basic = Buffer.from(`qgis:${headers.authorization.slice('Bearer '.length)}`).toString('base64');
    expect((await started.app.inject({ url: '/ogc', headers: { authorization: `Basic ${basic}` } })).statusCode).toBe(
      200,
    );
  });
});

describe('the features', () => {
  it('are the areas in force, with their properties', async () => {
    const page = await items();
    expect(codes(page)).toEqual(['050102', '050201', '050202']);
    expect(page).toMatchObject({ numberMatched: 3, numberReturned: 3 });
    expect(page.features[1]?.properties).toMatchObject({ code: '050201', unit: '0502', district: '05', generation: 2 });
    expect(codes(await items('', 'units'))).toEqual(['0501', '0502']);
    expect(codes(await items('', 'districts'))).toEqual(['05']);
  });

  it('come in pages whose links lead through all of them and back', async () => {
    const first = await items('?limit=2');
    expect(codes(first)).toEqual(['050102', '050201']);
    const next = first.links.find(({ rel }) => rel === 'next')?.href ?? '';
    const second = (await get(next.slice(next.indexOf('/ogc')))).json<Page>();
    expect(codes(second)).toEqual(['050202']);
    expect(second.links.some(({ rel }) => rel === 'next')).toBe(false);
    const back = second.links.find(({ rel }) => rel === 'prev')?.href ?? '';
    expect(codes((await get(back.slice(back.indexOf('/ogc')))).json())).toEqual(codes(first));
  });

  it('can be chosen by their properties', async () => {
    expect(codes(await items('?unit=0502'))).toEqual(['050201', '050202']);
    expect(codes(await items('?code=050202&unit=0502'))).toEqual(['050202']);
    expect(codes(await items('?name=nobody'))).toEqual([]);
  });

  it('can be chosen by a box, in every coordinate system', async () => {
    const [geometry] = (await items('?code=050202')).features.map(({ geometry: g }) => g.coordinates[0] as number[][]);
    const inner = (axis: 0 | 1): number => {
      const values = (geometry ?? []).map((position) => position[axis] as number);
      return (Math.min(...values) + Math.max(...values)) / 2;
    };
    const [x, y] = [inner(0), inner(1)];
    const mercatorX = (x * Math.PI * 6_378_137) / 180;
    const mercatorY = Math.log(Math.tan(Math.PI / 4 + (y * Math.PI) / 360)) * 6_378_137;
    const boxes = [
      tiny(x, y, 1e-6),
      `${x},${y},-10,${x + 1e-6},${y + 1e-6},4000`,
      `${tiny(y, x, 1e-6)}&bbox-crs=${crs(4326)}`,
      `${tiny(y, x, 1e-6)}&bbox-crs=${crs(4490)}`,
      `${tiny(mercatorX, mercatorY, 0.1)}&bbox-crs=${crs(3857)}`,
    ];
    for (const box of boxes) expect(codes(await items(`?bbox=${box}`)), box).toEqual(['050202']);
    expect(codes(await items('?bbox=-180,-90,180,90'))).toHaveLength(3);
    expect(codes(await items('?bbox=0,0,1,1'))).toEqual([]);
    expect(codes(await items('?bbox=170,-90,120,90')), 'across the antimeridian').toHaveLength(3);
  });

  it('come in four coordinate systems, named in Content-Crs, with the right axis first', async () => {
    const plain = corner(await items());
    const swapped = await get(`/ogc/collections/grids/items?crs=${crs(4326)}`);
    expect(swapped.headers['content-crs']).toBe('<http://www.opengis.net/def/crs/EPSG/0/4326>');
    expect(corner(swapped.json())).toEqual([plain[1], plain[0]]);
    expect(corner(await items(`?crs=${crs(4490)}`))).toEqual([plain[1], plain[0]]);
    const [x, y] = corner(await items(`?crs=${crs(3857)}`));
    expect(x).toBeCloseTo(((plain[0] as number) * Math.PI * 6_378_137) / 180, 2);
    expect(y).toBeGreaterThan(4_000_000);
    expect((await get('/ogc/collections/grids/items')).headers['content-crs']).toContain('CRS84');
  });

  it('are those in force at the time asked for; before the first generation there are none', async () => {
    expect(codes(await items('?datetime=2026-03-01T00:00:00Z'))).toHaveLength(4);
    expect(codes(await items('?datetime=2026-03-01'))).toHaveLength(4);
    expect(codes(await items('?datetime=../2026-03-01T00:00:00Z'))).toHaveLength(4);
    expect(codes(await items('?datetime=2026-03-01T00:00:00Z/..'))).toHaveLength(3);
    expect(codes(await items('?datetime=2020-03-01T00:00:00Z'))).toEqual([]);
  });

  it('can be had one by one, exactly as in the page', async () => {
    const [first] = (await items()).features;
    const feature = (await get('/ogc/collections/grids/items/050102')).json();
    expect(feature.geometry).toEqual(first?.geometry);
    expect(areaSquareMetres(new AreaReader().read(feature.geometry, '') ?? [])).toBeCloseTo(
      feature.properties.areaSquareMetres,
      0,
    );
    expect((await get('/ogc/collections/grids/items/999999')).statusCode).toBe(404);
    expect((await get('/ogc/collections/roads/items')).statusCode).toBe(404);
  });

  it('are not sent again when they have not changed', async () => {
    const { etag } = (await get('/ogc/collections/grids/items')).headers;
    expect(etag).toBeTruthy();
    expect((await get('/ogc/collections/grids/items', { 'if-none-match': String(etag) })).statusCode).toBe(304);
  });

  it.each([
    '?nonsense=1',
    '?limit=0',
    '?limit=-1',
    '?limit=many',
    '?limit=1&limit=2',
    '?offset=-1',
    '?bbox=1,2,3',
    '?bbox=1,2,3,x',
    '?bbox=109,35,110,34',
    '?bbox=109,34,110,35&bbox-crs=EPSG:4326',
    '?crs=http://www.opengis.net/def/crs/EPSG/0/2326',
    '?datetime=yesterday',
    '?datetime=2026-02-01T00:00:00Z/2026-01-01T00:00:00Z',
    '?f=xml',
  ])('are refused with 400 for %s, which is named', async (query) => {
    const answer = await get(`/ogc/collections/grids/items${query}`);
    expect(answer.statusCode).toBe(400);
    const { errors } = answer.json<{ errors: { path: string }[] }>();
    expect(query).toContain(errors[0]?.path.slice(1));
  });

  it('take a limit above the most as the most', async () => {
    expect((await get('/ogc/collections/grids/items?limit=1000000')).statusCode).toBe(200);
  });
});

const ogrinfoVersion = ((): string | null => {
  try {
    return execFileSync('ogrinfo', ['--version'], { encoding: 'utf8' });
  } catch {
    return null;
  }
})();

const runOgrinfo = (options: string[], environment: NodeJS.ProcessEnv = {}) =>
  promisify(execFile)('ogrinfo', ['-ro', ...options], {
    env: {
      ...process.env,
      GDAL_HTTP_HEADERS: `Authorization: ${headers.authorization}`,
      no_proxy: '127.0.0.1',
      ...environment,
    },
  });
const ogrinfo = async (...options: string[]): Promise<string> => (await runOgrinfo(options)).stdout;
const count = (output: string): number => (output.match(/^OGRFeature/gm) ?? []).length;

describe.skipIf(ogrinfoVersion === null)('GDAL (skipped where ogrinfo is missing: apt-get install gdal-bin)', () => {
  let source: string;
  beforeAll(async () => {
    source = `OAPIF:${await started.app.listen({ port: 0, host: '127.0.0.1' })}/ogc`;
  });

  it('lists the collections', async () => {
    const listed = await ogrinfo(source);
    for (const id of ['districts', 'units', 'grids']) expect(listed).toContain(id);
  });

  it('reads all features with their types', async () => {
    const read = await ogrinfo('-al', source, 'grids');
    expect(count(read)).toBe(3);
    expect(read).toContain('Feature Count: 3');
    expect(read).toContain('code (String) = 050201');
    expect(read).toContain('areaSquareMetres (Real)');
  });

  it('goes through pages', async () => {
    expect(count(await ogrinfo('-al', '-oo', 'PAGE_SIZE=1', source, 'grids'))).toBe(3);
  });

  it('filters by attribute and by place', async () => {
    const filtered = await ogrinfo('-al', '-where', "code = '050202'", source, 'grids');
    expect(count(filtered)).toBe(1);
    expect(filtered).toContain('050202');
    expect(count(await ogrinfo('-al', '-spat', '0', '0', '1', '1', source, 'grids'))).toBe(0);
    expect(count(await ogrinfo('-al', '-spat', '100', '30', '120', '40', source, 'grids'))).toBe(3);
  });

  it('leaves the filtering to the server, as the description allows it', async () => {
    const { stderr } = await runOgrinfo(['-al', '-where', "unit = '0502'", source, 'grids'], { CPL_DEBUG: 'ON' });
    expect(stderr).toContain('unit=0502');
  });
});
