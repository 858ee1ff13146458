import { expect, test } from 'vitest';
import { eventually, picture, signedInAt } from './visitor.ts';

test('the language switch turns the whole interface, and is remembered', async () => {
  await signedInAt('/map', 'zh-CN', async ({ page }) => {
    await page.getByText('EN', { exact: true }).click();
    await page.getByRole('link', { name: 'Lookup' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Lookup' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });
});

test('a token is made, shown once and revoked', async () => {
  await signedInAt('/system/tokens', 'zh-CN', async ({ page }) => {
    await page.getByRole('button', { name: '新建令牌' }).click();
    await page.locator('#name').fill('地图室');
    await page.getByRole('button', { name: '新建', exact: true }).click();
    await eventually(() => page.locator('.made-token code').textContent()).toMatch(/^gw_/);
    await page
      .getByRole('row', { name: /地图室/ })
      .getByRole('button', { name: '撤销' })
      .click();
    await page.locator('.ant-popover').getByRole('button', { name: '撤销' }).click();
    await eventually(() => page.getByRole('row', { name: /地图室/ }).count()).toBe(0);
    await picture(page, 'tokens-zh-1366');
  });
});
