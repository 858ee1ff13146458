import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import pg from 'pg';
import { freePort, startBuilt, stopProcess, untilJudged } from './builtServer.ts';
import { cpuSeconds } from './cpuTime.ts';
import { median, type Row } from './measure.ts';
import { askForAllSorts } from './mixedRequests.ts';
import { type Missing, withPostgres } from './postgres.ts';

const SECONDS = 4;
const ROUNDS = 3;
const CONNECTIONS = 20;
/** A child's CPU time counts with its parent's once the parent has seen it end. */
const REAPED_MS = 300;

/** How often something answers: in a second of the clock, and in a second of its processes' CPU time (null where unknown). */
interface Rate {
  perSecond: number;
  perCpuSecond: number | null;
}

type Measured = () => Promise<Rate>;

interface Comparison {
  ours: number;
  theirs: number;
  ratio: number;
}

const LOOKUP = { what: 'GET /api/v1/lookup, signed in', size: '80 grids' };
/** The server has been asked for all sorts of things before, which must cost lookups next to nothing. */
const WORKED = { ...LOOKUP, size: '80 grids, after other work' };

/**
 * `GET /lookup` over HTTP against a bare Fastify route of the same shape and against ST_Covers in PostgreSQL, taking turns with each.
 * The bare route gets the same requests. ST_Covers has four processes, the lookup one thread, so the CPU time is compared too.
 */
export async function benchLookup(): Promise<Row[]> {
  const barePort = await freePort();
  const server = await startBuilt({});
  await untilJudged(server);
  const bare = spawn(process.execPath, ['--import', 'tsx', 'test/bench/bareServer.ts'], {
    env: { ...process.env, PORT: String(barePort) },
    stdio: 'ignore',
  });
  try {
    const cookie = await server.signIn('dispatcher');
    const ours = () => rateOf(server.pid, () => requestsPerSecond(server.port, { cookie }));
    const theirs = () => rateOf(bare.pid, () => requestsPerSecond(barePort, { cookie }));
    const toBare = await inTurns(ours, theirs);
    await askForAllSorts(server, await server.signIn('admin'));
    const afterWork = await inTurns(ours, theirs);
    const before = compare(toBare, (rate) => rate.perSecond).ratio;
    const toCovers = await withCovers((covers) => inTurns(ours, covers));
    const covers = { ...WORKED, unit: 'req/s', peer: 'ST_Covers through pgbench, 4 backends' };
    return [
      ...rowsOf(LOOKUP, toBare, 'bare Fastify route', '≥ 0.7×', (ratio) => ratio >= 0.7),
      ...rowsOf(WORKED, afterWork, 'bare Fastify route', '≥ 0.9 of that before', (ratio) => ratio >= 0.9 * before),
      ...('missing' in toCovers
        ? [{ ...covers, ours: null, target: `> 1×, not measured: ${toCovers.missing}`, met: null }]
        : rowsOf(WORKED, toCovers, covers.peer, '> 1×', (ratio) => ratio > 1)),
    ];
  } finally {
    await Promise.all([server.stop(), stopProcess(bare)]);
  }
}

/** The row the target is for, and beside it the same per second of CPU time, which other programs on the machine disturb less. */
function rowsOf(
  measured: Pick<Row, 'what' | 'size'>,
  pairs: readonly [Rate, Rate][],
  peer: string,
  target: string,
  meets: (ratio: number) => boolean,
): Row[] {
  const plain = compare(pairs, (rate) => rate.perSecond);
  const cpu = compare(pairs, (rate) => rate.perCpuSecond ?? Number.NaN);
  const row = { ...measured, ...plain, unit: 'req/s', peer, target, met: meets(plain.ratio) };
  if (Number.isNaN(cpu.ratio)) return [row];
  return [row, { ...measured, ...cpu, unit: 'req/CPU s', peer, target: 'none, to compare like with like', met: null }];
}

/** The medians of two rates and of their ratios. */
function compare(pairs: readonly [Rate, Rate][], figure: (rate: Rate) => number): Comparison {
  return {
    ours: median(pairs.map(([mine]) => figure(mine))),
    theirs: median(pairs.map(([, other]) => figure(other))),
    ratio: median(pairs.map(([mine, other]) => figure(mine) / figure(other))),
  };
}

/** Pairs of rates: one after the other, so that whatever else the machine does meets both. */
async function inTurns(ours: Measured, theirs: Measured): Promise<[Rate, Rate][]> {
  const pairs: [Rate, Rate][] = [];
  for (let round = 0; round <= ROUNDS; round++) pairs.push([await ours(), await theirs()]);
  // The first round only warms up.
  return pairs.slice(1);
}

/** A rate of `SECONDS` with the CPU time that the process and its children took for it. */
async function rateOf(pid: number | undefined, measure: () => Promise<number>): Promise<Rate> {
  const before = cpuSeconds(pid);
  const perSecond = await measure();
  await sleep(REAPED_MS);
  const after = cpuSeconds(pid);
  return {
    perSecond,
    perCpuSecond: before === null || after === null ? null : (perSecond * SECONDS) / (after - before),
  };
}

/** By wrk where it is installed, since a client in JavaScript is slower than the server it measures; else by autocannon. */
async function requestsPerSecond(port: number, headers: Record<string, string>): Promise<number> {
  const url = `http://127.0.0.1:${port}/api/v1/lookup?lng=109.06&lat=34.27`;
  return (await withWrk(url, headers)) ?? withAutocannon(url, headers);
}

async function withWrk(url: string, headers: Record<string, string>): Promise<number | null> {
  const options = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const output = await outputOf('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}`, ...options, url]);
  if (output === null) return null;
  if (/Non-2xx|Socket errors/.test(output)) throw new Error('the load got refusals or errors');
  const found = /Requests\/sec:\s*([\d.]+)/.exec(output)?.[1];
  return found === undefined ? null : Number(found);
}

/** What a program prints; null when it cannot be started. */
async function outputOf(program: string, options: readonly string[]): Promise<string | null> {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', () => resolve(output));
  });
}

async function withAutocannon(url: string, headers: Record<string, string>): Promise<number> {
  const result = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`the load got ${result.non2xx} refusals and ${result.errors} errors`);
  return result.requests.average;
}

/** Gives `work` the rate of `ST_Covers` with its index on the demo's grids, through pgbench: only the code, at random spots. */
function withCovers<T>(work: (rate: Measured) => Promise<T>): Promise<T | Missing> {
  return withPostgres<T | Missing>(async (postgres) => {
    const pgbench = findPgbench();
    if (!pgbench) return { missing: 'no pgbench found' };
    const url = await postgres.database('lookup');
    const pid = await loadDemoGrids(url);
    const folder = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
    const script = join(folder, 'covers.sql');
    writeFileSync(
      script,
      '\\set x random(0, 100000)\nSELECT code FROM bench_lookup WHERE ST_Covers(g, ST_SetSRID(ST_MakePoint(109.02 + :x * 0.0000008, 34.27), 4326));\n',
    );
    const options = ['-n', '-M', 'prepared', '-c', '4', '-j', '1', '-T', String(SECONDS), '-f', script, url];
    try {
      return await work(() => rateOf(pid, () => transactionsPerSecond(pgbench, options)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function transactionsPerSecond(pgbench: string, options: readonly string[]): Promise<number> {
  const found = /tps = ([\d.]+)/.exec((await outputOf(pgbench, options)) ?? '')?.[1];
  if (found === undefined) throw new Error('pgbench gave no rate');
  return Number(found);
}

/** Gives the id of the server's first process, whose children the backends are. */
async function loadDemoGrids(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE EXTENSION IF NOT EXISTS postgis; CREATE TABLE bench_lookup (code text, g geometry)');
  await client.query(
    `INSERT INTO bench_lookup SELECT f->'properties'->>'code', ST_SetSRID(ST_GeomFromGeoJSON(f->'geometry'), 4326) FROM json_array_elements($1::json->'features') AS f`,
    [readFileSync('data/demo/grids.geojson', 'utf8')],
  );
  await client.query('CREATE INDEX ON bench_lookup USING gist (g); ANALYZE bench_lookup');
  const { rows } = await client.query<{ pid: string }>(
    "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid",
  );
  await client.end();
  return Number(rows[0]?.pid);
}

function findPgbench(): string | null {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder).sort() : [];
  return (
    versions.map((version) => join(folder, version, 'bin', 'pgbench')).findLast((path) => existsSync(path)) ?? null
  );
}
