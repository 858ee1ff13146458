import { describe, expect, it } from 'vitest';
import { REASONS } from '../../../server/core/coverage/edits/refusals.ts';
import { refusals as english } from '../../../web/app/i18n/en/refusals.ts';
import { refusals as chinese } from '../../../web/app/i18n/zhCN/refusals.ts';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{+(\w+)\}+/g)].map((match) => match[1] as string).sort();

describe('the reasons for which an edit is refused', () => {
  it.each(Object.entries(REASONS))('%s is said in both languages with the same particulars', (reason, sentence) => {
    for (const texts of [chinese.refusals, english.refusals]) {
      const said = (texts as Record<string, string>)[reason];
      expect(said).toBeDefined();
      expect(placeholders(said as string)).toEqual(placeholders(sentence));
    }
  });
});
