import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, signIn, startApp, type TestApp } from './harness.ts';

const MINUTE = 60_000;
let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

const session = (payload: object) => test.app.inject({ method: 'POST', url: '/api/v1/session', payload });
const whoAmI = (headers: Record<string, string>) => test.app.inject({ url: '/api/v1/session', headers });

describe('signing in', () => {
  it('answers with the person and a cookie no script can read', async () => {
    const answer = await session({ username: 'planner', password: PASSWORD });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().user.roles).toEqual([{ role: 'planner', scope: '05' }]);
    expect(answer.headers['set-cookie']).toMatch(/^gw_session=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Lax$/);
  });

  it('takes the name in any case and with spaces around it', async () => {
    expect((await session({ username: ' Planner ', password: PASSWORD })).statusCode).toBe(200);
  });

  it('marks the cookie Secure behind a trusted https proxy only', async () => {
    const headers = { 'x-forwarded-proto': 'https' };
    const payload = { username: 'planner', password: PASSWORD };
    const untrusted = await test.app.inject({ method: 'POST', url: '/api/v1/session', payload, headers });
    expect(untrusted.headers['set-cookie']).not.toContain('Secure');
  });

  it('says the same for a wrong name and a wrong password', async () => {
    const wrongPassword = await session({ username: 'approver', password: 'something else' });
    const wrongName = await session({ username: 'nobody', password: 'something else' });
    expect(wrongPassword.statusCode).toBe(401);
    expect(wrongName.body).toBe(wrongPassword.body);
  });

  it('refuses without a session, and with a cookie that is none', async () => {
    expect((await whoAmI({})).statusCode).toBe(401);
    expect((await whoAmI({ cookie: `gw_session=${'x'.repeat(43)}` })).statusCode).toBe(401);
  });

  it('ends at once when one signs out', async () => {
    const signedIn = await signIn(test.app, 'dispatcher', PASSWORD);
    expect((await whoAmI({ ...signedIn })).statusCode).toBe(200);
    const out = await test.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { ...signedIn } });
    expect(out.statusCode).toBe(204);
    expect((await whoAmI({ ...signedIn })).statusCode).toBe(401);
  });
});

describe('a session', () => {
  it('ends after two idle hours', async () => {
    const signedIn = await signIn(test.app, 'dispatcher', PASSWORD);
    test.clock.now += 119 * MINUTE;
    expect((await whoAmI({ ...signedIn })).statusCode).toBe(200);
    test.clock.now += 121 * MINUTE;
    expect((await whoAmI({ ...signedIn })).statusCode).toBe(401);
  });

  it('ends after twelve hours however busy it was', async () => {
    const signedIn = await signIn(test.app, 'dispatcher', PASSWORD);
    for (let hour = 1; hour < 12; hour++) {
      test.clock.now += 60 * MINUTE;
      expect((await whoAmI({ ...signedIn })).statusCode).toBe(200);
    }
    test.clock.now += 61 * MINUTE;
    expect((await whoAmI({ ...signedIn })).statusCode).toBe(401);
  });

  it('is stored only as a hash', async () => {
    const { cookie } = await signIn(test.app, 'dispatcher', PASSWORD);
    const stored = await test.database.owner.selectFrom('sessions').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(cookie.slice('gw_session='.length));
  });
});

describe('lockout', () => {
  const wrong = (username: string) => session({ username, password: 'wrong' });

  it('locks a name for fifteen minutes after five wrong tries, even for the right password', async () => {
    for (let attempt = 0; attempt < 5; attempt++) expect((await wrong('auditor')).statusCode).toBe(401);
    const locked = await session({ username: 'auditor', password: PASSWORD });
    expect(locked.statusCode).toBe(429);
    expect(locked.json()).toMatchObject({ code: 'locked-out', status: 429 });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(14 * 60);
    test.clock.now += 15 * MINUTE + 1;
    expect((await session({ username: 'auditor', password: PASSWORD })).statusCode).toBe(200);
  });

  it('counts tries that are sent all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => wrong('approver')));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
  });

  it('treats names nobody has the same way, so that it tells nothing', async () => {
    for (let attempt = 0; attempt < 5; attempt++) expect((await wrong('no-such-name')).statusCode).toBe(401);
    expect((await wrong('no-such-name')).statusCode).toBe(429);
  });

  it('starts counting anew after a success', async () => {
    for (let round = 0; round < 3; round++) {
      for (let attempt = 0; attempt < 4; attempt++) await wrong('head0501');
      expect((await session({ username: 'head0501', password: PASSWORD })).statusCode).toBe(200);
    }
  });
});

describe('many tries from one address', () => {
  it('are answered with 429 and the time to wait', async () => {
    const strict = await startApp({ deps: { signInsPerMinute: 3 } });
    try {
      const tries = [];
      for (let attempt = 0; attempt < 4; attempt++) {
        tries.push(
          await strict.app.inject({
            method: 'POST',
            url: '/api/v1/session',
            payload: { username: `name${attempt}`, password: 'x' },
          }),
        );
      }
      expect(tries.map((answer) => answer.statusCode)).toEqual([401, 401, 401, 429]);
      expect(tries[3]?.headers['content-type']).toContain('application/problem+json');
      expect(tries[3]?.headers['retry-after']).toMatch(/^\d+$/);
    } finally {
      await strict.close();
      test = await startApp();
    }
  });
});

describe('requests from pages of other sites', () => {
  it('cannot write with the session, nor sign anybody in', async () => {
    const signedIn = await test.signIn('planner');
    const payload = { name: 'x', roles: [{ role: 'planner', scope: '05' }], expiresInDays: 1 };
    const post = (headers: Record<string, string>) =>
      test.app.inject({
        method: 'POST',
        url: '/api/v1/tokens',
        payload,
        headers: { ...signedIn, host: 'grid.example', ...headers },
      });
    expect((await post({ origin: 'https://evil.example' })).statusCode).toBe(403);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await post({ 'sec-fetch-site': 'same-site', origin: 'http://other.grid.example' })).statusCode).toBe(403);
    expect((await post({ origin: 'null' })).statusCode).toBe(403);
    expect((await post({ origin: 'http://grid.example', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
    const login = await test.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { username: 'planner', password: PASSWORD },
      headers: { origin: 'https://evil.example' },
    });
    expect(login.statusCode).toBe(403);
  });
});

describe('the own password', () => {
  const change = (headers: Record<string, string>, payload: object) =>
    test.app.inject({ method: 'PUT', url: '/api/v1/session/password', headers, payload });

  it('is changed with the present one, which ends the other sessions', async () => {
    const here = await signIn(test.app, 'member050101', PASSWORD);
    const elsewhere = await signIn(test.app, 'member050101', PASSWORD);
    expect((await whoAmI({ ...elsewhere })).statusCode).toBe(200);
    expect((await change({ ...here }, { current: 'not it', next: 'blue-heron-by-the-river' })).statusCode).toBe(422);
    expect((await change({ ...here }, { current: PASSWORD, next: 'blue-heron-by-the-river' })).statusCode).toBe(204);
    expect((await whoAmI({ ...elsewhere })).statusCode).toBe(401);
    expect((await whoAmI({ ...here })).statusCode).toBe(200);
    await signIn(test.app, 'member050101', 'blue-heron-by-the-river');
  });

  it.each([
    'short',
    '1234567890',
    'Woaini1314',
    'aaaaaaaaaaaa',
    'planner-planner',
    '9876543210a',
    'abcd1234efgh',
    '123abc123abc123abc',
    'zaq1xsw2cde3',
    'poiuytrewq',
    'the-planner-2026',
    'renNalp-of-05',
    'Zhangwei1990',
    'P4ssw0rd!!',
    '13800138000',
    '１２３４５６７８９０',
  ])('is not changed to %s', async (next) => {
    const headers = { ...(await test.signIn('planner')) };
    const answer = await change(headers, { current: PASSWORD, next });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].path).toBe('/next');
  });
});
