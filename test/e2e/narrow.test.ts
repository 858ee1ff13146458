import { expect, test } from 'vitest';
import { eventually, mapAtRest, picture, signedInAt } from './visitor.ts';

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

test('on a phone an area that is chosen stands under the map, and gives way to the list when it is closed', async () => {
  await signedInAt(
    '/map/050101',
    'zh-CN',
    async (visitor) => {
      const { page } = visitor;
      const panel = page.getByTestId('area-panel');
      await panel.waitFor();
      await mapAtRest(visitor);
      const box = await panel.boundingBox();
      expect(box?.y).toBeGreaterThan(240);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
      await picture(page, 'narrow-area-zh-360');
      const list = page.getByRole('heading', { name: '管理单元' });
      expect(await list.isVisible()).toBe(false);
      await page.getByRole('button', { name: '取消选择' }).click();
      await list.waitFor();
    },
    [360, 740],
  );
});
