import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, type Row } from './measure.ts';
import { withPostgres } from './postgres.ts';
import { serveDistrict } from './servedDistricts.ts';

const ROUNDS = 3;
const POLL_MS = 5;
/** So long nobody who asks for something small may wait for those who ask for a whole level. */
const MOST_HELD_MS = 50;

/** What is asked for, all of the district's grids each time. */
const WHOLE_LEVELS: readonly (readonly [string, string])[] = [
  ['areas', '/api/v1/coverage/areas?level=grid'],
  ['areas in GCJ-02', '/api/v1/coverage/areas?level=grid&crs=gcj02'],
  ['OGC items', '/ogc/collections/grids/items?limit=10000&f=json'],
  ['OGC page', '/ogc/collections/grids/items?limit=10000&f=html'],
  ['GeoJSON', '/api/v1/coverage/export?format=geojson'],
  ['GeoPackage', '/api/v1/coverage/export?format=gpkg'],
  ['Shapefile', '/api/v1/coverage/export?format=shp'],
  ['KML', '/api/v1/coverage/export?format=kml'],
];

interface Held {
  loop: number;
  healthz: number;
  whole: number;
}

/**
 * Whether anybody waits for those who ask for a whole level: the longest that the server's loop was held meanwhile, by its own
 * `monitorEventLoopDelay` (in `/metrics`), and the longest that `/healthz` took beside.
 */
export async function benchExports(): Promise<Row[]> {
  const rows = await withPostgres<Row[]>(async (postgres) => {
    const { server, size } = await serveDistrict(postgres, { purpose: 'exports', side: 98 });
    try {
      const base = `http://127.0.0.1:${server.port}`;
      const cookie = await server.signIn('admin');
      const measured: Row[] = [];
      for (const [what, path] of WHOLE_LEVELS) measured.push(...(await benchLevel(base, cookie, size, what, path)));
      return measured;
    } finally {
      await server.stop();
    }
  });
  if (!('missing' in rows)) return rows;
  const row = { what: 'whole levels', size: '9,604 grids', ours: null, unit: 'ms' };
  return [{ ...row, target: `≤ ${MOST_HELD_MS} ms, not measured: ${rows.missing}`, met: null }];
}

async function benchLevel(base: string, cookie: string, size: string, what: string, path: string): Promise<Row[]> {
  const rounds: Held[] = [];
  for (let round = 0; round <= ROUNDS; round++) rounds.push(await hold(base, cookie, path));
  // The first only warms up; of the rest the middle one, since other programs of the machine can hold any thread.
  const middle = (figure: (held: Held) => number): number => median(rounds.slice(1).map(figure));
  const row = { size, unit: 'ms' };
  const loop = middle((held) => held.loop);
  return [
    { ...row, what: `loop held by ${what}`, ours: loop, target: `≤ ${MOST_HELD_MS} ms`, met: loop <= MOST_HELD_MS },
    { ...row, what: `/healthz beside ${what}`, ours: middle(({ healthz }) => healthz), target: '', met: null },
    { ...row, what: `${what} in all`, ours: middle(({ whole }) => whole), target: '', met: null },
  ];
}

/** Asks for a level once, and for `/healthz` all the while. */
async function hold(base: string, cookie: string, path: string): Promise<Held> {
  await longestDelay(base);
  let isDone = false;
  let healthz = 0;
  const polling = (async () => {
    while (!isDone) {
      healthz = Math.max(healthz, await timed(base, '/healthz'));
      await sleep(POLL_MS);
    }
  })();
  const whole = await timed(base, path, { cookie });
  isDone = true;
  await polling;
  return { loop: await longestDelay(base), healthz, whole };
}

/** The milliseconds until an answer was here to its end. */
async function timed(base: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const start = performance.now();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(base + path, { headers }, resolve).on('error', reject);
  });
  await new Promise((resolve, reject) => answer.resume().on('end', resolve).on('error', reject));
  if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}`);
  return performance.now() - start;
}

/** The longest delay of the server's loop since this was last asked, in milliseconds. */
async function longestDelay(base: string): Promise<number> {
  const text = await (await fetch(`${base}/metrics`)).text();
  const found = /^nodejs_eventloop_lag_max_seconds ([\d.e+-]+)$/m.exec(text)?.[1];
  if (found === undefined) throw new Error('/metrics tells no delay of the loop');
  return Number(found) * 1000;
}
