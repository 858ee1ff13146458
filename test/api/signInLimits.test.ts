import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { EVERYTHING } from '../../server/db/scopes.ts';
import { openPeople } from '../../server/people/service.ts';
import { sweepTries } from '../../server/people/signIn/signInFailures.ts';
import { PASSWORD, startApp, type TestApp } from './harness.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});
beforeEach(async () => {
  await test.database.owner.deleteFrom('sign_in_failures').execute();
  await test.database.owner.deleteFrom('familiar_networks').execute();
});
afterAll(() => test.close());

const HOME = '192.0.2.7';
const tryFrom = (remoteAddress: string, username: string, password: string, app = test.app) =>
  app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password }, remoteAddress });
const right = (remoteAddress: string, username: string) => tryFrom(remoteAddress, username, PASSWORD);
const wrong = (remoteAddress: string, username: string) => tryFrom(remoteAddress, username, 'wrong');
const rows = () => test.database.owner.selectFrom('sign_in_failures').selectAll().execute();

/** Forty wrong passwords from as many networks. */
async function attack(username: string) {
  const answers = [];
  for (let n = 1; n <= 40; n++) answers.push(await wrong(`198.51.100.${n}`, username));
  return answers;
}

const admin = async () => ({ ...(await test.signIn('admin')) });

async function accountOf(username: string): Promise<{ id: string; lockedUntil: string | null }> {
  const list = await test.app.inject({ url: '/api/v1/accounts', headers: await admin() });
  const { accounts } = list.json<{ accounts: { id: string; username: string; lockedUntil: string | null }[] }>();
  const found = accounts.find((one) => one.username === username);
  if (found === undefined) throw new Error(`no account ${username}`);
  return found;
}

describe('wrong passwords', () => {
  it('from one address lock a name there, and nowhere else', async () => {
    for (let n = 0; n < 5; n++) expect((await wrong('198.51.100.1', 'approver')).statusCode).toBe(401);
    const locked = await right('198.51.100.1', 'approver');
    expect(locked.statusCode).toBe(429);
    expect(locked.headers['retry-after']).toBe('900');
    expect((await right(HOME, 'approver')).statusCode).toBe(200);
  });

  it('from many addresses do not keep out who signed in from theirs before', async () => {
    expect((await right(HOME, 'approver')).statusCode).toBe(200);
    const statuses = (await attack('approver')).map((answer) => answer.statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await right(HOME, 'approver')).statusCode).toBe(200);
    const strange = await right('203.0.113.1', 'approver');
    expect(strange.statusCode).toBe(429);
    expect(strange.headers['retry-after']).toBe('60');
    test.clock.now += 60_000;
    expect((await right('203.0.113.1', 'approver')).statusCode).toBe(200);
  });

  it('count together for all addresses of one IPv6 network, and for an IPv4 address in its IPv6 form', async () => {
    for (let n = 1; n <= 5; n++) await wrong(`2001:db8:1:2::${n}`, 'approver');
    expect((await right('2001:db8:1:2:aaaa::9', 'approver')).statusCode).toBe(429);
    expect((await right('2001:db8:1:3::1', 'approver')).statusCode).toBe(200);
    for (let n = 1; n <= 5; n++) await wrong('198.51.100.1', 'planner');
    expect((await right('::ffff:198.51.100.1', 'planner')).statusCode).toBe(429);
  });

  it('are answered alike for names that exist, that do not, and that are switched off', async () => {
    const { id } = await accountOf('member050101');
    const change = (active: boolean) =>
      test.database.owner.updateTable('accounts').set({ active }).where('id', '=', id);
    await change(false).execute();
    const told = async (username: string) =>
      (await attack(username)).map(({ statusCode, headers, body }) => [statusCode, headers['retry-after'], body]);
    const existing = await told('approver');
    expect(await told('nobody-at-all')).toEqual(existing);
    expect(await told('member050101')).toEqual(existing);
    await change(true).execute();
  });

  it('stay counted in another process and after a restart', async () => {
    for (let n = 0; n < 5; n++) await wrong('198.51.100.1', 'approver');
    const other = await buildApp({
      config: test.config,
      database: test.database,
      people: openPeople(test.database.within(EVERYTHING), () => test.clock.now),
      published: test.published,
      signInsPerMinute: 1000,
    });
    expect((await tryFrom('198.51.100.1', 'approver', PASSWORD, other)).statusCode).toBe(429);
    await other.close();
  });

  it('sent all at once count too, but right ones do not lock each other out', async () => {
    const wrongs = await Promise.all(Array.from({ length: 12 }, () => wrong('198.51.100.1', 'approver')));
    expect(wrongs.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
    const rights = await Promise.all(Array.from({ length: 12 }, () => right(HOME, 'planner')));
    expect(rights.map((answer) => answer.statusCode)).toEqual(Array.from({ length: 12 }, () => 200));
  });

  it('are kept without the name, which may be a password typed into the wrong field', async () => {
    await wrong(HOME, 'blue-heron-by-the-river');
    expect(await rows()).toHaveLength(3);
    expect(JSON.stringify(await rows())).not.toContain('heron');
  });

  it('of invented names from invented addresses leave a bounded number of rows, and none when forgotten', async () => {
    for (let n = 0; n < 5; n++) await wrong('198.51.100.9', 'approver');
    for (let n = 0; n < 20; n++) await wrong(`198.51.100.${n + 10}`, `invented${n}`);
    await sweepTries(test.database.owner, test.clock.now, 30);
    expect(await rows()).toHaveLength(30);
    // Those go first that would be forgotten first, so a wait stays.
    expect((await right('198.51.100.9', 'approver')).statusCode).toBe(429);
    await sweepTries(test.database.owner, test.clock.now + 25 * 3_600_000);
    expect(await rows()).toHaveLength(0);
  });
});

describe('an administrator', () => {
  it('sees that a name is locked, and unlocks it, which the audit log tells', async () => {
    await attack('approver');
    for (let n = 0; n < 5; n++) await wrong(HOME, 'planner');
    const { id, lockedUntil } = await accountOf('approver');
    expect(lockedUntil).toBe(new Date(test.clock.now + 60_000).toISOString());
    const unlock = async (headers: Record<string, string>) =>
      test.app.inject({ method: 'POST', url: `/api/v1/accounts/${id}/unlock`, headers });
    expect((await unlock({ ...(await test.signIn('planner')) })).statusCode).toBe(403);
    const unlocked = await unlock(await admin());
    expect(unlocked.statusCode).toBe(200);
    expect(unlocked.json()).toMatchObject({ username: 'approver', lockedUntil: null });
    expect((await right('203.0.113.1', 'approver')).statusCode).toBe(200);
    expect((await right(HOME, 'planner')).statusCode).toBe(429);
    const log = await test.app.inject({ url: '/api/v1/audit?action=account.unlock', headers: await admin() });
    expect(log.json().entries[0]).toMatchObject({ actor: 'admin', target: 'approver', before: { lockedUntil } });
  });

  it('who sets another password takes trust from the networks that knew the old one', async () => {
    await right(HOME, 'dispatcher');
    const { id } = await accountOf('dispatcher');
    const payload = { password: 'blue-heron-by-the-river' };
    await test.app.inject({ method: 'PATCH', url: `/api/v1/accounts/${id}`, headers: await admin(), payload });
    await attack('dispatcher');
    expect((await tryFrom(HOME, 'dispatcher', payload.password)).statusCode).toBe(429);
  });
});

describe('a crowd at the door', () => {
  it('from one address keeps nobody at another waiting, and what finds no room is told when to come again', async () => {
    const order: string[] = [];
    const crowd = Array.from({ length: 150 }, (_, n) =>
      wrong('198.51.100.1', `invented${n}`).then((answer) => {
        order.push('crowd');
        return answer;
      }),
    );
    const mine = right(HOME, 'approver').then((answer) => {
      order.push('mine');
      return answer;
    });
    const health = test.app.inject({ url: '/healthz' }).then((answer) => {
      order.push('health');
      return answer;
    });
    expect((await mine).statusCode).toBe(200);
    expect((await health).statusCode).toBe(200);
    const answers = await Promise.all(crowd);
    const refused = answers.filter((answer) => answer.statusCode === 429);
    expect(answers.filter((answer) => answer.statusCode === 401).length).toBeLessThanOrEqual(66);
    expect(refused.length).toBeGreaterThanOrEqual(84);
    expect(refused[0]?.json()).toMatchObject({ code: 'too-many-requests' });
    expect(refused[0]?.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    const looked = order.filter((who, place) => who === 'crowd' && place > order.indexOf('mine')).length;
    expect(looked).toBeGreaterThan(50);
    // What was refused at the door counts for nobody's lock.
    expect((await rows()).length).toBeLessThanOrEqual(2 * 66 + 1);
  });
});

describe('the audit log', () => {
  const newest = async () =>
    Number((await test.database.owner.selectFrom('audit_head').select('sequence').executeTakeFirstOrThrow()).sequence);
  const since = (sequence: number) =>
    test.database.owner
      .selectFrom('audit_log')
      .select(['actor', 'action', 'target', 'address', 'after'])
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .execute();
  /** What a later sign-in of somebody finds written beside its own entry. */
  async function writtenAfter(minutes: number, from: number) {
    test.clock.now += minutes * 60_000;
    await right(HOME, 'warden050101');
    return (await since(from)).filter(({ action }) => action !== 'session.open');
  }

  it('counts what nobody known did in one entry for ten minutes and kind, whatever the number', async () => {
    await writtenAfter(60, await newest());
    const before = await newest();
    const begun = test.clock.now;
    for (let n = 0; n < 37; n++) await wrong(`198.51.100.${n + 1}`, `invented${n}`);
    for (let n = 0; n < 7; n++) await wrong('203.0.113.5', 'one-name');
    expect(await since(before)).toEqual([]);
    expect(await writtenAfter(9, before)).toEqual([]);
    const at = new Date(begun).toISOString();
    const told = (action: string, count: number) => ({
      actor: 'unknown',
      action,
      target: 'unknown',
      address: null,
      after: `{"count":${count},"first":"${at}","last":"${at}"}`,
    });
    const written = await writtenAfter(2, before);
    expect(written.toSorted((a, b) => a.action.localeCompare(b.action))).toEqual([
      told('session.lock', 1),
      // The last two were not looked at any more.
      told('session.refuse', 42),
    ]);
    expect(await writtenAfter(60, await newest())).toEqual([]);
  });

  it('has an entry for each failure at an account, with the address, and one for the wait that begins', async () => {
    const before = await newest();
    for (let n = 0; n < 7; n++) await wrong('203.0.113.6', 'approver');
    const written = await since(before);
    expect(written.map(({ action }) => action)).toEqual([
      ...Array.from({ length: 5 }, () => 'session.refuse'),
      'session.lock',
    ]);
    for (const entry of written)
      expect(entry).toMatchObject({ actor: 'approver', target: 'approver', address: '203.0.113.6' });
  });
});
