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

/** `GET /lookup` over HTTP against a bare Fastify route of the same shape, taking turns, and against ST_Covers in PostgreSQL. */
export async function benchLookup(): Promise<Row[]> {
  const barePort = await freePort();
  const server = await startBuilt({});
  const bare = spawn(process.execPath, ['--import', 'tsx', 'test/bench/bareServer.ts'], {
    env: { ...process.env, PORT: String(barePort) },
    stdio: 'ignore',
  });
  try {
    const { rate, theirs, ratio } = await besideBare(server.port, await server.signIn('dispatcher'), barePort);
    const lookup = { what: 'GET /api/v1/lookup, signed in', size: '80 grids', ours: rate, unit: 'req/s' };
    const covers = await withPostgres(async (postgres) => coversPerSecond(await postgres.database('lookup')));
    return [
      { ...lookup, peer: 'bare Fastify route', theirs, ratio, target: '≥ 0.7×', met: ratio >= 0.7 },
      typeof covers === 'number'
        ? {
            ...lookup,
            peer: 'ST_Covers through pgbench',
            theirs: covers,
            ratio: rate / covers,
            target: '> 1×',
            met: rate > covers,
          }
        : { ...lookup, peer: 'ST_Covers through pgbench', target: `> 1×, not measured: ${covers.missing}`, met: null },
    ];
  } finally {
    await Promise.all([server.stop(), stopProcess(bare)]);
  }
}

/** Requests a second of ours and of the bare route, and the median of their ratios. The first round of each only warms it up. */
async function besideBare(
  port: number,
  cookie: string,
  barePort: number,
): Promise<{ rate: number; theirs: number; ratio: number }> {
  const pairs: [number, number][] = [];
  for (let round = 0; round <= ROUNDS; round++)
    pairs.push([await requestsPerSecond(port, { cookie }), await requestsPerSecond(barePort, {})]);
  pairs.shift();
  return {
    rate: median(pairs.map(([ours]) => ours)),
    theirs: median(pairs.map(([, theirs]) => theirs)),
    ratio: median(pairs.map(([ours, theirs]) => ours / theirs)),
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

/** `ST_Covers` with its index on the demo's grids, in an empty database, through pgbench. */
async function coversPerSecond(url: string): Promise<number | Missing> {
  const pgbench = findPgbench();
  if (!pgbench) return { missing: 'no pgbench found' };
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE EXTENSION IF NOT EXISTS postgis; CREATE TABLE bench_lookup (code text, g geometry)');
  await client.query(
    `INSERT INTO bench_lookup SELECT f->'properties'->>'code', ST_SetSRID(ST_GeomFromGeoJSON(f->'geometry'), 4326) FROM json_array_elements($1::json->'features') AS f`,
    [readFileSync('data/demo/grids.geojson', 'utf8')],
  );
  await client.query('CREATE INDEX ON bench_lookup USING gist (g); ANALYZE bench_lookup');
  await client.end();
  const folder = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
  const script = join(folder, 'covers.sql');
  writeFileSync(
    script,
    '\\set x random(0, 100000)\nSELECT code FROM bench_lookup WHERE ST_Covers(g, ST_SetSRID(ST_MakePoint(109.02 + :x * 0.0000008, 34.27), 4326));\n',
  );
  const options = ['-n', '-M', 'prepared', '-c', '4', '-j', '1', '-T', String(SECONDS), '-f', script, url];
  const output = (await outputOf(pgbench, options)) ?? '';
  rmSync(folder, { recursive: true, force: true });
  const found = /tps = ([\d.]+)/.exec(output)?.[1];
  return found === undefined ? { missing: 'pgbench failed' } : Number(found);
}

function findPgbench(): string | null {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder).sort() : [];
  return (
    versions.map((version) => join(folder, version, 'bin', 'pgbench')).findLast((path) => existsSync(path)) ?? null
  );
}
