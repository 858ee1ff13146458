import { verify } from '@node-rs/argon2';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hashPassword, passwordMatches } from '../../../server/people/passwords/passwords.ts';

vi.mock('@node-rs/argon2', async (original) => {
  const library = await original<typeof import('@node-rs/argon2')>();
  return { ...library, verify: vi.fn((hash: string, password: string) => library.verify(hash, password)) };
});

beforeEach(() => {
  vi.mocked(verify).mockClear();
});

describe('looking at a password', () => {
  it('is the same work for a name nobody has, against a hash of the same cost', async () => {
    const stored = await hashPassword('quiet-lotus-pond');
    expect(await passwordMatches('quiet-lotus-pond', stored)).toBe(true);
    expect(await passwordMatches('quiet-lotus-pond', null)).toBe(false);
    expect(verify).toHaveBeenCalledTimes(2);
    const costs = vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split('$').slice(1, 4));
    expect(costs[1]).toEqual(costs[0]);
  });

  it('takes no password for a name nobody has, not even that of the hash compared with', async () => {
    expect(await passwordMatches('no account has this password', null)).toBe(false);
  });
});
