import { describe, expect, it } from 'vitest';
import type { Principal } from '../../../server/core/people/caller.ts';
import { PhoneReadings } from '../../../server/lookup/phoneReadings.ts';

const HOUR = 3_600_000;
const somebody = (accountId: string): Principal => ({
  kind: 'session',
  accountId,
  username: accountId,
  name: accountId,
  roles: [{ role: 'dispatcher', scope: '05' }],
  secretHash: '',
});
const codeOf = (n: number): string =>
  `05${String(1 + Math.floor(n / 90)).padStart(2, '0')}${String(1 + (n % 90)).padStart(2, '0')}`;

describe('readings of telephone numbers', () => {
  it('are as many grids an hour as work needs, for each account, and go on when the hour is over', async () => {
    let now = 0;
    let written = 0;
    const readings = new PhoneReadings(
      async () => {
        written++;
      },
      () => now,
    );
    const shown = async (who: string, grids: number): Promise<number> => {
      let count = 0;
      for (let n = 0; n < grids; n++) if (await readings.show(somebody(who), codeOf(n), '::1')) count++;
      return count;
    };
    expect(await shown('one', 300)).toBe(120);
    expect(await shown('one', 300)).toBe(120);
    expect(await shown('two', 20)).toBe(20);
    expect(written).toBe(140);
    now = HOUR + 1;
    expect(await shown('one', 300)).toBe(120);
    expect(written).toBe(260);
  });

  it('that cannot be written are not shown, nor counted', async () => {
    let broken = true;
    const readings = new PhoneReadings(() => (broken ? Promise.reject(new Error('gone')) : Promise.resolve()));
    const look = async () => readings.show(somebody('one'), '050101', '::1');
    expect(await Promise.all([look(), look()])).toEqual([false, false]);
    broken = false;
    expect(await readings.show(somebody('one'), '050101', '::1')).toBe(true);
  });
});
