import { expect, test } from 'vitest';
import { eventually, picture, signedInAt } from './visitor.ts';

test.each([
  ['zh-CN', ['一张图', '规划', '历史', '查询', '检查', '系统']],
  ['en', ['Map', 'Plans', 'History', 'Lookup', 'Check', 'System']],
] as const)(
  'on a phone every place is a thumb away below, and its cards fit the screen (%s)',
  async (language, places) => {
    const story = async ({ page }: { page: import('playwright-core').Page }) => {
      for (const [index, place] of places.entries()) {
        const tab = page.locator('.rail').getByRole('link', { name: place });
        const box = await tab.boundingBox();
        expect(box?.y).toBeGreaterThan(640);
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
        await tab.click();
        await eventually(() => tab.getAttribute('aria-current')).toBe('page');
        const edges = () =>
          page
            .locator('.floating-card, .plain-page')
            .evaluateAll((cards) => cards.map((card) => Math.round(card.getBoundingClientRect().right)));
        await eventually(async () => (await edges()).length).toBeGreaterThan(0);
        for (const edge of await edges()) expect(edge).toBeLessThanOrEqual(360);
        await picture(page, `narrow-${index + 1}-${language}-360`);
      }
    };
    await signedInAt('/map', language, story, [360, 740]);
  },
);
