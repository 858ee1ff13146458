import { sql } from 'kysely';
import type { Area, Ring } from '../../server/core/geometry/lattice.ts';
import { toWkb } from '../../server/core/geometry/wkb.ts';
import type { Database } from '../../server/db/database.ts';
import { keepsProof, proveCoverage } from './built.ts';
import { type BenchDistrict, districtOf } from './districts.ts';
import { medianMilliseconds, type Row } from './measure.ts';

/** The full proof against PostGIS on the same data, and by itself at the largest size. */
export async function benchProof(database: Database): Promise<Row[]> {
  const rows: Row[] = [];
  for (const grids of [1000, 10_000]) {
    const district = districtOf(grids);
    const ours = await medianMilliseconds(5, () => proveCoverage(district.members, district.outline));
    await load(database, district);
    const size = `${district.members.length} grids / ${district.vertices} vertices`;
    const invalidEdges = await medianMilliseconds(2, () =>
      sql`SELECT count(*) FILTER (WHERE NOT ST_IsEmpty(e)) FROM (SELECT ST_CoverageInvalidEdges(g) OVER () AS e FROM bench_grids) AS edges`.execute(
        database.owner,
      ),
    );
    rows.push({
      what: 'full proof, simple-polygon test included',
      size,
      ours,
      unit: 'ms',
      peer: 'ST_CoverageInvalidEdges (embedded)',
      theirs: invalidEdges,
      ratio: invalidEdges / ours,
      target: grids === 10_000 ? '≥ 5×' : '',
      met: grids === 10_000 ? invalidEdges / ours >= 5 : null,
    });
    const relate = await medianMilliseconds(1, () =>
      sql`SELECT count(*) FROM bench_grids a JOIN bench_grids b ON a.id < b.id AND a.g && b.g AND ST_Relate(a.g, b.g, 'T********')`.execute(
        database.owner,
      ),
    );
    rows.push({
      what: 'full proof',
      size,
      ours,
      unit: 'ms',
      peer: 'ST_Relate self-join (embedded)',
      theirs: relate,
      ratio: relate / ours,
      target: '',
      met: null,
    });
  }
  await sql`DROP TABLE IF EXISTS bench_grids`.execute(database.owner);
  return rows;
}

async function load(database: Database, { members }: BenchDistrict): Promise<void> {
  await sql`DROP TABLE IF EXISTS bench_grids`.execute(database.owner);
  await sql`CREATE TABLE bench_grids (id int PRIMARY KEY, g geometry)`.execute(database.owner);
  for (let i = 0; i < members.length; i += 1000) {
    const batch = members.slice(i, i + 1000);
    await sql`INSERT INTO bench_grids SELECT ${i}::int + n, ST_GeometryN(ST_GeomFromWKB(w), 1) FROM unnest(${batch.map((member) => Buffer.from(toWkb(member.area)))}::bytea[]) WITH ORDINALITY AS t (w, n)`.execute(
      database.owner,
    );
  }
  await sql`CREATE INDEX ON bench_grids USING gist (g)`.execute(database.owner);
  await sql`ANALYZE bench_grids`.execute(database.owner);
}

/** 100,000 grids with 4,000,000 vertices: run alone in a process, so that its memory is its own. */
export async function benchLargestProof(): Promise<Row[]> {
  const district = districtOf(100_000);
  const ours = await medianMilliseconds(3, () => proveCoverage(district.members, district.outline));
  const gigabytes = process.resourceUsage().maxRSS / 1024 / 1024;
  const size = `${district.members.length} grids / ${district.vertices} vertices`;
  return [
    {
      what: 'full proof, simple-polygon test included',
      size,
      ours: ours / 1000,
      unit: 's',
      target: '≤ 5 s',
      met: ours <= 5000,
    },
    {
      what: 'memory of that process, data included',
      size,
      ours: gigabytes,
      unit: 'GiB',
      target: '≤ 2 GB',
      met: gigabytes * 1.073741824 <= 2,
    },
  ];
}

/** The proof of one moved border vertex in a small and a very large district. */
export async function benchEditProof(): Promise<Row[]> {
  const times: number[] = [];
  const sizes = [1000, 10_000, 100_000];
  for (const grids of sizes) {
    const { members } = districtOf(grids);
    const areas = members.map((member) => member.area);
    const moves = Array.from({ length: 400 }, (_, i) => sharedVertexMove(areas, (i * 7919) % areas.length));
    // A corner on the rim would change the outline too; it is another kind of edit.
    const edits = moves.filter(({ before, after }) => keepsProof(before, after)).slice(0, 200);
    if (edits.length < 200) throw new Error('too few corners could be moved');
    times.push(
      (await medianMilliseconds(9, () => edits.every(({ before, after }) => keepsProof(before, after)))) / edits.length,
    );
  }
  const [small, , large] = times as [number, number, number];
  return sizes.map((grids, i) => ({
    what: 'proof of one edit (moved shared vertex), engine only',
    size: `${grids} grids`,
    ours: (times[i] as number) * 1000,
    unit: 'µs',
    ...(grids === 100_000 ? { peer: 'the same at 1000 grids', theirs: small * 1000, ratio: large / small } : {}),
    target: grids === 100_000 ? '≤ 1.5× the 1000-grid cost' : '',
    met: grids === 100_000 ? large / small <= 1.5 : null,
  }));
}

/** All areas that have a corner of one area, before and after that corner moves by 50 units. */
function sharedVertexMove(areas: readonly Area[], chosen: number): { before: Area[]; after: Area[] } {
  const ring = areas[chosen]?.[0]?.[0] as Ring;
  const [x, y] = [ring[0] as number, ring[1] as number];
  const has = (area: Area) =>
    area.flat().some((r) => r.some((value, i) => i % 2 === 0 && value === x && r[i + 1] === y));
  const reach = Math.ceil(Math.sqrt(areas.length)) + 2;
  const before = [
    chosen - reach,
    chosen - reach + 1,
    chosen - reach + 2,
    chosen - reach + 3,
    chosen - 1,
    chosen,
    chosen + 1,
  ]
    .flatMap((i) => (areas[i] ? [areas[i]] : []))
    .filter(has);
  const after = before.map((area) =>
    area.map((polygon) =>
      polygon.map((r) =>
        r.map((value, i) => (i % 2 === 0 ? (value === x && r[i + 1] === y ? value + 50 : value) : value)),
      ),
    ),
  );
  return { before, after };
}
