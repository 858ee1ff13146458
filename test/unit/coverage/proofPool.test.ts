import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Coverage, Grid } from '../../../server/core/coverage/model.ts';
import { Fault } from '../../../server/core/fault.ts';
import type { Area } from '../../../server/core/geometry/lattice.ts';
import { ProofPool, type ProofPoolOptions } from '../../../server/threads/proofPool.ts';

const worker = new URL('./failingWorker.mjs', import.meta.url);
const pools: ProofPool[] = [];
function poolWith(options: ProofPoolOptions = {}): ProofPool {
  const pool = new ProofPool({ threads: 1, worker, ...options });
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const ask = (pool: ProofPool, wish: string): Promise<string> => pool.validate(Buffer.from(wish));
const refusal = (answer: Promise<string>): Promise<unknown> =>
  answer.then(
    (value) => `answered ${value}`,
    (error: unknown) => (error instanceof Fault ? { code: error.code, ...error.members } : error),
  );
const comeBack = { code: 'unavailable', retryAfterSeconds: 5 };

describe('a proof worker', () => {
  it('that cannot be loaded refuses all who wait for it', async () => {
    const troubles: unknown[] = [];
    const pool = poolWith({
      worker: new URL('./noSuchWorker.mjs', import.meta.url),
      onTrouble: (error) => troubles.push(error),
    });
    const answers = [ask(pool, 'a'), ask(pool, 'b'), ask(pool, 'c')].map(refusal);
    expect(await Promise.all(answers)).toEqual([comeBack, comeBack, comeBack]);
    expect(await refusal(ask(pool, 'd'))).toEqual(comeBack);
    expect(String(troubles[0])).toContain('noSuchWorker');
  });

  it('that dies refuses its file, and those that wait get a new one', async () => {
    const pool = poolWith({ threads: 2 });
    const answers = ['exit', 'exit', 'a', 'exit', 'b'].map((wish) => refusal(ask(pool, wish)));
    expect(await Promise.all(answers)).toEqual([comeBack, comeBack, 'answered a', comeBack, 'answered b']);
  });

  it('that runs out of memory refuses its file as too large', async () => {
    const pool = poolWith({ memoryMegabytes: 32 });
    const answers = ['memory', 'a'].map((wish) => refusal(ask(pool, wish)));
    expect(await Promise.all(answers)).toEqual([{ code: 'too-large', limit: 'megabytes', most: 32 }, 'answered a']);
  });

  it('that does not come to an end is given up', async () => {
    const pool = poolWith({ timeLimitMs: 1_000 });
    const answers = ['endless', 'a'].map((wish) => refusal(ask(pool, wish)));
    expect(await Promise.all(answers)).toEqual([{ code: 'too-large', limit: 'seconds', most: 1 }, 'answered a']);
  });

  it('whose code is wrong shows the bug', async () => {
    await expect(ask(poolWith(), 'bug')).rejects.toThrow('a bug');
  });

  it('has a limited number of files waiting for it', async () => {
    const pool = poolWith();
    const answers = Array.from({ length: 18 }, () => refusal(ask(pool, 'a')));
    expect(await Promise.all(answers)).toEqual([...Array<string>(17).fill('answered a'), comeBack]);
  });

  it('refuses what it is doing, and what waits, when the service ends', async () => {
    const pool = poolWith();
    const answers = ['endless', 'a'].map((wish) => refusal(ask(pool, wish)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await pool.close();
    expect(await Promise.all(answers)).toEqual([comeBack, comeBack]);
  });
});

/** The nice values of this process's threads (proc(5): the 19th field of a task's stat). */
const weights = (): Set<number> =>
  new Set(
    readdirSync('/proc/self/task').map((task) => {
      const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    }),
  );

describe.skipIf(process.platform !== 'linux')('a pool in the background', () => {
  const empty = Buffer.from('{"features":{"type":"FeatureCollection","features":[]}}');

  it('has threads that weigh less than the one that answers requests', async () => {
    const usual = new ProofPool({ threads: 1 });
    pools.push(usual);
    expect(JSON.parse(await usual.validate(empty))).toMatchObject({ ok: true });
    const own = getPriority();
    expect(weights()).toEqual(new Set([own]));
    const behind = new ProofPool({ threads: 1, isBackground: true });
    pools.push(behind);
    expect(JSON.parse(await behind.validate(empty))).toMatchObject({ ok: true });
    expect(weights()).toEqual(new Set([own, Math.max(own, 10)]));
  });
});

describe('two grids whose common border has thousands of corners', () => {
  const side = 1_000_000;
  const corners = Array.from({ length: 6_001 }, (_, i) => [500_000 + (i % 2) * 10, 0 + i * (side / 6_000)]);
  const border = corners.map(([x = 0, y = 0]) => [x, Math.round(y)]);
  const area = (corners: readonly number[][]): Area => [[Int32Array.from(corners.flat())]];
  const left = area([...border, [0, side], [0, 0]]);
  const right = area([...border.toReversed(), [side, 0], [side, side]]);
  const outline = area([
    [0, 0],
    [500_000, 0],
    [side, 0],
    [side, side],
    [500_000, side],
    [0, side],
  ]);
  const coverage: Coverage = {
    district: { code: '05', name: 'district' },
    outline,
    units: [{ code: '0501', name: 'unit' }],
    grids: [
      { id: 'a', revision: 1, code: '050101', name: 'left', area: left },
      { id: 'b', revision: 1, code: '050102', name: 'right', area: right },
    ],
  };
  let pool: ProofPool;
  beforeEach(() => {
    pool = new ProofPool({ threads: 1 });
    pools.push(pool);
  });

  it('are proven for their publication on a thread', async () => {
    const proof = await pool.proveForPublication(coverage, new Map());
    expect(proof).toMatchObject({ ok: true, faults: [], units: [{ code: '0501' }] });
  });

  it('are compared on a thread, where they have exchanged their ground', async () => {
    const [a, b] = coverage.grids as [Grid, Grid];
    const exchanged = [
      { ...a, area: b.area },
      { ...b, area: a.area },
    ];
    const passages = await pool.passages(coverage.grids, exchanged);
    expect(passages.map(({ from, to }) => [from, to])).toEqual([
      ['050101', '050102'],
      ['050102', '050101'],
    ]);
    const { grids } = await pool.books(coverage.grids, exchanged);
    expect(grids.map(({ code }) => code)).toEqual(['050101', '050102']);
  });
});
