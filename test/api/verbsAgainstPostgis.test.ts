import { existsSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EditableCoverage } from '../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../server/core/coverage/edits/changeFor.ts';
import type { Grid } from '../../server/core/coverage/model.ts';
import { facesOf } from '../../server/core/coverage/outlines.ts';
import { Fault } from '../../server/core/fault.ts';
import { AreaReader } from '../../server/core/geometry/geoJson.ts';
import { type Area, boundingBox, toDegrees } from '../../server/core/geometry/lattice.ts';
import type { Database } from '../../server/db/database.ts';
import { randomEdit } from '../unit/coverage/edits/randomEdits.ts';
import { oddGround } from '../unit/coverage/oddDistricts.ts';
import { oddEdit } from '../unit/coverage/oddEdits.ts';
import { randomCoverage, randomSource } from '../unit/coverage/randomCoverage.ts';
import { openTestDatabase } from './harness.ts';
import { expectTiling, toText } from './postgisVerdict.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

interface Opinion {
  invalid: number;
  overlapping: number;
  grids: number;
  together: number;
  outline: number;
}

/** What PostGIS says of a ground: invalid grids, pairs whose insides meet, and the areas of all grids and of the outline. */
async function opinionOf(ground: EditableCoverage): Promise<Opinion> {
  const texts = [...ground.grids()].map(({ area }) => toText(area));
  const { rows } = await sql<Opinion>`
    WITH grids AS (SELECT number, ST_GeomFromText(text) AS shape
      FROM unnest(${texts}::text[]) WITH ORDINALITY AS given(text, number)),
    outline AS (SELECT ST_GeomFromText(${toText(facesOf(ground.outlineEdges()))}) AS shape)
    SELECT (SELECT count(*)::int FROM grids WHERE NOT ST_IsValid(shape)) AS invalid,
      (SELECT count(*)::int FROM grids a JOIN grids b ON a.number < b.number AND a.shape && b.shape
        WHERE ST_Relate(a.shape, b.shape, 'T********')) AS overlapping,
      (SELECT sum(ST_Area(shape))::float8 FROM grids) AS grids,
      (SELECT ST_Area(ST_Union(shape))::float8 FROM grids) AS together,
      (SELECT ST_Area(shape)::float8 FROM outline) AS outline`.execute(database.owner);
  return rows[0] as Opinion;
}

describe('PostGIS, asked after random edits', () => {
  it('finds valid grids, no overlap and no gap, in sixty edited districts', async () => {
    let edits = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const { grids, outline } = randomCoverage(seed, { columns: 4, rows: 4, verticesPerSide: seed % 3 });
      const units = ['01', '02'].map((number) => ({ code: `05${number}`, name: number }));
      const ground = new EditableCoverage({
        district: { code: '05', name: '' },
        mandated: outline,
        outline,
        units,
        grids,
      });
      const random = randomSource(seed);
      for (let step = 0; step < 40; step++) {
        try {
          ground.apply(changeFor(ground, randomEdit(ground, random)));
          edits++;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
        if (step % 10 !== 9) continue;
        const opinion = await opinionOf(ground);
        expect(opinion, `seed ${seed} step ${step}`).toMatchObject({ invalid: 0, overlapping: 0 });
        // The union of hundreds of edges is computed in doubles: a part in 10⁹ is far below one lattice square of a whole grid.
        expect(opinion.together / opinion.outline, `seed ${seed} step ${step}`).toBeCloseTo(1, 9);
        expect(opinion.grids / opinion.outline, `seed ${seed} step ${step}`).toBeCloseTo(1, 9);
      }
    }
    expect(edits).toBeGreaterThan(1000);
  });
});

describe('PostGIS, asked after attacks on the outline', () => {
  it('finds the mandated outline filled, whatever bays, capes, holes, slits and parts apart the district has', async () => {
    const applied = new Map<string, number>();
    for (let seed = 1; seed <= 140; seed++) {
      const ground = oddGround(seed);
      const random = randomSource(seed);
      for (let step = 0; step < 30; step++) {
        const edit = random() < 0.7 ? oddEdit(ground, random) : randomEdit(ground, random);
        try {
          ground.apply(changeFor(ground, edit));
          applied.set(edit.op, (applied.get(edit.op) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
      }
      const areas = [...ground.grids()].map(({ area }) => area);
      await expectTiling(database, areas, ground.mandated.area, `seed ${seed}`);
    }
    expect([...applied.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(700);
    for (const op of ['split', 'transfer', 'insertVertex', 'moveVertices', 'replace', 'redrawBorder'])
      expect(applied.get(op), op).toBeGreaterThan(10);
  });
});

const sharedData = process.env['GRIDWARDEN_SHARED_DATA'] ?? '../shared/data';
const BAQIAO = `${sharedData}/baqiao.geojson`;
if (!existsSync(BAQIAO))
  console.warn('The real boundaries are not here (GRIDWARDEN_SHARED_DATA): the test that runs on them is skipped.');

/** The real outline of Baqiao, cut by random lines. */
function baqiaoGround(random: () => number): EditableCoverage {
  const [given] = (JSON.parse(readFileSync(BAQIAO, 'utf8')) as GeoJSON.FeatureCollection).features;
  const mandated = new AreaReader().read(given?.geometry, '') as Area;
  const whole: Grid = { id: '050101', code: '050101', name: '', revision: 1, area: mandated };
  const units = ['01', '02'].map((number) => ({ code: `05${number}`, name: number }));
  const ground = new EditableCoverage({
    district: { code: '05', name: '' },
    mandated,
    outline: mandated,
    units,
    grids: [whole],
  });
  const [minX, minY, maxX, maxY] = boundingBox(mandated).map(toDegrees) as [number, number, number, number];
  for (let tries = 0; ground.size < 30 && tries < 1_000; tries++) {
    const grids = [...ground.grids()];
    const { code } = grids[Math.floor(random() * grids.length)] as Grid;
    const [west, east] = [minY + random() * (maxY - minY), minY + random() * (maxY - minY)];
    const [south, north] = [minX + random() * (maxX - minX), minX + random() * (maxX - minX)];
    const line: [number, number][] =
      random() < 0.5
        ? [
            [minX - 0.01, west],
            [maxX + 0.01, east],
          ]
        : [
            [south, minY - 0.01],
            [north, maxY + 0.01],
          ];
    try {
      ground.apply(changeFor(ground, { op: 'split', grid: code, line }));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return ground;
}

describe.skipIf(!existsSync(BAQIAO))('PostGIS, asked after attacks on the real outline of Baqiao', () => {
  it('finds it filled, each time', async () => {
    let applied = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const random = randomSource(seed);
      const ground = baqiaoGround(random);
      expect(ground.size).toBeGreaterThan(20);
      for (let step = 0; step < 60; step++) {
        try {
          ground.apply(changeFor(ground, random() < 0.7 ? oddEdit(ground, random) : randomEdit(ground, random)));
          applied++;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
      }
      const areas = [...ground.grids()].map(({ area }) => area);
      await expectTiling(database, areas, ground.mandated.area, `seed ${seed}`);
    }
    expect(applied).toBeGreaterThan(100);
  });
});
