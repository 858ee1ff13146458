import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../server/db/transaction.ts';
import { resetPassword } from '../../server/people/service.ts';
import { PASSWORD, signIn, startApp, type TestApp } from './harness.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

type Headers = Record<string, string>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const send = (headers: Headers, method: Method, url: string, payload?: object) =>
  test.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
const wanted = (expiresInDays = 30) => ({
  name: 'QGIS',
  roles: [{ role: 'warden', scope: '050103' }],
  expiresInDays,
});
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const basic = (token: string): Headers => ({
  authorization: `Basic ${Buffer.from(`anything:${token}`).toString('base64')}`,
});
const works = async (token: string): Promise<boolean> =>
  (await send(bearer(token), 'GET', '/api/v1/session')).statusCode === 200;

let made = 0;

/** A new account with a session and a token of it. */
async function person(): Promise<{ id: string; username: string; session: Headers; token: string; tokenId: string }> {
  const username = `person${++made}`;
  const account = { username, name: username, password: 'quiet-lotus-pond', roles: wanted().roles };
  const created = await send({ ...(await test.signIn('admin')) }, 'POST', '/api/v1/accounts', account);
  const session: Headers = { ...(await signIn(test.app, username, account.password)) };
  const { id, token } = (await send(session, 'POST', '/api/v1/tokens', wanted())).json<{ id: string; token: string }>();
  return { id: created.json<{ id: string }>().id, username, session, token, tokenId: id };
}

const admin = async (): Promise<Headers> => ({ ...(await test.signIn('admin')) });

describe('a token', () => {
  it('makes no tokens: a day does not become ten years', async () => {
    const { token } = await person();
    const answer = await send(bearer(token), 'POST', '/api/v1/tokens', wanted());
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({
      code: 'forbidden',
      detail: expect.stringContaining('A token cannot do this'),
    });
  });

  it.each([0, 366, 3650])('does not live for %s days', async (days) => {
    const { session } = await person();
    const answer = await send(session, 'POST', '/api/v1/tokens', wanted(days));
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].path).toBe('/expiresInDays');
  });

  it('lives for a year at most', async () => {
    const { session } = await person();
    expect((await send(session, 'POST', '/api/v1/tokens', wanted(365))).statusCode).toBe(201);
  });

  it('of an administrator makes and changes no accounts, and ends no tokens of others', async () => {
    const adminToken = (
      await send(await admin(), 'POST', '/api/v1/tokens', {
        name: 'backup',
        roles: [{ role: 'admin', scope: '05' }],
        expiresInDays: 1,
      })
    ).json<{ token: string }>().token;
    const { id, tokenId, token } = await person();
    const newcomer = { username: 'backdoor', name: 'x', password: 'quiet-lotus-pond', roles: [] };
    const answers = [
      await send(bearer(adminToken), 'POST', '/api/v1/accounts', newcomer),
      await send(bearer(adminToken), 'PATCH', `/api/v1/accounts/${id}`, { password: 'quiet-lotus-pond-2' }),
      await send(bearer(adminToken), 'DELETE', `/api/v1/accounts/tokens/${tokenId}`),
      await send(bearer(adminToken), 'PUT', '/api/v1/session/password', {
        current: PASSWORD,
        next: 'quiet-lotus-pond',
      }),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([403, 403, 403, 403]);
    expect((await send(bearer(adminToken), 'GET', '/api/v1/accounts')).statusCode).toBe(200);
    expect(await works(token)).toBe(true);
  });

  it('can end itself, for whoever finds one lying about, but no other', async () => {
    const { session, token, tokenId } = await person();
    const other = (await send(session, 'POST', '/api/v1/tokens', wanted())).json<{ id: string; token: string }>();
    expect((await send(bearer(token), 'DELETE', `/api/v1/tokens/${other.id}`)).statusCode).toBe(404);
    expect((await send(bearer(token), 'DELETE', `/api/v1/tokens/${tokenId}`)).statusCode).toBe(204);
    expect(await works(token)).toBe(false);
    expect(await works(other.token)).toBe(true);
  });

  it('ends when its owner changes the password', async () => {
    const { session, token } = await person();
    const change = { current: 'quiet-lotus-pond', next: 'blue-heron-by-the-river' };
    expect((await send(session, 'PUT', '/api/v1/session/password', change)).statusCode).toBe(204);
    expect(await works(token)).toBe(false);
  });

  it('ends when an administrator sets another password', async () => {
    const { id, token } = await person();
    const answer = await send(await admin(), 'PATCH', `/api/v1/accounts/${id}`, {
      password: 'blue-heron-by-the-river',
    });
    expect(answer.statusCode).toBe(200);
    expect(await works(token)).toBe(false);
  });

  it('ends when its owner is switched off, and does not come back with the account', async () => {
    const { id, token } = await person();
    await send(await admin(), 'PATCH', `/api/v1/accounts/${id}`, { active: false });
    await send(await admin(), 'PATCH', `/api/v1/accounts/${id}`, { active: true });
    expect(await works(token)).toBe(false);
  });

  it('holds no more than its owner holds now', async () => {
    const { id, token } = await person();
    await send(await admin(), 'PATCH', `/api/v1/accounts/${id}`, { roles: [{ role: 'member', scope: '050103' }] });
    const who = await send(bearer(token), 'GET', '/api/v1/session');
    expect(who.json().user.roles).toEqual([]);
  });

  it('is not made by a session that has ended meanwhile in another process, nor is an account', async () => {
    const session = await admin();
    expect((await send(session, 'GET', '/api/v1/session')).statusCode).toBe(200);
    await test.database.owner.deleteFrom('sessions').execute();
    expect((await send(session, 'POST', '/api/v1/tokens', wanted())).statusCode).toBe(401);
    const backdoor = { username: 'backdoor', name: 'x', password: 'quiet-lotus-pond', roles: [] };
    expect((await send(session, 'POST', '/api/v1/accounts', backdoor)).statusCode).toBe(401);
    test.forgetSessions();
  });

  it('is not made by a session that ends while the request for it is on its way', async () => {
    const { session } = await person();
    const maker = await test.people.principals.find(String(session['cookie']).split('=')[1] ?? '', 'session');
    if (maker === null) throw new Error('no session');
    await send(session, 'DELETE', '/api/v1/session');
    const late = test.people.tokens.create(
      maker,
      { name: 'x', roles: [...maker.roles], expiresInDays: 1 },
      '127.0.0.1',
    );
    await expect(late).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('ends when the operator resets the password at the shell', async () => {
    const { username, token } = await person();
    await inTransaction(test.database.owner, (trx) => resetPassword(trx, username, 'blue-heron-by-the-river'));
    expect(await works(token)).toBe(false);
  });
});

describe('an administrator', () => {
  it('sees the tokens of all, with their owners and without their secrets', async () => {
    const { id, username, token, tokenId } = await person();
    const list = await send(await admin(), 'GET', '/api/v1/accounts/tokens');
    expect(list.statusCode).toBe(200);
    const found = list.json<{ tokens: { id: string }[] }>().tokens.find((one) => one.id === tokenId);
    expect(found).toMatchObject({
      name: 'QGIS',
      roles: wanted().roles,
      account: { id, username, name: username },
    });
    expect(list.body).not.toContain(token);
  });

  it('revokes anybody’s token, which the audit log tells', async () => {
    const { username, token, tokenId } = await person();
    expect((await send(await admin(), 'DELETE', `/api/v1/accounts/tokens/${tokenId}`)).statusCode).toBe(204);
    expect(await works(token)).toBe(false);
    expect((await send(await admin(), 'DELETE', `/api/v1/accounts/tokens/${tokenId}`)).statusCode).toBe(404);
    const entries = (await send(await admin(), 'GET', '/api/v1/audit?action=token.revoke')).json().entries;
    expect(entries[0]).toMatchObject({
      actor: 'admin',
      action: 'token.revoke',
      target: tokenId,
      before: { name: 'QGIS', account: username },
    });
  });

  it('does not set the own password without the present one', async () => {
    const me = (await send(await admin(), 'GET', '/api/v1/session')).json().user.id as string;
    const answer = await send(await admin(), 'PATCH', `/api/v1/accounts/${me}`, {
      password: 'blue-heron-by-the-river',
    });
    expect(answer.statusCode).toBe(409);
  });
});

describe('somebody else', () => {
  it('neither sees nor revokes the tokens of others', async () => {
    const { token, tokenId } = await person();
    const planner: Headers = { ...(await test.signIn('planner')) };
    expect((await send(planner, 'GET', '/api/v1/accounts/tokens')).statusCode).toBe(403);
    expect((await send(planner, 'DELETE', `/api/v1/accounts/tokens/${tokenId}`)).statusCode).toBe(403);
    expect((await send(planner, 'DELETE', `/api/v1/tokens/${tokenId}`)).statusCode).toBe(404);
    expect(await works(token)).toBe(true);
  });
});

describe('Basic authentication', () => {
  it('is taken below /ogc, with a token as the password', async () => {
    const { token } = await person();
    expect((await send(basic(token), 'GET', '/ogc/conformance')).statusCode).toBe(200);
    const withPassword = { authorization: `Basic ${Buffer.from(`planner:${PASSWORD}`).toString('base64')}` };
    expect((await send(withPassword, 'GET', '/ogc/conformance')).statusCode).toBe(401);
  });

  it('is refused everywhere else, in words that say what to send', async () => {
    const { token } = await person();
    const elsewhere = test.app.guardedRoutes.filter(({ rule, url }) => !('open' in rule) && !url.startsWith('/ogc'));
    expect(elsewhere.length).toBeGreaterThan(50);
    for (const { method, url } of elsewhere) {
      const address = url.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000').replace('*', 'x');
      const answer = await send(basic(token), method as Method, address);
      expect.soft(answer.statusCode, `${method} ${url}`).toBe(401);
      if (method !== 'HEAD') expect.soft(answer.json().detail, `${method} ${url}`).toContain('Authorization: Bearer');
      expect.soft(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });
});
