import { describe, expect, it } from 'vitest';
import { weaknessOf } from '../../../server/people/passwords/passwordStrength.ts';

describe('a password', () => {
  it.each([
    ['a sequence', '1234567890'],
    ['a sequence with a letter', '9876543210a'],
    ['sequences in a row', 'abcd1234efgh'],
    ['one character', 'aaaaaaaaaaaa'],
    ['a word again and again', 'hunter2hunter2'],
    ['a walk over the keyboard', 'zaq1xsw2cde3'],
    ['a walk with the shift key', '!QAZ2wsx#EDC'],
    ['a leaked one with digits for letters', 'P@ssw0rd!!'],
    ['a common name with a year', 'zhangwei1990'],
    ['what people here think of first', 'Baqiao2026'],
    ['the product', 'gridwarden-1'],
    ['a date and a sequence', '20240501abc'],
    ['full-width digits', '１２３４５６７８９０'],
  ])('that is %s is weak', (_what, password) => {
    expect(weaknessOf(password, 'li.na')).not.toBeNull();
  });

  it.each(['li.na-by-the-river', 'by-the-river-LI.NA', 'an.il-by-the-river'])(
    'with the account’s name in it, %s, is weak',
    (password) => {
      expect(weaknessOf(password, 'li.na')).toBe('name');
    },
  );

  it.each(['quiet-lotus-pond', 'kx7m-p2qd-9fwa-hn3t', '灞桥河边的蓝色苍鹭飞走了', 'a-long-enough-passphrase'])(
    'like %s is taken',
    (password) => {
      expect(weaknessOf(password, 'li.na')).toBeNull();
    },
  );

  it('of a thousand characters is looked at no longer than one of sixty', () => {
    expect(weaknessOf('quiet-lotus-pond'.repeat(64), 'li.na')).toBe(weaknessOf('quiet-lotus-pond'.repeat(4), 'li.na'));
  });
});
