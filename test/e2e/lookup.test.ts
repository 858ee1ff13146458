import { describe, expect, test } from 'vitest';
import { anchorOf } from '../../web/map/layers/shapes.ts';
import { publishedGrids } from './brokenFile.ts';
import { clickPosition, eventually, mapAtRest, picture, shownBounds, signedInAt } from './visitor.ts';

describe('lookup', () => {
  test('a typed point, latitude first, is answered as the API answers, and says that it was turned', async () => {
    await signedInAt('/lookup', 'zh-CN', async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      await picture(page, 'lookup-empty-zh-1366');
      await page.locator('textarea').first().fill('34.27，109.06');
      await page.keyboard.press('Enter');
      const answer = page.getByTestId('lookup-answer');
      await eventually(() => answer.getAttribute('data-code')).toMatch(/^05\d{4}$/);
      const told = await page.evaluate(
        async () =>
          (await fetch('/api/v1/lookup?lng=109.06&lat=34.27')).json() as Promise<{
            grid: { code: string };
            wardens: { name: string }[];
          }>,
      );
      expect(await answer.getAttribute('data-code')).toBe(told.grid.code);
      expect(await answer.textContent()).toContain('纬度写在了前面');
      expect(await answer.textContent()).toContain(told.wardens[0]?.name);
      await mapAtRest(visitor);
      await eventually(() => map.getAttribute('data-selected')).toBe(told.grid.code);
      await eventually(() => map.getAttribute('data-pins')).toBe('1');
      await picture(page, 'lookup-answer-zh-1366');
    });
  });

  test('a click on the map asks about the spot', async () => {
    await signedInAt('/lookup', 'en', async (visitor) => {
      const { page } = visitor;
      await mapAtRest(visitor);
      const [west, south, east] = await shownBounds(visitor.map);
      const grids = await publishedGrids(page);
      const low = grids.features
        .map(({ geometry, properties }) => ({ spot: anchorOf(geometry), code: properties.code }))
        .filter(({ spot }) => spot && spot[0] > west && spot[0] < east)
        .toSorted((a, b) => (a.spot?.[1] ?? south) - (b.spot?.[1] ?? south))[2];
      if (!low?.spot) throw new Error('no grid to click');
      await clickPosition(visitor, low.spot);
      await eventually(() => page.getByTestId('lookup-answer').getAttribute('data-code')).toBe(low.code);
      await picture(page, 'lookup-answer-en-1366');
    });
  });

  test('a spot outside names the nearest grid and its distance', async () => {
    await signedInAt('/lookup?lng=109.5&lat=34.27', 'zh-CN', async ({ page }) => {
      await eventually(() => page.getByTestId('outside').textContent()).toMatch(/最近的是 05\d{4} .+相距 [\d.]+ 公里/);
    });
  });

  test('a link with the latitude first says so and leaves the page standing', async () => {
    await signedInAt('/lookup?lng=34.27&lat=109.06', 'zh-CN', async ({ page }) => {
      await eventually(() => page.getByTestId('lookup-answer').textContent()).toContain('经纬度的次序反了');
      expect(await page.getByTestId('lookup-answer').textContent()).not.toMatch(/[a-z]{4}/);
    });
  });

  test('a doubtful fix names both grids', async () => {
    await signedInAt('/lookup?lng=109.06&lat=34.27&accuracy=100000', 'zh-CN', async ({ page }) => {
      await eventually(() => page.getByTestId('uncertain').textContent()).toMatch(/05\d{4}，或 /);
    });
  });

  test('a pasted column is answered row by row, failures included', async () => {
    await signedInAt('/lookup', 'en', async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      await page.locator('textarea').first().fill('id,lng,lat\nA1,109.06,34.27\nA2\t34.28\t109.07\nhello\nA4,120,30');
      await page.keyboard.press('Enter');
      const batch = page.getByTestId('batch');
      await eventually(() => batch.getAttribute('data-found')).toBe('2');
      expect(await batch.getAttribute('data-failed')).toBe('2');
      await eventually(() => map.getAttribute('data-pins')).toBe('3');
      expect(await batch.textContent()).toContain('outside the district');
      expect(await batch.textContent()).toContain('latitude first');
      await picture(page, 'lookup-column-en-1366');
    });
  });
});
