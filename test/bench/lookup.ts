import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { freePort, startBuilt, stopProcess } from './builtServer.ts';
import { median, type Row } from './measure.ts';
import { type Missing, withPostgres } from './postgres.ts';

const SECONDS = 4;
const ROUNDS = 3;
const CONNECTIONS = 20;

/** `GET /lookup` over HTTP against a bare Fastify route of the same shape and against ST_Covers in PostgreSQL, taking turns with each. */
export async function benchLookup(): Promise<Row[]> {
  const barePort = await freePort();
  const server = await startBuilt({});
  const bare = spawn(process.execPath, ['--import', 'tsx', 'test/bench/bareServer.ts'], {
    env: { ...process.env, PORT: String(barePort) },
    stdio: 'ignore',
  });
  try {
    const cookie = await server.signIn('dispatcher');
    const ours = () => requestsPerSecond(server.port, { cookie });
    const toBare = await inTurns(ours, () => requestsPerSecond(barePort, {}));
    const toCovers = await withCovers((covers) => inTurns(ours, covers));
    const lookup = { what: 'GET /api/v1/lookup, signed in', size: '80 grids', unit: 'req/s' };
    const covers = { ...lookup, peer: 'ST_Covers through pgbench' };
    return [
      { ...lookup, ...toBare, peer: 'bare Fastify route', target: '≥ 0.7×', met: toBare.ratio >= 0.7 },
      'missing' in toCovers
        ? { ...covers, ours: toBare.ours, target: `> 1×, not measured: ${toCovers.missing}`, met: null }
        : { ...covers, ...toCovers, target: '> 1×', met: toCovers.ratio > 1 },
    ];
  } finally {
    await Promise.all([server.stop(), stopProcess(bare)]);
  }
}

/** Two rates and the median of their ratios: one after the other, so that whatever else the machine does meets both. */
async function inTurns(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  const pairs: [number, number][] = [];
  for (let round = 0; round <= ROUNDS; round++) pairs.push([await ours(), await theirs()]);
  // The first round only warms up.
  pairs.shift();
  return {
    ours: median(pairs.map(([mine]) => mine)),
    theirs: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([mine, other]) => mine / other)),
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

/** Gives `work` the rate of `ST_Covers` with its index on the demo's grids, through pgbench. */
function withCovers<T>(work: (rate: () => Promise<number>) => Promise<T>): Promise<T | Missing> {
  return withPostgres<T | Missing>(async (postgres) => {
    const pgbench = findPgbench();
    if (!pgbench) return { missing: 'no pgbench found' };
    const url = await postgres.database('lookup');
    await loadDemoGrids(url);
    const folder = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
    const script = join(folder, 'covers.sql');
    writeFileSync(
      script,
      '\\set x random(0, 100000)\nSELECT code FROM bench_lookup WHERE ST_Covers(g, ST_SetSRID(ST_MakePoint(109.02 + :x * 0.0000008, 34.27), 4326));\n',
    );
    const options = ['-n', '-M', 'prepared', '-c', '4', '-j', '1', '-T', String(SECONDS), '-f', script, url];
    try {
      return await work(async () => {
        const found = /tps = ([\d.]+)/.exec((await outputOf(pgbench, options)) ?? '')?.[1];
        if (found === undefined) throw new Error('pgbench gave no rate');
        return Number(found);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function loadDemoGrids(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE EXTENSION IF NOT EXISTS postgis; CREATE TABLE bench_lookup (code text, g geometry)');
  await client.query(
    `INSERT INTO bench_lookup SELECT f->'properties'->>'code', ST_SetSRID(ST_GeomFromGeoJSON(f->'geometry'), 4326) FROM json_array_elements($1::json->'features') AS f`,
    [readFileSync('data/demo/grids.geojson', 'utf8')],
  );
  await client.query('CREATE INDEX ON bench_lookup USING gist (g); ANALYZE bench_lookup');
  await client.end();
}

function findPgbench(): string | null {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder).sort() : [];
  return (
    versions.map((version) => join(folder, version, 'bin', 'pgbench')).findLast((path) => existsSync(path)) ?? null
  );
}
