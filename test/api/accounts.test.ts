import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, startApp, type TestApp } from './harness.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

const send = async (
  who: 'admin' | 'planner' | 'head0501',
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
) =>
  test.app.inject({
    method,
    url,
    headers: { ...(await test.signIn(who)) },
    ...(payload === undefined ? {} : { payload }),
  });

describe('a token', () => {
  const wanted = (role: string, scope: string) => ({ name: 'GIS desk', roles: [{ role, scope }], expiresInDays: 30 });

  it('acts with the roles it was given, and is listed without its secret', async () => {
    const made = await send('head0501', 'POST', '/api/v1/tokens', wanted('unitHead', '050103'));
    expect(made.statusCode).toBe(201);
    const { id, token } = made.json<{ id: string; token: string }>();
    expect(token).toMatch(/^gw_[\w-]{43}$/);
    const who = await test.app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${token}` } });
    expect(who.json().user.roles).toEqual([{ role: 'unitHead', scope: '050103' }]);
    const list = await send('head0501', 'GET', '/api/v1/tokens');
    expect(list.json().tokens[0]).toMatchObject({
      id,
      name: 'GIS desk',
      roles: [{ role: 'unitHead', scope: '050103' }],
    });
    expect(list.body).not.toContain(token);
  });

  it.each([
    ['unitHead', '05'],
    ['unitHead', '0502'],
    ['unitHead', '050201'],
    ['planner', '0501'],
    ['admin', '0501'],
  ])('is never wider than its maker: not %s of %s for the head of 0501', async (role, scope) => {
    const made = await send('head0501', 'POST', '/api/v1/tokens', wanted(role, scope));
    expect(made.statusCode).toBe(422);
    expect(made.json().errors).toEqual([{ path: '/roles/0', message: 'is wider than your own roles' }]);
  });

  it('ends when revoked, at once', async () => {
    const { id, token } = (await send('head0501', 'POST', '/api/v1/tokens', wanted('unitHead', '0501'))).json<{
      id: string;
      token: string;
    }>();
    const use = () => test.app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${token}` } });
    expect((await use()).statusCode).toBe(200);
    expect((await send('planner', 'DELETE', `/api/v1/tokens/${id}`)).statusCode).toBe(404);
    expect((await send('head0501', 'DELETE', `/api/v1/tokens/${id}`)).statusCode).toBe(204);
    expect((await use()).statusCode).toBe(401);
  });

  it('ends on its day', async () => {
    const { token } = (
      await send('head0501', 'POST', '/api/v1/tokens', { ...wanted('unitHead', '0501'), expiresInDays: 1 })
    ).json<{ token: string }>();
    const before = test.clock.now;
    test.clock.now += 86_400_000 + 1;
    const late = await test.app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${token}` } });
    test.clock.now = before;
    expect(late.statusCode).toBe(401);
  });
});

describe('account administration', () => {
  const newcomer = {
    username: 'li.na',
    name: '李娜',
    password: 'quiet-lotus-pond',
    roles: [{ role: 'warden', scope: '050102' }],
  };

  it('makes an account that can sign in', async () => {
    const made = await send('admin', 'POST', '/api/v1/accounts', newcomer);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ username: 'li.na', active: true, roles: newcomer.roles });
    expect(made.body).not.toContain('argon2');
    await signIn(test.app, 'li.na', newcomer.password);
    const again = await send('admin', 'POST', '/api/v1/accounts', newcomer);
    expect(again.statusCode).toBe(409);
  });

  it('gives roles only inside the own district', async () => {
    const foreign = { ...newcomer, username: 'foreign', roles: [{ role: 'warden', scope: '060101' }] };
    const answer = await send('admin', 'POST', '/api/v1/accounts', foreign);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].path).toBe('/roles/0/scope');
  });

  it('takes a role away at once, from sessions and tokens alike', async () => {
    const list = await send('admin', 'GET', '/api/v1/accounts');
    const planner = list
      .json<{ accounts: { id: string; username: string }[] }>()
      .accounts.find((one) => one.username === 'planner');
    const payload = { name: 't', roles: [{ role: 'planner', scope: '05' }], expiresInDays: 1 };
    const { token } = (await send('planner', 'POST', '/api/v1/tokens', payload)).json<{ token: string }>();
    const roles = async () =>
      (await test.app.inject({ url: '/api/v1/session', headers: { authorization: `Bearer ${token}` } })).json().user
        .roles;
    expect(await roles()).toEqual(payload.roles);
    const changed = await send('admin', 'PATCH', `/api/v1/accounts/${planner?.id}`, {
      roles: [{ role: 'planner', scope: '0501' }],
    });
    expect(changed.statusCode).toBe(200);
    expect(await roles()).toEqual([]);
  });

  it('switches an account off, which ends its sessions', async () => {
    const signedIn = await signIn(test.app, 'li.na', newcomer.password);
    const list = await send('admin', 'GET', '/api/v1/accounts');
    const account = list
      .json<{ accounts: { id: string; username: string }[] }>()
      .accounts.find((one) => one.username === 'li.na');
    expect((await send('admin', 'PATCH', `/api/v1/accounts/${account?.id}`, { active: false })).statusCode).toBe(200);
    expect((await test.app.inject({ url: '/api/v1/session', headers: { ...signedIn } })).statusCode).toBe(401);
    await expect(signIn(test.app, 'li.na', newcomer.password)).rejects.toThrow(/wrong/);
  });

  it('does not let an administrator fall from the ladder', async () => {
    const me = (await send('admin', 'GET', '/api/v1/session')).json().user.id as string;
    expect((await send('admin', 'PATCH', `/api/v1/accounts/${me}`, { active: false })).statusCode).toBe(409);
    expect((await send('admin', 'PATCH', `/api/v1/accounts/${me}`, { roles: [] })).statusCode).toBe(409);
  });
});
