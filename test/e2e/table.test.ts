import { expect, test } from 'vitest';
import { eventually, mapAtRest, picture, signedInAt } from './visitor.ts';

/** Points on a raster over the district and around it, as a column to paste, and a line that is none. */
const COLUMN = ['id,lng,lat', ...Array.from({ length: 1500 }, (_, index) => pointLine(index)), 'hello'].join('\n');

function pointLine(index: number): string {
  const [column, row] = [index % 50, Math.floor(index / 50)];
  return `A${index + 1},${(109 + column * 0.004).toFixed(5)},${(34.2 + row * 0.005).toFixed(5)}`;
}

test('of many rows only those in sight are drawn; they are a table all the same, and the keys reach each of them', async () => {
  await signedInAt('/lookup', 'en', async (visitor) => {
    const { page } = visitor;
    await mapAtRest(visitor);
    await page.locator('textarea').first().fill(COLUMN);
    await page.keyboard.press('Enter');
    const batch = page.getByTestId('batch');
    const rows = batch.locator('[data-row-key]');
    await rows.first().waitFor();
    expect(await rows.count()).toBeLessThan(60);
    expect(await batch.getByRole('table').getAttribute('aria-rowcount')).toBe('1502');
    expect(await batch.getByRole('columnheader').count()).toBe(5);
    await picture(page, 'table-many-en-1366');

    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-row-key'));
    await rows.first().focus();
    await page.keyboard.press('End');
    await eventually(focused).toBe('1502');
    await page.keyboard.press('ArrowUp');
    await eventually(focused).toBe('1501');
    expect(await batch.getByRole('row', { name: /A1500/ }).getAttribute('aria-rowindex')).toBe('1501');
    await page.keyboard.press('Home');
    await eventually(focused).toBe('2');

    await batch.getByRole('textbox', { name: 'Search' }).fill('A15 outside');
    await batch.getByText(/ of 1,501 rows/).waitFor();
    await batch.getByRole('columnheader', { name: 'Row' }).click();
    await batch.getByRole('columnheader', { name: 'Row' }).click();
    await eventually(() => rows.first().textContent()).toContain('A1500');
    await picture(page, 'table-searched-en-1366');
  });
});

test('on a phone rows are cards, which are sorted and limited from one button', async () => {
  const story = async ({ page }: { page: import('playwright-core').Page }) => {
    const cards = page.locator('.table-cards > li');
    const heads = () => page.locator('.table-cards > li > strong').allTextContents();
    await eventually(() => cards.count()).toBeGreaterThan(5);
    const all = await cards.count();
    await page.getByRole('button', { name: '排序与筛选' }).click();
    await page.getByRole('combobox', { name: '按什么排序' }).click();
    await page.locator('.ant-select-dropdown').getByText('用户名', { exact: true }).click();
    await page.getByText('从大到小', { exact: true }).click();
    await eventually(async () => (await heads()).at(-1)).toBe('admin');
    await page.getByRole('combobox', { name: '角色与范围' }).click();
    await page.locator('.ant-select-dropdown').getByText('规划员', { exact: true }).click();
    await eventually(heads).toEqual(['planner']);
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await picture(page, 'table-cards-limited-zh-360');
    await page.getByLabel('去掉条件“规划员”').click();
    await eventually(() => cards.count()).toBe(all);

    await cards.first().focus();
    await page.keyboard.press('End');
    await eventually(() => page.locator('.table-cards > li:focus > strong').textContent()).toBe('admin');
    await picture(page, 'table-cards-zh-360');
    const wide = await page.locator('.plain-page').evaluate((shown) => shown.scrollWidth - shown.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  };
  await signedInAt('/system/accounts', 'zh-CN', story, [360, 740]);
});

test('a table whose rows do not come says so, and asks once more', async () => {
  await signedInAt('/check', 'zh-CN', async ({ page }) => {
    let isDown = true;
    await page.route('**/api/v1/accounts', (route) => (isDown ? route.fulfill({ status: 429 }) : route.continue()));
    await page.getByRole('link', { name: '系统' }).click();
    await page.getByRole('alert').waitFor();
    await picture(page, 'table-refused-zh-1366');
    isDown = false;
    await page.getByRole('button', { name: '再试一次' }).click();
    await page.locator('tr[data-row-key]').first().waitFor();
  });
});
