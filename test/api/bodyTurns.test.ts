import { type ClientRequest, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fourGrids, publishTo } from './district.ts';
import { startApp, type TestApp } from './harness.ts';

/** Sizeable bodies of one account are read and answered one after the other, so that nobody else waits for more than one of them. */
const BATCH = '/api/v1/lookup/batch';
const batchOf = (points: number): string =>
  JSON.stringify({
    points: Array.from({ length: points }, (_, n) => ({ id: `point ${n}`, lng: 109.005, lat: 34.205 })),
  });
const SIZEABLE = batchOf(4_000);
const SMALL = batchOf(3);

let test: TestApp;
let url: string;
let member: Record<string, string>;
let dispatcher: Record<string, string>;

beforeAll(async () => {
  test = await startApp();
  await publishTo(test, fourGrids());
  await test.published.refresh();
  url = await test.app.listen({ port: 0, host: '127.0.0.1' });
  member = { ...(await test.signIn('member050101')) };
  dispatcher = { ...(await test.signIn('dispatcher')) };
});
afterAll(() => test.close());

const send = (who: Record<string, string>, body: string): Promise<Response> =>
  fetch(`${url}${BATCH}`, { method: 'POST', headers: { ...who, 'content-type': 'application/json' }, body });

/** Begins a body that is not ended. */
function begin(who: Record<string, string>): ClientRequest {
  const begun = request(`${url}${BATCH}`, {
    method: 'POST',
    headers: { ...who, 'content-type': 'application/json', 'content-length': SIZEABLE.length },
  });
  begun.on('error', () => undefined);
  begun.write(SIZEABLE.slice(0, 100));
  return begun;
}

describe('sizeable bodies of one account', () => {
  it('are all answered, and somebody else is before the last of them', async () => {
    const order: string[] = [];
    const many = Array.from({ length: 20 }, async () => {
      const { status } = await send(member, SIZEABLE);
      order.push(`member ${status}`);
    });
    await pause(20);
    const other = send(dispatcher, SIZEABLE).then(({ status }) => order.push(`dispatcher ${status}`));
    await Promise.all([...many, other]);
    expect(order.filter((one) => one === 'member 200')).toHaveLength(20);
    expect(order.indexOf('dispatcher 200')).toBeLessThan(order.length - 1);
  });

  it('wait in a queue that has an end', async () => {
    const held = begin(member);
    await pause(200);
    const answers = Array.from({ length: 40 }, () => send(member, SIZEABLE));
    await pause(500);
    held.destroy();
    const ended = await Promise.all(answers);
    const refused = ended.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(8);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused[0]?.json()).toMatchObject({ code: 'too-many-requests' });
    expect(ended.filter(({ status }) => status === 200)).toHaveLength(32);
  });

  it('hold up neither the small ones of the same account nor anything of another', async () => {
    const held = begin(member);
    await pause(200);
    expect((await send(member, SMALL)).status).toBe(200);
    expect((await send(dispatcher, SIZEABLE)).status).toBe(200);
    held.destroy();
    expect((await send(member, SIZEABLE)).status).toBe(200);
  });

  it('whose sender hung up while waiting hold up nobody', async () => {
    const held = begin(member);
    await pause(200);
    const given = [begin(member), begin(member)];
    await pause(200);
    for (const one of given) one.destroy();
    held.destroy();
    expect((await send(member, SIZEABLE)).status).toBe(200);
  });
});
