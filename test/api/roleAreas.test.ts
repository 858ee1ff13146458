import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemo } from '../../server/demoDistrict.ts';
import { startApp, type TestApp } from './harness.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

let made = 0;

const send = async (method: 'POST' | 'PATCH', url: string, payload: object) =>
  test.app.inject({ method, url, headers: { ...(await test.signIn('admin')) }, payload });
const role = (scope: string) => ({ role: 'warden', scope });
const account = (...scopes: string[]) =>
  send('POST', '/api/v1/accounts', {
    username: `person${++made}`,
    name: 'x',
    password: 'quiet-lotus-pond',
    roles: scopes.map(role),
  });

describe('a role', () => {
  it('is given for any well-formed code while nothing is published', async () => {
    expect((await account('059999')).statusCode).toBe(201);
  });

  it('is given only for the district, its units and its grids once they are published', async () => {
    const early = (await account('059999')).json<{ id: string }>();
    await loadDemo(test.database.owner, '05');
    await test.published.refresh();
    expect((await account('05', '0501', '050101')).statusCode).toBe(201);
    const refused = await account('05', '0599', '050199');
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      code: 'invalid-input',
      errors: [{ path: '/roles/1/scope' }, { path: '/roles/2/scope' }],
    });
    const token = await send('POST', '/api/v1/tokens', {
      name: 'x',
      roles: [
        { role: 'admin', scope: '05' },
        { role: 'admin', scope: '050199' },
      ],
      expiresInDays: 1,
    });
    expect(token.json()).toMatchObject({ status: 422, errors: [{ path: '/roles/1/scope' }] });

    // One held from before, whose grid is gone, stays and does not stand in the way of other changes.
    const change = await send('PATCH', `/api/v1/accounts/${early.id}`, { roles: [role('059999'), role('0501')] });
    expect(change.statusCode).toBe(200);
    expect(change.json().roles).toEqual([role('0501'), role('059999')]);
    const another = await send('PATCH', `/api/v1/accounts/${early.id}`, { roles: [role('059999'), role('059998')] });
    expect(another.json()).toMatchObject({ status: 422, errors: [{ path: '/roles/1/scope' }] });
  });
});
