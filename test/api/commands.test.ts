import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { projectionTo } from '../../server/core/coverage/datum.ts';
import { publish } from '../../server/coverage/publication.ts';
import { migrate } from '../../server/db/migrate.ts';
import { fourGrids } from './district.ts';
import { emptyDatabase, startApp, type TestApp } from './harness.ts';

/** The commands as they are called at the shell, beside a live server. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DISTRICT = 'data/demo/district.geojson';
const BOUNDARIES = ['--district', DISTRICT, '--units', 'data/demo/units.geojson', '--grids', 'data/demo/grids.geojson'];

let test: TestApp;
let folder: string;

beforeAll(async () => {
  test = await startApp();
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-commands-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await test.close();
});

interface Ended {
  code: number;
  output: string;
  errors: string;
}

function run(command: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, DATA_DIR: inject('dataDir'), DATABASE_URL: inject('databaseUrl') ?? '' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', `server/commands/${command}.ts`, ...args],
      { cwd: ROOT, env },
      (error, output, errors) => resolve({ code: error ? Number(error.code) : 0, output, errors }),
    );
  });
}

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const readGeoJson = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as GeoJSON.FeatureCollection;

function shiftedToGcj02(collection: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection {
  const shift = projectionTo('gcj02');
  return JSON.parse(JSON.stringify(collection), (key, value: unknown) =>
    shift && Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && key !== 'bbox'
      ? shift(value[0], value[1] as number)
      : value,
  ) as GeoJSON.FeatureCollection;
}

const generations = () => test.database.owner.selectFrom('generations').select('number').execute();

describe('npm run import', () => {
  it('tells how it is called', async () => {
    expect(await run('import', '--help')).toMatchObject({ code: 0, output: expect.stringContaining('--snap-metres') });
    expect(await run('import')).toMatchObject({ code: 2, errors: expect.stringContaining('Usage') });
    expect(await run('import', '--district', DISTRICT, '--crs', 'mars')).toMatchObject({ code: 2 });
    expect(await run('import', '--district', 'nowhere.geojson')).toMatchObject({ code: 1 });
  });

  it('comes to the same for WGS84 and GCJ-02, and publishes nothing in a dry run', async () => {
    const shifted = shiftedToGcj02(readGeoJson(DISTRICT));
    const plain = await run('import', '--district', DISTRICT, '--dry-run');
    const turned = await run('import', '--district', write('gcj02.geojson', shifted), '--crs', 'gcj02', '--dry-run');
    const result = ({ output }: Ended) => output.slice(output.indexOf('\n\n'));
    expect(plain.code).toBe(0);
    expect(result(plain)).toContain('Proven');
    expect(result(turned)).toBe(result(plain));
    expect(await generations()).toEqual([]);
  });

  it('names the places of what is wrong, writes them to a file, and publishes nothing', async () => {
    const grids = readGeoJson('data/demo/grids.geojson');
    const broken = write('broken.geojson', { ...grids, features: grids.features.slice(1) });
    const faults = join(folder, 'faults.geojson');
    const { code, output } = await run('import', '--district', DISTRICT, '--grids', broken, '--faults', faults);
    expect(code).toBe(1);
    expect(output).toMatch(/NOT proven: \d+ fault/);
    expect(output).toMatch(/✗ gap at 10\d\.\d+, 34\.\d+: No grid covers/);
    expect(output).toContain('Nothing was published');
    const { features } = JSON.parse(readFileSync(faults, 'utf8')) as GeoJSON.FeatureCollection;
    expect(features.map((fault) => fault.properties?.['kind'])).toContain('gap');
    expect(await generations()).toEqual([]);
  });

  it('says how codes of another district may be taken', async () => {
    const grids = readGeoJson('data/demo/grids.geojson');
    for (const { properties } of grids.features)
      if (properties) properties['code'] = `61${String(properties['code']).slice(2)}`;
    const { code, output } = await run('import', '--grids', write('other.geojson', grids));
    expect(code).toBe(1);
    expect(output).toContain('--assign-codes');
  });

  it('publishes what proves, which a running server then answers from', async () => {
    const { code, output } = await run('import', ...BOUNDARIES, '--note', 'from the shell');
    expect(output).toContain('Published as generation 1');
    expect(code).toBe(0);
    await test.published.refresh();
    const answer = await test.app.inject({
      url: '/api/v1/lookup?lng=109.07&lat=34.27',
      headers: { ...(await test.signIn('admin')) },
    });
    expect(answer.json()).toMatchObject({ generation: 1, district: { code: '05' } });
  });

  it('holds grids that come without an outline to the one in force', async () => {
    const grids = readGeoJson('data/demo/grids.geojson');
    const less = await run('import', '--grids', write('less.geojson', { ...grids, features: grids.features.slice(1) }));
    expect(less).toMatchObject({ code: 1, output: expect.stringMatching(/✗ gap at 10\d/) });
    const whole = await run('import', '--grids', 'data/demo/grids.geojson', '--dry-run');
    expect(whole).toMatchObject({ code: 0, output: expect.stringContaining('the one in force has to be filled') });
    expect(await generations()).toEqual([{ number: 1 }]);
  });
});

describe('npm run verify', () => {
  const get = async (url: string): Promise<GeoJSON.FeatureCollection> =>
    (await test.app.inject({ url, headers: { ...(await test.signIn('admin')) } })).json();

  it('agrees with what the server gives out, and with nothing else', async () => {
    const certificate = write('certificate.json', await get('/api/v1/generations/1/certificate'));
    const grids = await get('/api/v1/coverage/areas?level=grid&generation=1');
    expect(await run('verify', certificate, write('grids.geojson', grids))).toMatchObject({ code: 0 });
    const outline = write('outline.geojson', await get('/api/v1/generations/1/outline'));
    expect(await run('verify', certificate, join(folder, 'grids.geojson'), outline)).toMatchObject({
      code: 0,
      output: expect.stringContaining('outline'),
    });
    const narrow = write('narrow.geojson', {
      type: 'FeatureCollection',
      features: [readGeoJson('data/demo/grids.geojson').features[0]],
    });
    expect(await run('verify', certificate, join(folder, 'grids.geojson'), narrow)).toMatchObject({ code: 1 });

    const first = grids.features[0]?.geometry as GeoJSON.Polygon;
    const corner = first.coordinates[0]?.[1] as GeoJSON.Position;
    corner[0] = Number(((corner[0] as number) + 1e-7).toFixed(7));
    const moved = await run('verify', certificate, write('moved.geojson', grids));
    expect(moved).toMatchObject({ code: 1, output: expect.stringContaining('does NOT verify') });
    expect(await run('verify', certificate)).toMatchObject({ code: 2 });
  });

  it('walks the audit log', async () => {
    expect(await run('verifyAudit')).toMatchObject({ code: 0, output: expect.stringContaining('holds') });
  });
});

describe('npm run verify:postgis', () => {
  const rows = () => test.database.owner.selectFrom('second_opinions').select(['generation', 'ok']).execute();

  it('lets PostGIS judge beside a live server, stores the verdict and ends by it', async () => {
    await emptyDatabase(test.database);
    await migrate(test.database.owner);
    expect(await run('verifyPostgis')).toMatchObject({ code: 2, errors: expect.stringContaining('no generation') });
    await publish(test.database.owner, fourGrids(), new Date());
    const right = await run('verifyPostgis', '--seed', '11');
    expect(right).toMatchObject({ code: 0, output: expect.stringContaining('seed 11') });
    expect(right.output).toMatch(/PostGIS \d.*agrees/);
    expect(await rows()).toEqual([{ generation: 1, ok: true }]);
    await sql`UPDATE grid_versions SET geom = ST_Translate(geom, 0.001, 0) WHERE code = '050101'`.execute(
      test.database.owner,
    );
    const wrong = await run('verifyPostgis', '--generation', '1');
    expect(wrong).toMatchObject({ code: 1, output: expect.stringContaining('050101 and 050102 overlap') });
    expect(wrong.output).toContain('does NOT agree');
    expect(await rows()).toEqual([{ generation: 1, ok: false }]);
  });

  it('tells how it is called, and refuses what is no number or no generation', async () => {
    expect(await run('verifyPostgis', '--help')).toMatchObject({ code: 0, output: expect.stringContaining('--seed') });
    expect(await run('verifyPostgis', '--seed', 'x')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('seed'),
    });
    expect(await run('verifyPostgis', '--seed', '4294967296')).toMatchObject({ code: 2 });
    expect(await run('verifyPostgis', '--generation', '9')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('no generation 9'),
    });
  });
});
