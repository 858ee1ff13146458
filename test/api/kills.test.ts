import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { PlanRecord } from '../../server/core/plans/schemas.ts';
import type { Database } from '../../server/db/database.ts';
import { emptyDatabase, openTestDatabase } from './harness.ts';
import { ServerProcess } from './serverProcess.ts';

/**
 * Connections cut off and the database killed while people edit. What was acknowledged is written down by the clients as it comes, and
 * asked for afterwards. On PostgreSQL the connections are cut by the server; the embedded database's process is killed.
 */
const KILLS = 12;
const GRIDS = ['050101', '050201', '050301', '050401'];

let folder: string;
let server: ServerProcess;
let database: Database | null = null;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-kills-'));
  server = await ServerProcess.in(join(folder, 'data'));
  const url = inject('databaseUrl');
  if (url !== null) {
    database = await openTestDatabase();
    await emptyDatabase(database);
  }
  await server.start({ DEMO: '1', DATABASE_URL: url ?? '' });
});
afterAll(async () => {
  await server.stop('SIGKILL', true);
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Cuts the database off from the server; gives how many connections, or processes, that met. */
async function cut(): Promise<number> {
  if (database === null) {
    process.kill(server.databasePid, 'SIGKILL');
    return 1;
  }
  const { rows } = await sql<{ cut: boolean }>`
    SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'gridwarden' AND pid <> pg_backend_pid()`.execute(
    database.owner,
  );
  return rows.length;
}

const wordOf = ({ revision, note, at }: PlanRecord): string => `${revision} ${note} ${at}`;

async function recordOf(plan: string, cookie: string): Promise<PlanRecord[]> {
  const all: PlanRecord[] = [];
  for (let before: number | undefined; before !== 1; before = all.at(-1)?.revision ?? 1) {
    const page = `limit=500${before === undefined ? '' : `&cursor=${before}`}`;
    const answer = await server.fetch(`/api/v1/plans/${plan}/edits?${page}`, { headers: { cookie } });
    const { edits } = (await answer.json()) as { edits: PlanRecord[] };
    if (edits.length === 0) break;
    all.push(...edits);
  }
  return all;
}

/** One planner who renames a grid again and again, and notes what was acknowledged. */
class Client {
  readonly acknowledged: string[] = [];
  refused = 0;
  readonly strange: string[] = [];
  plan = '';
  readonly #end = new AbortController();
  #done: Promise<void> = Promise.resolve();

  async begin(number: number, cookie: string): Promise<void> {
    const headers = { cookie, 'content-type': 'application/json' };
    const body = JSON.stringify({ title: `kills ${number}` });
    const answer = await server.fetch('/api/v1/plans', { method: 'POST', headers, body });
    this.plan = ((await answer.json()) as { id: string }).id;
    this.#done = this.#work(GRIDS[number] as string, headers);
  }

  async end(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async #work(grid: string, headers: Record<string, string>): Promise<void> {
    for (let turn = 1; !this.#end.signal.aborted; turn++) {
      const name = `名字 ${turn}`;
      const body = JSON.stringify({ op: 'rename', grid, name });
      const answer = await server
        .fetch(`/api/v1/plans/${this.plan}/edits`, { method: 'POST', headers, body })
        .catch(() => null);
      if (answer?.status === 201) this.acknowledged.push(wordOf(((await answer.json()) as { edit: PlanRecord }).edit));
      else if (answer === null || answer.status === 503) this.refused++;
      else this.strange.push(`${answer.status} ${await answer.text()}`);
      if (answer?.status !== 201) await sleep(50);
    }
  }
}

describe(`a server whose database is cut off ${KILLS} times under load`, () => {
  it('goes on by itself in the same process, and has every edit that it acknowledged', async () => {
    const cookie = await server.cookie();
    const clients = GRIDS.map(() => new Client());
    for (const [number, client] of clients.entries()) await client.begin(number, cookie);
    const { pid } = server;
    let met = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = clients.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
      await server.until(
        () => clients.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0) > before + 8,
        'edits to be acknowledged again',
      );
      met += await cut();
    }
    await server.until(() => server.status('/readyz').then((status) => status === 200), 'the server to recover');
    for (const client of clients) await client.end();
    expect(server.isRunning && server.pid === pid, server.output).toBe(true);
    expect(met).toBeGreaterThanOrEqual(KILLS);
    for (const { plan, acknowledged, refused, strange } of clients) {
      expect(strange).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(KILLS);
      const recorded = (await recordOf(plan, cookie)).map(wordOf);
      expect(recorded).toEqual(expect.arrayContaining(acknowledged));
      // What was refused may have been written all the same: then once.
      expect(new Set(recorded).size).toBe(recorded.length);
      expect(recorded.length).toBeLessThanOrEqual(acknowledged.length + refused);
    }
  });
});
