import { verify } from '@node-rs/argon2';
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

/** How many passwords are looked at and how many audit entries are written for a wrong one. */
async function workFor(username: string): Promise<{ looks: number; entries: number }> {
  const counted = () => test.database.kysely.selectFrom('audit_head').select('sequence').executeTakeFirstOrThrow();
  const { sequence } = await counted();
  vi.mocked(verify).mockClear();
  await test.app.inject({ method: 'POST', url: '/api/v1/session', payload: { username, password: 'wrong' } });
  return { looks: vi.mocked(verify).mock.calls.length, entries: (await counted()).sequence - sequence };
}

it('a name nobody has takes the work of one that exists, so that the time of an answer tells nothing', async () => {
  expect(await workFor('planner')).toEqual({ looks: 1, entries: 1 });
  expect(await workFor('nobody-at-all')).toEqual({ looks: 1, entries: 1 });
});
