import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFirstAccounts } from '../../server/people/service.ts';
import { signIn, startApp, type TestApp } from './harness.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
  await test.database.owner.deleteFrom('accounts').execute();
});
afterAll(() => test.close());

describe('the first start with a weak password of the operator’s choice', () => {
  it('takes it, says what is wrong with it, and asks for a strong one at the next change', async () => {
    const first = await makeFirstAccounts(test.database.owner, {
      adminPassword: '1234567890',
      demo: false,
      district: '05',
    });
    expect(first).toEqual({
      madeUpPassword: null,
      weakness: 'is one of those tried first by attackers',
      demoAccounts: false,
    });
    const headers = { ...(await signIn(test.app, 'admin', '1234567890')) };
    const change = (next: string) =>
      test.app.inject({
        method: 'PUT',
        url: '/api/v1/session/password',
        headers,
        payload: { current: '1234567890', next },
      });
    expect((await change('0987654321')).statusCode).toBe(422);
    expect((await change('quiet-lotus-pond')).statusCode).toBe(204);
  });
});

describe('an administrator', () => {
  it('gives nobody a weak password, be it a new account or an old one', async () => {
    const headers = { ...(await signIn(test.app, 'admin', 'quiet-lotus-pond')) };
    const account = { username: 'li.na', name: '李娜', password: 'abcd1234efgh', roles: [] };
    const create = (password: string) =>
      test.app.inject({ method: 'POST', url: '/api/v1/accounts', headers, payload: { ...account, password } });
    expect((await create('abcd1234efgh')).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/password' }],
      weakness: 'guessable',
    });
    const made = await create('blue-heron-by-the-river');
    const answer = await test.app.inject({
      method: 'PATCH',
      url: `/api/v1/accounts/${made.json<{ id: string }>().id}`,
      headers,
      payload: { password: 'li.na-by-the-river' },
    });
    expect(answer.json()).toMatchObject({ status: 422, errors: [{ path: '/password' }] });
  });
});
