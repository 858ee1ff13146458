import { sql } from 'kysely';
import type { Grid } from '../../server/core/coverage/model.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';
import type { Database } from '../../server/db/database.ts';
import { EditableCoverage, migrate, openDatabase, prepareServer, publish, separateRoles } from './built.ts';
import { type BuiltServer, startBuilt, untilJudged } from './builtServer.ts';
import { type BenchDistrict, densified, districtOf } from './districts.ts';
import type { GroundLike } from './edits.ts';
import type { BenchPostgres } from './postgres.ts';

/** The edited district, and the numbers its units start with: one of 99 is left for what a split makes. */
const DISTRICT = '05';
const GRIDS_PER_UNIT = 98;
/** So many lattice units from the district's middle, about six cells, lie the grids that are edited in a dense district. */
const PATCH = 60_000;

/** A district under the built server, with what is needed to make edits of it. */
export interface ServedDistrict {
  size: string;
  /** As the plan that is measured has it: to be kept up with the edits. */
  ground: GroundLike;
  /** The grids to edit. */
  grids: Grid[];
  server: BuiltServer;
}

interface Wish {
  purpose: string;
  /** Grids on a side. */
  side: number;
  /** Other districts in the same tables, as large as this one. */
  others?: number;
  /** Edges for each one outside the patch that is edited. */
  dense?: number;
}

/**
 * Six digits number 99 units of 99 grids: no district has more than 9,801, and the database refuses other codes. So the size of
 * 100,000 grids is reached in the tables, with ten more districts and ten full plans beside the edited one, and in the vertices, which are as many
 * here in one district as in one of 100,000 grids; the engine by itself has all of them in one district (`edits.ts`).
 */
export const WISHES: readonly Wish[] = [
  { purpose: 'small', side: 32 },
  { purpose: 'full', side: 98 },
  { purpose: 'tables', side: 98, others: 10 },
  { purpose: 'dense', side: 98, dense: 10 },
];

/** Publishes a district into a database of its own and starts the built server on it. */
export async function serveDistrict(postgres: BenchPostgres, wish: Wish): Promise<ServedDistrict> {
  const url = await postgres.database(wish.purpose);
  const { district, isEditable } = districtFor(wish);
  const grids = district.members.map(({ area }, i): Grid => {
    const unit = DISTRICT + twoDigits(Math.floor(i / GRIDS_PER_UNIT) + 1);
    const code = unit + twoDigits((i % GRIDS_PER_UNIT) + 1);
    return { id: code, code, name: code, revision: 1, area };
  });
  const units = [...new Set(grids.map(({ code }) => code.slice(0, 4)))].map((code) => ({ code, name: code }));
  const start = {
    district: { code: DISTRICT, name: '' },
    mandated: district.outline,
    outline: district.outline,
    units,
  };
  await load(url, wish, { ...start, grids });
  const server = await startBuilt({ DATABASE_URL: url, GRIDWARDEN_DISTRICT: DISTRICT, DEMO: '0', JT808_PORT: '0' });
  await untilJudged(server);
  return {
    size: sizeOf(wish, district),
    ground: new EditableCoverage({ ...start, grids }),
    grids: grids.filter(({ area }) => isEditable(area)),
    server,
  };
}

const twoDigits = (number: number): string => String(number).padStart(2, '0');

function districtFor({ side, dense }: Wish): { district: BenchDistrict; isEditable: (area: Area) => boolean } {
  const district = districtOf(side * side);
  if (dense === undefined) return { district, isEditable: () => true };
  const ring = district.outline[0]?.[0] as Int32Array;
  const middle = [0, 1].map((axis) => {
    const values = ring.filter((_, i) => i % 2 === axis);
    return Math.round((values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2);
  });
  const box = [...middle.map((at) => at - PATCH), ...middle.map((at) => at + PATCH)];
  const [minX, minY, maxX, maxY] = box as [number, number, number, number];
  // Only grids that lie wholly in it, with their neighbours: they are like those of the other districts.
  const isWithin = (value: number, i: number) =>
    i % 2 === 0 ? value > minX + 10_000 && value < maxX - 10_000 : value > minY + 10_000 && value < maxY - 10_000;
  return {
    district: densified(district, dense, box),
    isEditable: (area) => area.flat().every((r) => r.every(isWithin)),
  };
}

async function load(
  url: string,
  { others = 0 }: Wish,
  coverage: Omit<Parameters<typeof publish>[1], 'note' | 'actor' | 'address'> & { outline: Area },
): Promise<void> {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  try {
    await prepareServer(database.owner);
    await migrate(database.owner);
    await separateRoles(database.owner);
    const grids = coverage.grids.map(({ code, name, area }) => ({ code, name, area }));
    const said = { note: 'bench', actor: 'bench', address: null };
    await publish(database.owner, { ...coverage, ...said, grids }, new Date());
    for (let i = 1; i <= others; i++) await copyDistrict(database, twoDigits(Number(DISTRICT) + i));
    if (others > 0) await addPlans(database, others);
    const client = await database.pool.connect();
    await client.query('RESET ROLE');
    await client.query('VACUUM (ANALYZE)');
    client.release(true);
  } finally {
    await database.close();
  }
}

/** Puts the district's rows into the tables a second time, under another number: what other districts' rows weigh there. */
async function copyDistrict({ owner: kysely }: Database, district: string): Promise<void> {
  await sql`INSERT INTO districts VALUES (${district}, 1)`.execute(kysely);
  await sql`INSERT INTO grid_versions
    SELECT ${district}, gen_random_uuid(), revision, ${district} || right(code, 4), name, geom, area_square_metres, 1
    FROM grid_versions WHERE district = ${DISTRICT}`.execute(kysely);
  await sql`INSERT INTO used_codes SELECT district, code, id, 1 FROM grid_versions WHERE district = ${district}`.execute(
    kysely,
  );
}

/** Open plans of others that have touched every grid, as an import does. */
async function addPlans({ owner: kysely }: Database, count: number): Promise<void> {
  await sql`INSERT INTO plans (district, scope, title, note, state, base_generation, created_at, created_by, created_by_name, updated_at)
    SELECT ${DISTRICT}, ${DISTRICT}, 'bench', '', 'draft', 1, now(), gen_random_uuid(), '', now()
    FROM generate_series(1, ${count}::int)`.execute(kysely);
  await sql`INSERT INTO plan_grids SELECT p.id, g.code, g.id, 2, g.name, g.geom
    FROM plans p JOIN grid_versions g ON g.district = p.district`.execute(kysely);
}

function sizeOf({ others = 0, dense }: Wish, { members, vertices }: BenchDistrict): string {
  const grids = `${members.length} grids`;
  if (others > 0)
    return `${members.length * (others + 1)} grids and ${others} full plans in the tables, ${grids} a district`;
  return dense === undefined ? grids : `${grids} with ${vertices} vertices`;
}
