import { describe, expect, it } from 'vitest';
import { REASONS } from '../../../server/core/coverage/edits/refusals.ts';
import { drawing as english } from '../../../web/planner/texts/en/drawing.ts';
import { drawing as chinese } from '../../../web/planner/texts/zhCN/drawing.ts';

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
