import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CoverageSummary, GenerationSummary } from '../../server/core/coverage/schemas.ts';
import type { OpinionCheck, SecondOpinion } from '../../server/core/coverage/secondOpinion.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';
import { hausdorffOf } from '../../server/coverage/opinion/judgementQueries.ts';
import { claimNext, renewClaim, storeClaimed } from '../../server/coverage/opinion/opinionQueries.ts';
import { SecondOpinions } from '../../server/coverage/opinion/secondOpinions.ts';
import { type Publication, publish } from '../../server/coverage/publication.ts';
import { PublishedCoverages } from '../../server/coverage/publishedCoverages.ts';
import { loadDemo } from '../../server/demoDistrict.ts';
import type { Log } from '../../server/log/log.ts';
import { fourGrids, publishTo, ring, threeGrids } from './district.ts';
import { openTestDatabase, startApp, type TestApp } from './harness.ts';

const SEED = 20261126;
const SOMEBODY = '00000000-0000-4000-8000-000000000001';
let started: TestApp;
let said: { level: string; sentence: string; fields: object }[];

beforeEach(async () => {
  said = [];
  started = await startApp({ deps: { secondOpinions: { seed: () => SEED, log: logInto(said) } } });
});
afterEach(() => started.close());

function logInto(lines: typeof said): Log {
  const at = (level: string) => (about: object | string, sentence?: string) =>
    lines.push(
      typeof about === 'string'
        ? { level, sentence: about, fields: {} }
        : { level, sentence: sentence ?? '', fields: about },
    );
  return { error: at('error'), warn: at('warn'), info: at('info') };
}

/** What the API says of the generation in force once the background has looked. */
async function opinionNow(): Promise<SecondOpinion | null> {
  await started.app.secondOpinions.look();
  return (await coverage()).proof.secondOpinion;
}

async function get<T>(url: string): Promise<T> {
  const answer = await started.app.inject({ url, headers: { ...(await started.signIn('auditor')) } });
  expect(answer.statusCode).toBe(200);
  return answer.json<T>();
}

const coverage = () => get<CoverageSummary>('/api/v1/coverage');
const checksOf = (opinion: SecondOpinion | null): OpinionCheck[] => [
  ...new Set(opinion?.findings.map(({ check }) => check)),
];
const run = (statement: string) => sql.raw(statement).execute(started.database.owner);
const newOpinions = (options = {}) =>
  new SecondOpinions(started.database, started.published, { seed: () => SEED, ...options });

describe('a coverage that is right', () => {
  it('has the agreement of PostGIS beside its own proof, in its generation, in readyz and in the measurements', async () => {
    await publishTo(started, fourGrids());
    expect((await coverage()).proof.secondOpinion).toBeNull();
    const opinion = await opinionNow();
    expect(opinion).toMatchObject({
      ok: true,
      by: expect.stringMatching(/^PostGIS \d+\.\d+.*, GEOS \d+\.\d+/),
      seed: SEED,
      grids: 4,
      units: 2,
      points: 1000,
      invalidGrids: 0,
      overlappingPairs: 0,
      symmetricDifferenceSquareMetres: 0,
      hausdorffMetres: 0,
      differingUnits: 0,
      differingPoints: 0,
      findings: [],
    });
    // 5 cm along about 8.1 km.
    expect(opinion?.allowedDifferenceSquareMetres).toBeCloseTo(0.05 * 2 * (0.02 * 92_167 + 0.02 * 110_920), -1);
    expect((await get<GenerationSummary>('/api/v1/generations/1')).secondOpinion).toEqual(opinion);
    const { generations } = await get<{ generations: GenerationSummary[] }>('/api/v1/generations');
    expect(generations.map(({ secondOpinion }) => secondOpinion)).toEqual([opinion]);
    expect(await get('/readyz')).toMatchObject({
      ready: true,
      degraded: false,
      checks: { secondOpinion: { ok: true, value: 'agrees' } },
    });
    const { body } = await started.app.inject('/metrics');
    expect(body).toContain('coverage_second_opinion_disagreements 0');
    expect(body).toContain('coverage_second_opinion_pending 0');
    expect(said.map(({ level }) => level)).toEqual(['info']);
  });

  it('is the demo district as well, whose first publication no request made', async () => {
    await loadDemo(started.database.owner, '05');
    await started.published.refresh();
    expect(await opinionNow()).toMatchObject({ ok: true, grids: 80, differingPoints: 0, findings: [] });
  });

  it('may have an outline that bends within five centimetres, and says by how much', async () => {
    // 109.0050000, 34.1999998 lies 2 cm south of the mandated edge between two corners.
    const bent = [
      [109, 34.2],
      [109.005, 34.1999998],
      [109.01, 34.2],
      [109.01, 34.21],
      [109, 34.21],
    ] as [number, number][];
    const four = fourGrids();
    const grids = four.grids.map((grid) => (grid.code === '050101' ? { ...grid, area: [[ring(...bent)]] } : grid));
    await publishTo(started, { ...four, grids });
    const opinion = await opinionNow();
    expect(opinion).toMatchObject({ ok: true, findings: [] });
    expect(opinion?.hausdorffMetres).toBeCloseTo(0.0222, 3);
    // A triangle 922 m long and 2.2 cm high.
    expect(opinion?.symmetricDifferenceSquareMetres).toBeCloseTo((922 * 0.0222) / 2, 0);
  });
});

/** Publishes, and exchanges the mandated outline in the table afterwards: as if our proof had not seen that the district is another. */
async function publishBeside(publication: Publication, mandated: Area): Promise<void> {
  await publishTo(started, publication);
  const [text] = mandated.map(([shell]) => `MULTIPOLYGON(((${closed(shell as Int32Array).join(', ')})))`);
  await run(`UPDATE outline_versions SET mandated = ST_GeomFromText('${text}', 4326)`);
}

function closed(shell: Int32Array): string[] {
  const points = Array.from({ length: shell.length / 2 }, (_, i) => `${shell[2 * i]}e-7 ${shell[2 * i + 1]}e-7`);
  return [...points, points[0] as string];
}

describe('a coverage that was made wrong around the engine', () => {
  const SOUTH = 'POLYGON((109 34.2, 109.02 34.2, 109.02 34.21, 109 34.21, 109 34.2))';
  const set = (code: string, geometry: string) =>
    `UPDATE grid_versions SET geom = ST_Multi(ST_GeomFromText('${geometry}', 4326)) WHERE code = '${code}'`;

  it.each<[string, string, OpinionCheck[]]>([
    [
      'a grid is moved',
      `UPDATE grid_versions SET geom = ST_Translate(geom, 0.0001, 0) WHERE code = '050101'`,
      ['overlap', 'unit', 'outline', 'point'],
    ],
    [
      'a grid is moved by a tenth of a millimetre',
      `UPDATE grid_versions SET geom = ST_Translate(geom, 1e-9, 0) WHERE code = '050101'`,
      ['overlap', 'unit', 'point'],
    ],
    ['a grid is missing', `DELETE FROM grid_versions WHERE code = '050202'`, ['unit', 'outline', 'point']],
    ['a whole unit is missing', `DELETE FROM grid_versions WHERE code LIKE '0502%'`, ['unit', 'outline', 'point']],
    ['all grids are missing', 'DELETE FROM grid_versions', ['unit', 'outline', 'point']],
    ['a grid lies on another and the sum looks the same', set('050101', SOUTH), ['overlap']],
    ['a grid is empty', set('050101', 'POLYGON EMPTY'), ['valid', 'unit', 'outline', 'point']],
    [
      'a corner of two grids is pulled inwards on one side only',
      set('050101', 'POLYGON((109 34.2, 109.01 34.2, 109.0099 34.2099, 109 34.21, 109 34.2))'),
      ['unit', 'outline', 'point'],
    ],
    [
      'two grids of a unit have exchanged their codes',
      `UPDATE grid_versions SET code = '050199' WHERE code = '050101';
       UPDATE grid_versions SET code = '050101' WHERE code = '050102';
       UPDATE grid_versions SET code = '050102' WHERE code = '050199'`,
      ['point'],
    ],
    [
      'a grid has gone to another unit',
      `UPDATE grid_versions SET code = '050203' WHERE code = '050102'`,
      ['unit', 'point'],
    ],
    ['the mandated outline is gone', 'DELETE FROM outline_versions', ['outline']],
  ])('does not have it where %s', async (_what, statement, checks) => {
    await publishTo(started, fourGrids());
    await run(statement);
    const opinion = await opinionNow();
    expect(opinion?.ok).toBe(false);
    expect(checksOf(opinion)).toEqual(checks);
  });

  it('does not have it where a grid crosses itself, whatever PostGIS makes of such a grid afterwards', async () => {
    await publishTo(started, fourGrids());
    await run(set('050101', 'POLYGON((109 34.2, 109.01 34.21, 109.01 34.2, 109 34.21, 109 34.2))'));
    const opinion = await opinionNow();
    expect(opinion).toMatchObject({ ok: false, invalidGrids: 1 });
    expect(opinion?.findings[0]).toMatchObject({ check: 'valid', codes: ['050101'] });
    expect(opinion?.findings[0]?.message).toContain('Self-intersection');
  });

  it('says in the log, in readyz, in the measurements and in the API what is wrong, and goes on serving', async () => {
    await publishTo(started, fourGrids());
    await run(`DELETE FROM grid_versions WHERE code = '050202'`);
    const opinion = await opinionNow();
    // A quarter of the district: 922 m by 1,109 m.
    expect(opinion?.symmetricDifferenceSquareMetres).toBeGreaterThan(1_020_000);
    expect(opinion?.symmetricDifferenceSquareMetres).toBeLessThan(1_024_000);
    // From the district's corner to the middle of the sides that are left, 922 m away.
    expect(opinion?.hausdorffMetres).toBeGreaterThan(900);
    expect(opinion).toMatchObject({ differingUnits: 1, overlappingPairs: 0, invalidGrids: 0 });
    const [error] = said.filter(({ level }) => level === 'error');
    expect(error).toMatchObject({
      sentence: 'PostGIS does not agree with a published generation',
      fields: { generation: 1, findings: expect.stringContaining('unit (0502)') },
    });
    const ready = await get<{ ready: boolean; degraded: boolean; checks: Record<string, { reason: string }> }>(
      '/readyz',
    );
    expect(ready).toMatchObject({ ready: true, degraded: true, checks: { secondOpinion: { ok: false } } });
    expect(ready.checks['secondOpinion']?.reason).toContain('generation 1');
    expect((await started.app.inject('/metrics')).body).toContain('coverage_second_opinion_disagreements 1');
    expect((await coverage()).proof).toMatchObject({ ok: true, secondOpinion: { ok: false } });
  });

  it('is told once by a process, however often it looks', async () => {
    await publishTo(started, fourGrids());
    await run(`DELETE FROM grid_versions WHERE code = '050202'`);
    for (let i = 0; i < 3; i++) await opinionNow();
    expect(said.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('has an opinion although the service itself refuses to read it', async () => {
    await publish(started.database.owner, fourGrids(), new Date());
    await run(`DELETE FROM grid_versions WHERE code = '050202'`);
    await started.app.secondOpinions.look();
    const { secondOpinion } = await get<GenerationSummary>('/api/v1/generations/1');
    expect(checksOf(secondOpinion)).toEqual(['served', 'outline']);
    expect(secondOpinion).toMatchObject({ ok: false, differingUnits: null, differingPoints: null, points: 0 });
  });
});

/** In units of 0.001 degrees from 109.1, 34.3. */
const small = (...positions: [number, number][]) =>
  ring(...positions.map(([x, y]): [number, number] => [(109_100 + x) / 1000, (34_300 + y) / 1000]));

describe('a working outline that has all the corners of the mandated one and is another', () => {
  const publication = (grids: [string, Int32Array][], outline: Int32Array): Publication => ({
    ...fourGrids(),
    units: [{ code: '0501', name: '纺织城' }],
    grids: grids.map(([code, shell]) => ({ code, name: code, area: [[shell]] })),
    mandated: [[outline]],
  });

  it('is seen where a bay was filled', async () => {
    const west = small([0, 0], [2, 0], [2, 1], [2, 3], [0, 3]);
    const middle = small([2, 0], [4, 0], [4, 1], [4, 3], [2, 3], [2, 1]);
    const east = small([4, 0], [6, 0], [6, 3], [4, 3], [4, 1]);
    const filled = small([0, 0], [2, 0], [4, 0], [6, 0], [6, 3], [4, 3], [2, 3], [0, 3]);
    const mandated = small([0, 0], [2, 0], [4, 0], [6, 0], [6, 3], [4, 3], [4, 1], [2, 1], [2, 3], [0, 3]);
    const grids: [string, Int32Array][] = [
      ['050101', west],
      ['050102', middle],
      ['050103', east],
    ];
    await publishBeside(publication(grids, filled), [[mandated]]);
    const opinion = await opinionNow();
    expect(checksOf(opinion)).toEqual(['outline']);
    // The bay: 0.002 by 0.002 degrees, 184 m by 222 m.
    expect(opinion?.symmetricDifferenceSquareMetres).toBeGreaterThan(40_500);
    expect(opinion?.symmetricDifferenceSquareMetres).toBeLessThan(41_200);
  });

  it('is seen where a spike of a few square metres leads away from it, far less than what it may differ by in area', async () => {
    const mandated = small([0, 0], [6, 0], [6, 4], [0, 4]);
    const spiked = small([0, 0], [6, 0], [6, 2], [6.2, 2.0001], [6, 2.0002], [6, 4], [0, 4]);
    await publishBeside(publication([['050101', spiked]], spiked), [[mandated]]);
    const opinion = await opinionNow();
    expect(checksOf(opinion)).toEqual(['outline']);
    expect(opinion?.symmetricDifferenceSquareMetres).toBeLessThan(opinion?.allowedDifferenceSquareMetres ?? 0);
    // 0.0002 degrees east.
    expect(opinion?.hausdorffMetres).toBeCloseTo(18.4, 0);
  });

  it('is seen where three corners were exchanged in a cycle, all of which it still has', async () => {
    // The eastern corners of a square with a cape: b, c, d become c, d, b.
    const mandated = small([0, 0], [6, 0], [6, 2.5], [6.6, 2.8], [6.2, 3.5], [6, 4], [0, 4]);
    const exchanged = small([0, 0], [6, 0], [6.6, 2.8], [6.2, 3.5], [6, 2.5], [6, 4], [0, 4]);
    await publishBeside(publication([['050101', exchanged]], exchanged), [[mandated]]);
    const opinion = await opinionNow();
    expect(checksOf(opinion)).toEqual(['outline']);
    expect(opinion?.hausdorffMetres).toBeGreaterThan(5);
    expect(opinion?.symmetricDifferenceSquareMetres).toBeGreaterThan(1_000);
  });
});

describe('the distance of two borders', () => {
  it('is what ST_HausdorffDistance says with every edge parted in four', async () => {
    const { owner: kysely } = started.database;
    const plane = { longitude: 0, latitude: 0, east: 1, north: 1 };
    const shapes = [
      'POLYGON((0 0, 10 0, 10 10, 0 10, 0 0))',
      'POLYGON((0 0, 5 -1, 10 0, 10 10, 0 10, 0 0))',
      'POLYGON((0 0, 10 10, 10 0, 0 20, 0 0))',
      'POLYGON((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 4, 4 4, 4 2, 2 2))',
      'MULTIPOLYGON(((0 0, 10 0, 10 10, 0 10, 0 0)), ((20 20, 21 20, 21 21, 20 20)))',
      // The first one, drawn the other way round from another corner.
      'POLYGON((10 10, 10 0, 0 0, 0 10, 10 10))',
    ];
    for (const one of shapes)
      for (const other of shapes) {
        const { rows } = await sql<{ a: Buffer; b: Buffer; distance: number }>`
          SELECT ST_AsBinary(a) AS a, ST_AsBinary(b) AS b, ST_HausdorffDistance(ST_Boundary(a), ST_Boundary(b), 0.25) AS distance
          FROM (SELECT ST_GeomFromText(${one}) AS a, ST_GeomFromText(${other}) AS b) AS pair`.execute(kysely);
        const [row] = rows as [{ a: Buffer; b: Buffer; distance: number }];
        expect(await hausdorffOf(kysely, plane, row.a, row.b), `${one} and ${other}`).toBeCloseTo(row.distance, 9);
      }
  });
});

describe('who judges', () => {
  it('is one of several processes, and each generation is judged once', async () => {
    await publishTo(started, fourGrids());
    await publishTo(started, threeGrids());
    const seeds: number[] = [];
    const seed = () => seeds.push(SEED);
    const several = [1, 2, 3].map(() => newOpinions({ seed }));
    await Promise.all(several.map((opinions) => opinions.look()));
    expect(seeds).toHaveLength(2);
    await Promise.all(several.map((opinions) => opinions.look()));
    expect(seeds).toHaveLength(2);
    for (const opinions of several) expect(opinions.of(2)).toMatchObject({ ok: true, grids: 3 });
  });

  it('is whoever comes after a process that died, once its claim has run out', async () => {
    const { owner: kysely } = started.database;
    await publishTo(started, fourGrids());
    const dead = await claimNext(kysely, '05', SOMEBODY);
    expect(dead).toMatchObject({ generation: 1, attempts: 1 });
    expect(await opinionNow()).toBeNull();
    expect((await get<{ checks: object }>('/readyz')).checks).toMatchObject({ secondOpinion: { value: 'pending' } });
    await run(`UPDATE second_opinions SET claimed_until = now() - interval '1 second'`);
    const opinion = await opinionNow();
    expect(opinion?.ok).toBe(true);
    // The dead one comes back to life: what it has found no longer counts.
    if (!dead || !opinion) throw new Error('there was no claim or no opinion');
    expect(await renewClaim(kysely, dead)).toBe(false);
    expect(await storeClaimed(kysely, dead, { ...opinion, ok: false })).toBe(false);
    expect((await opinionNow())?.ok).toBe(true);
  });

  it('is the next start where one stops in the middle', async () => {
    await publishTo(started, fourGrids());
    const stopped: SecondOpinions = newOpinions({
      seed: () => {
        void stopped.stop();
        return SEED;
      },
    });
    await stopped.look();
    const rows = await started.database.owner.selectFrom('second_opinions').selectAll().execute();
    expect(rows).toMatchObject([{ generation: 1, given_at: null, attempts: 1 }]);
    expect(await opinionNow()).toMatchObject({ ok: true });
  });

  it('says nothing and tries again where the database goes away in the middle', async () => {
    await publishTo(started, fourGrids());
    const database = await openTestDatabase();
    const published = new PublishedCoverages(database.within(['05']), '05');
    await published.refresh();
    const lines: typeof said = [];
    let ending: Promise<void> | undefined;
    const seed = () => {
      ending = database.pool.end();
      return SEED;
    };
    const cut = new SecondOpinions(database, published, { log: logInto(lines), seed });
    await cut.look();
    await cut.look();
    await ending;
    expect(lines).toEqual([]);
    await run(`UPDATE second_opinions SET claimed_until = now() - interval '1 second'`);
    expect(await opinionNow()).toMatchObject({ ok: true });
  });

  it('comes to a generation that is published while another is judged', async () => {
    await publishTo(started, fourGrids());
    const looking = started.app.secondOpinions.look();
    await publishTo(started, threeGrids());
    await looking;
    expect(await opinionNow()).toMatchObject({ ok: true, grids: 3 });
    expect((await get<GenerationSummary>('/api/v1/generations/1')).secondOpinion).toMatchObject({ ok: true, grids: 4 });
  });

  it('judges what is yet to come into force, and readyz names it before it does', async () => {
    await publishTo(started, fourGrids());
    const tomorrow = new Date(Date.now() + 86_400_000);
    await publishTo(started, { ...threeGrids(), effectiveAt: tomorrow });
    await run(`UPDATE outline_versions SET mandated = ST_Translate(mandated, 0.001, 0) WHERE from_generation = 2`);
    expect(await opinionNow()).toMatchObject({ ok: true, grids: 4 });
    const { checks } = await get<{ checks: Record<string, { reason: string }> }>('/readyz');
    expect(checks['secondOpinion']?.reason).toContain('generation 2');
  });

  it('gives up on a generation whose judging never ends, and says so', async () => {
    await publishTo(started, fourGrids());
    await claimNext(started.database.owner, '05', SOMEBODY);
    await run(`UPDATE second_opinions SET attempts = 5, claimed_until = now() - interval '1 second'`);
    const opinion = await opinionNow();
    expect(checksOf(opinion)).toEqual(['unfinished']);
    expect(opinion?.ok).toBe(false);
  });

  it('tries again later where judging one failed for a reason of our own', async () => {
    await publishTo(started, fourGrids());
    const lines: typeof said = [];
    const seed = () => {
      throw new Error('no number');
    };
    await newOpinions({ log: logInto(lines), seed }).look();
    expect(lines).toMatchObject([{ level: 'error', fields: { generation: 1 } }]);
    expect(await opinionNow()).toBeNull();
    await run(`UPDATE second_opinions SET claimed_until = now() - interval '1 second'`);
    expect(await opinionNow()).toMatchObject({ ok: true });
  });
});
