import { verify } from '@node-rs/argon2';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from './harness.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const library = await original<typeof import('@node-rs/argon2')>();
  return { ...library, verify: vi.fn((hash: string, password: string) => library.verify(hash, password)) };
});

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

/** How many passwords are looked at, and how many statements are sent, for a wrong one. */
async function workFor(username: string): Promise<{ looks: number; statements: number }> {
  vi.mocked(verify).mockClear();
  const statements = vi.spyOn(Client.prototype, 'query');
  await test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password: 'wrong' } });
  const work = { looks: vi.mocked(verify).mock.calls.length, statements: statements.mock.calls.length };
  statements.mockRestore();
  return work;
}

it('a name nobody has takes the work of one that exists, so that the time of an answer tells nothing', async () => {
  // The first try of a process sweeps as well.
  await workFor('approver');
  for (let n = 0; n < 5; n++) {
    const existing = await workFor('planner');
    expect(existing).toEqual({ looks: 1, statements: expect.toSatisfy((number: number) => number > 5) });
    expect(await workFor('nobody-at-all')).toEqual(existing);
  }
});
