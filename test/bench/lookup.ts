import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { median, type Row } from './measure.ts';

const SECONDS = 4;
const ROUNDS = 3;
const CONNECTIONS = 20;
const PASSWORD = 'a-password-for-the-bench';

/** `GET /lookup` over HTTP against a bare Fastify route of the same shape, taking turns, and against ST_Covers in PostgreSQL. */
export async function benchLookup(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gridwarden-bench-'));
  const [port, barePort] = [await freePort(), await freePort()];
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      DATA_DIR: dataDir,
      PORT: String(port),
      GRIDWARDEN_ADMIN_PASSWORD: PASSWORD,
      LOG_LEVEL: 'warn',
    },
    stdio: 'ignore',
  });
  const bare = spawn(process.execPath, ['--import', 'tsx', 'test/bench/bareServer.ts'], {
    env: { ...process.env, PORT: String(barePort) },
    stdio: 'ignore',
  });
  try {
    const cookie = await signIn(port);
    const [ours, theirs, pairs]: number[][] = [[], [], []];
    // The first round of each only warms it up.
    await requestsPerSecond(port, { cookie });
    await requestsPerSecond(barePort, {});
    for (let round = 0; round < ROUNDS; round++) {
      const mine = await requestsPerSecond(port, { cookie });
      const other = await requestsPerSecond(barePort, {});
      ours?.push(mine);
      theirs?.push(other);
      pairs?.push(mine / other);
    }
    const rate = median(ours ?? []);
    const ratio = median(pairs ?? []);
    const rows: Row[] = [
      {
        what: 'GET /api/v1/lookup, signed in',
        size: '80 grids',
        ours: rate,
        unit: 'req/s',
        peer: 'bare Fastify route',
        theirs: median(theirs ?? []),
        ratio,
        target: '≥ 0.7×',
        met: ratio >= 0.7,
      },
    ];
    const covers = await coversPerSecond();
    rows.push({
      what: 'GET /api/v1/lookup, signed in',
      size: '80 grids',
      ours: rate,
      unit: 'req/s',
      peer: 'ST_Covers through pgbench',
      ...(covers === null ? {} : { theirs: covers, ratio: rate / covers }),
      target: covers === null ? '> 1× (set DATABASE_URL to measure)' : '> 1×',
      met: covers === null ? null : rate > covers,
    });
    return rows;
  } finally {
    await Promise.all([stop(server), stop(bare)]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function signIn(port: number): Promise<string> {
  for (let tries = 0; tries < 240; tries++) {
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (ready?.ok) break;
    await sleep(250);
  }
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'dispatcher', password: PASSWORD }),
  });
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
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

/** `ST_Covers` with its index on the demo's grids, through pgbench; null when there is no server or no pgbench. */
async function coversPerSecond(): Promise<number | null> {
  const url = process.env['DATABASE_URL'];
  const pgbench = findPgbench();
  if (!url || !pgbench) return null;
  const { Client } = await import('pg').then((module) => module.default);
  const client = new Client({ connectionString: url });
  await client.connect();
  const { readFileSync } = await import('node:fs');
  await client.query(
    'CREATE EXTENSION IF NOT EXISTS postgis; DROP TABLE IF EXISTS bench_lookup; CREATE TABLE bench_lookup (code text, g geometry)',
  );
  await client.query(
    `INSERT INTO bench_lookup SELECT f->'properties'->>'code', ST_SetSRID(ST_GeomFromGeoJSON(f->'geometry'), 4326) FROM json_array_elements($1::json->'features') AS f`,
    [readFileSync('data/demo/grids.geojson', 'utf8')],
  );
  await client.query('CREATE INDEX ON bench_lookup USING gist (g); ANALYZE bench_lookup');
  const script = join(mkdtempSync(join(tmpdir(), 'gridwarden-bench-')), 'covers.sql');
  writeFileSync(
    script,
    '\\set x random(0, 100000)\nSELECT code FROM bench_lookup WHERE ST_Covers(g, ST_SetSRID(ST_MakePoint(109.02 + :x * 0.0000008, 34.27), 4326));\n',
  );
  const output =
    (await outputOf(pgbench, [
      '-n',
      '-M',
      'prepared',
      '-c',
      '4',
      '-j',
      '1',
      '-T',
      String(SECONDS),
      '-f',
      script,
      url,
    ])) ?? '';
  await client.query('DROP TABLE bench_lookup');
  await client.end();
  rmSync(script, { force: true });
  const found = /tps = ([\d.]+)/.exec(output)?.[1];
  return found === undefined ? null : Number(found);
}

function findPgbench(): string | null {
  const folder = '/usr/lib/postgresql';
  const versions = existsSync(folder) ? readdirSync(folder).sort() : [];
  return (
    versions.map((version) => join(folder, version, 'bin', 'pgbench')).findLast((path) => existsSync(path)) ?? null
  );
}
