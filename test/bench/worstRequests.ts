import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type BuiltServer, startBuilt } from './builtServer.ts';
import type { Row } from './measure.ts';

const ATTACKS = [
  'fan',
  'shifted',
  'corners',
  'a file of corners',
  'a packed file',
  'deep and odd JSON',
  'batches of 10,000',
  'exports',
  'whole levels',
] as const;
const CONNECTIONS = 6;
const ATTACK_MILLISECONDS = 8_000;
/** The service is alive within this, and a planner's edit is acknowledged within that (issue 7). */
const MOST_ALIVE_MILLISECONDS = 100;
const MOST_EDIT_MILLISECONDS = 1_000;

/**
 * Whether one member who sends the worst a member may send slows the others: how long `/healthz` and a planner's edits take meanwhile, on the
 * server as it is shipped, with the demo district on the embedded database.
 */
export async function benchWorstRequests(): Promise<Row[]> {
  const server = await startBuilt({ DEMO: '1' });
  try {
    const member = await server.signIn('member050101');
    const planner = await PlannerAtWork.of(server);
    const rows: Row[] = [];
    for (const attack of ATTACKS) rows.push(...(await benchAttack(server, planner, member, attack)));
    return rows;
  } finally {
    await server.stop();
  }
}

async function benchAttack(
  server: BuiltServer,
  planner: PlannerAtWork,
  cookie: string,
  attack: string,
): Promise<Row[]> {
  const base = `http://127.0.0.1:${server.port}`;
  const worker = new Worker(new URL('./worstClient.mjs', import.meta.url), {
    workerData: { base, cookie, attack, connections: CONNECTIONS },
    execArgv: [],
  });
  await once(worker, 'message');
  const alive: number[] = [];
  const edits: number[] = [];
  const end = performance.now() + ATTACK_MILLISECONDS;
  const polling = (async () => {
    while (performance.now() < end) {
      alive.push(await timed(() => fetch(`${base}/healthz`)));
      await sleep(10);
    }
  })();
  while (performance.now() < end) {
    edits.push(await planner.edit());
    await sleep(50);
  }
  await polling;
  const told = once(worker, 'message');
  worker.postMessage('stop');
  const [statuses] = (await told) as [Record<string, number>];
  await worker.terminate();
  const size = `${attack} (answers: ${Object.entries(statuses)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')})`;
  const row = (what: string, times: readonly number[], most: number): Row => ({
    what: `${what}, p99 of ${times.length}`,
    size,
    ours: percentile(times, 0.99),
    unit: 'ms',
    target: `≤ ${most} ms`,
    met: percentile(times, 0.99) <= most,
  });
  return [
    row('/healthz beside the worst requests', alive, MOST_ALIVE_MILLISECONDS),
    row('a planner’s edit beside them', edits, MOST_EDIT_MILLISECONDS),
  ];
}

async function timed(ask: () => Promise<Response>): Promise<number> {
  const start = performance.now();
  const answer = await ask();
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
  return performance.now() - start;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

interface PlanGrids {
  features: { properties: { code: string }; geometry: { coordinates: unknown } }[];
}

/** Splits a grid of a plan and takes the split back, over and over. */
class PlannerAtWork {
  readonly #plan: string;
  readonly #headers: Record<string, string>;
  readonly #split: object;
  #isSplit = false;

  private constructor(plan: string, headers: Record<string, string>, split: object) {
    this.#plan = plan;
    this.#headers = headers;
    this.#split = split;
  }

  static async of(server: BuiltServer): Promise<PlannerAtWork> {
    const base = `http://127.0.0.1:${server.port}/api/v1/plans`;
    const headers = { cookie: await server.signIn('planner'), 'content-type': 'application/json' };
    const made = await fetch(base, { method: 'POST', headers, body: JSON.stringify({ title: 'bench' }) });
    const plan = `${base}/${((await made.json()) as { id: string }).id}`;
    const areas = (await (await fetch(`${plan}/areas?level=grid`, { headers })).json()) as PlanGrids;
    const [grid] = areas.features;
    if (!grid) throw new Error('the demo district has no grid');
    const numbers = [grid.geometry.coordinates].flat(4) as number[];
    const lngs = numbers.filter((_number, index) => index % 2 === 0);
    const lats = numbers.filter((_number, index) => index % 2 === 1);
    const middle = (Math.min(...lats) + Math.max(...lats)) / 2;
    const line = [
      [Math.min(...lngs) - 0.001, middle],
      [Math.max(...lngs) + 0.001, middle],
    ];
    return new PlannerAtWork(plan, headers, { op: 'split', grid: grid.properties.code, line });
  }

  /** The milliseconds until an edit, or taking it back, was acknowledged. */
  edit(): Promise<number> {
    const [path, body] = this.#isSplit ? ['/undo', '{}'] : ['/edits', JSON.stringify(this.#split)];
    this.#isSplit = !this.#isSplit;
    return timed(() => fetch(`${this.#plan}${path}`, { method: 'POST', headers: this.#headers, body }));
  }
}
