import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EditableCoverage } from '../../server/core/coverage/editableCoverage.ts';
import { changeFor } from '../../server/core/coverage/edits/changeFor.ts';
import type { Edit } from '../../server/core/coverage/edits/schemas.ts';
import type { Grid } from '../../server/core/coverage/model.ts';
import { type Passage, passagesBetween } from '../../server/core/coverage/passages.ts';
import { Fault } from '../../server/core/fault.ts';
import { type Area, boundingBox, type Ring, toDegrees } from '../../server/core/geometry/lattice.ts';
import type { Database } from '../../server/db/database.ts';
import { randomEdit } from '../unit/coverage/edits/randomEdits.ts';
import { oddGround } from '../unit/coverage/oddDistricts.ts';
import { oddEdit } from '../unit/coverage/oddEdits.ts';
import { randomCoverage, randomSource } from '../unit/coverage/randomCoverage.ts';
import { openTestDatabase } from './harness.ts';
import { toText } from './postgisVerdict.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const UNITS = ['01', '02'].map((number) => ({ code: `05${number}`, name: number }));

const groundOf = (seed: number, options = {}): EditableCoverage => {
  const { grids, outline } = randomCoverage(seed, { columns: 4, rows: 4, verticesPerSide: seed % 3, ...options });
  return new EditableCoverage({ district: { code: '05', name: '' }, mandated: outline, outline, units: UNITS, grids });
};

/** What each old grid and each new one have in common, in square units, as PostGIS finds it: pairs that meet only. */
async function intersections(before: readonly Grid[], after: readonly Grid[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ pair: string; size: number }>`
    WITH old AS (SELECT code, ST_GeomFromText(text) AS shape
      FROM unnest(${before.map(({ code }) => code)}::text[], ${before.map(({ area }) => toText(area))}::text[]) AS g (code, text)),
    new AS (SELECT code, ST_GeomFromText(text) AS shape
      FROM unnest(${after.map(({ code }) => code)}::text[], ${after.map(({ area }) => toText(area))}::text[]) AS g (code, text))
    SELECT old.code || '>' || new.code AS pair, ST_Area(ST_Intersection(old.shape, new.shape))::float8 AS size
    FROM old JOIN new ON old.shape && new.shape`.execute(database.owner);
  return new Map(rows.map(({ pair, size }) => [pair, size]));
}

const sizesOf = (passages: readonly Passage[]): Map<string, number> =>
  new Map(passages.map(({ from, to, doubledUnits }) => [`${from}>${to}`, Number(doubledUnits) / 2]));

/** PostGIS intersects in doubles, and a passage is rounded to half a unit for each crossing. */
const MOST_UNITS = 20;

async function expectBooks(
  before: readonly Grid[],
  after: readonly Grid[],
  passages: readonly Passage[],
  context: string,
) {
  const [right, ours] = [await intersections(before, after), sizesOf(passages)];
  for (const pair of new Set([...right.keys(), ...ours.keys()])) {
    if (pair.startsWith('>') || pair.endsWith('>')) continue;
    const off = Math.abs((right.get(pair) ?? 0) - (ours.get(pair) ?? 0));
    expect(off, `${context}: ${pair}`).toBeLessThan(MOST_UNITS + (right.get(pair) ?? 0) * 1e-9);
  }
}

describe('the books of ground, held against the intersections that PostGIS finds', () => {
  it('say of a single edit and of a whole plan what passed from which grid to which', async () => {
    let edits = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const ground = groundOf(seed);
      const start = [...ground.grids()];
      const random = randomSource(seed);
      for (let step = 0; step < 30; step++) {
        try {
          const change = changeFor(ground, randomEdit(ground, random));
          const touched = [...change.put.map(({ code }) => code), ...change.remove];
          const before = touched.flatMap((code) => ground.find(code) ?? []);
          ground.apply(change);
          edits++;
          if (step % 6 !== 5) continue;
          const after = touched.flatMap((code) => ground.find(code) ?? []);
          await expectBooks(before, after, change.passages ?? [], `seed ${seed} step ${step} ${change.note}`);
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
      }
      const end = [...ground.grids()];
      await expectBooks(start, end, passagesBetween(start, end), `seed ${seed}`);
    }
    expect(edits).toBeGreaterThan(500);
  });

  it('say it of districts with bays, holes, slits and parts apart, and of lassos along their outline', async () => {
    let edits = 0;
    for (let seed = 1; seed <= 70; seed++) {
      const ground = oddGround(seed);
      const start = [...ground.grids()];
      const random = randomSource(seed);
      for (let step = 0; step < 30; step++) {
        try {
          ground.apply(changeFor(ground, random() < 0.7 ? oddEdit(ground, random) : randomEdit(ground, random)));
          edits++;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
        }
      }
      const end = [...ground.grids()];
      await expectBooks(start, end, passagesBetween(start, end), `seed ${seed}`);
    }
    expect(edits).toBeGreaterThan(500);
  });

  it('find no more between grids that have nothing in common, nor less where everything is another’s', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const before = [...groundOf(seed).grids()];
      const after = [...groundOf(seed + 1000, { columns: 5, rows: 3 }).grids()];
      await expectBooks(before, after, passagesBetween(before, after), `seeds ${seed}, ${seed + 1000}`);
    }
  });
});

/** Three points that are nearly on a line, as a lasso that was closed where it began. */
function thinLasso(grid: Grid, random: () => number): Area {
  const [minX, minY, maxX, maxY] = boundingBox(grid.area);
  const spot = () => [minX + (random() * 1.4 - 0.2) * (maxX - minX), minY + (random() * 1.4 - 0.2) * (maxY - minY)];
  const [a, c] = [spot(), spot()] as [[number, number], [number, number]];
  const along = random();
  const off = () => (random() - 0.5) * 4;
  const b = [a[0] + along * (c[0] - a[0]) + off(), a[1] + along * (c[1] - a[1]) + off()];
  return [[Int32Array.from([...a, ...b, ...c].map(Math.round))]];
}

const positions = (area: Area): number[][] => {
  const ring = area[0]?.[0] as Ring;
  const points = Array.from({ length: ring.length / 2 }, (_, i) => [
    toDegrees(ring[2 * i] as number),
    toDegrees(ring[2 * i + 1] as number),
  ]);
  return [...points, points[0] as number[]];
};

describe('a lasso thinner than the lattice', () => {
  it('moves what it holds and no more, whatever PostGIS says that is, or is refused', async () => {
    const tally = { moved: 0, refused: 0 };
    for (let seed = 1; seed <= 250; seed++) {
      const ground = groundOf(seed, { cell: seed % 2 === 0 ? 20_000 : 100_000 });
      const random = randomSource(seed);
      const grids = [...ground.grids()];
      const pick = () => grids[Math.floor(random() * grids.length)] as Grid;
      const [from, to] = [pick(), pick()];
      const lasso = thinLasso(from, random);
      const edit: Edit = {
        op: 'transfer',
        from: from.code,
        to: to.code,
        area: { type: 'Polygon', coordinates: [positions(lasso)] },
      };
      try {
        const { passages } = changeFor(ground, edit);
        const { rows } = await sql<{ size: number; length: number }>`
          SELECT ST_Area(ST_Intersection(ST_GeomFromText(${toText(from.area)}), ST_MakeValid(lasso)))::float8 AS size,
            ST_Perimeter(lasso)::float8 AS length
          FROM ST_GeomFromText(${toText(lasso)}) AS lasso`.execute(database.owner);
        const { size, length } = rows[0] as { size: number; length: number };
        const moved = (sizesOf(passages ?? []).get(`${from.code}>${to.code}`) ?? 0) as number;
        // A lasso's corner within half a metre of a border's corner is drawn onto it: about fifty units along its sides.
        expect(Math.abs(moved - size), `seed ${seed}`).toBeLessThan(length * 50);
        expect(moved, `seed ${seed}`).toBeLessThan(size + length * 50);
        tally.moved++;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        tally.refused++;
      }
    }
    expect(tally.moved).toBeGreaterThan(80);
  });
});
