import { expect, test } from 'vitest';
import { eventually, picture, signedInAt } from './visitor.ts';

/** A key of a text, which shows where the text itself is not there. */
const KEY = /\b[a-z]+\.[a-z]+[A-Z]?\w*\b/;

test('the language switch turns the whole interface, the page that is open too, and is remembered', async () => {
  await signedInAt('/check', 'zh-CN', async ({ page }) => {
    await page.getByRole('heading', { name: '检查边界文件' }).waitFor();
    await page.getByText('EN', { exact: true }).click();
    await page.getByRole('heading', { name: 'Check a boundary file' }).waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByTestId('versions').waitFor();
    expect(await page.locator('.shell').innerText()).not.toMatch(KEY);
    await page.getByText('中', { exact: true }).click();
    await page.getByText('现行', { exact: true }).waitFor();
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

test('an administrator sees that an account is locked, and unlocks it', async () => {
  await signedInAt('/system/accounts', 'zh-CN', async ({ page, context }) => {
    const data = { username: 'auditor', password: 'not the password' };
    for (let n = 0; n < 5; n++) await context.request.post('/api/v1/session', { data });
    await page.reload();
    const row = page.getByRole('row', { name: /auditor/ });
    await row.getByText('锁定至').waitFor();
    await picture(page, 'accounts-locked-zh-1366');
    await page.setViewportSize({ width: 360, height: 740 });
    await picture(page, 'accounts-locked-zh-360');
    await page.setViewportSize({ width: 1366, height: 768 });
    await row.getByRole('button', { name: '解锁' }).click();
    await row.getByText('正常').waitFor();
    expect(await row.getByRole('button', { name: '解锁' }).count()).toBe(0);
  });
});

test('an administrator sees everybody’s tokens and revokes one', async () => {
  await signedInAt('/system/all-tokens', 'en', async ({ page }) => {
    const made = await page.request.post('/api/v1/tokens', {
      data: { name: 'Wall screen', roles: [{ role: 'admin', scope: '05' }], expiresInDays: 30 },
    });
    expect(made.status()).toBe(201);
    await page.reload();
    const row = page.getByRole('row', { name: /Wall screen/ });
    await eventually(() => row.textContent()).toContain('admin');
    await picture(page, 'all-tokens-en-1366');
    await page.setViewportSize({ width: 360, height: 740 });
    await picture(page, 'all-tokens-en-360');
    await page.setViewportSize({ width: 1366, height: 768 });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.locator('.ant-popover').getByRole('button', { name: 'Revoke' }).click();
    await eventually(() => row.count()).toBe(0);
  });
});

test('a new account with a weak password or an unknown area is refused beside the field', async () => {
  await signedInAt('/system/accounts', 'zh-CN', async ({ page }) => {
    await page.getByRole('button', { name: '新建账号' }).click();
    await page.locator('#username').fill('li.na');
    await page.locator('#name').fill('李娜');
    await page.locator('#password').fill('1234567890');
    await page.locator('.role-row .ant-select').click();
    await page.locator('.ant-select-dropdown').getByText('网格长', { exact: true }).click();
    await page.getByLabel('范围', { exact: true }).fill('0599');
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    await page.getByText('现行边界里没有这个编码').waitFor();
    await page.getByLabel('范围', { exact: true }).fill('0501');
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    await page.getByText('这是攻击者最先试的密码之一').waitFor();
    await picture(page, 'new-account-refused-zh-1366');
  });
});

test('the accounts are searched, limited by role, sorted and walked with the keys, and the chosen columns are remembered', async () => {
  await signedInAt('/system/accounts', 'zh-CN', async ({ page }) => {
    const rows = page.locator('tr[data-row-key]');
    const names = () => rows.locator('td:first-child').allTextContents();
    await eventually(() => rows.count()).toBeGreaterThan(5);
    const all = await rows.count();

    await page.getByRole('columnheader', { name: '用户名' }).click();
    await eventually(async () => (await names())[0]).toBe('admin');
    await page.getByRole('columnheader', { name: '用户名' }).click();
    await eventually(async () => (await names()).at(-1)).toBe('admin');

    await page.getByRole('textbox', { name: '搜索' }).fill('网格长');
    await eventually(names).toEqual(['warden050101']);
    await page.getByRole('button', { name: '清空' }).click();

    await page.getByRole('columnheader', { name: '角色与范围' }).getByRole('button').click();
    await page.getByRole('menuitem', { name: '规划员' }).click();
    await page.locator('.ant-table-filter-dropdown').getByRole('button').last().click();
    await eventually(names).toEqual(['planner']);
    await picture(page, 'accounts-limited-zh-1366');
    await page.getByLabel('去掉条件“规划员”').click();
    await eventually(() => rows.count()).toBe(all);

    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await eventually(() => page.locator('tr:focus').count()).toBe(1);
    expect(await page.locator('tr:focus').getAttribute('data-row-key')).toBe(
      await rows.nth(2).getAttribute('data-row-key'),
    );

    await page.getByRole('button', { name: '选择要看的列' }).click();
    await page.getByRole('checkbox', { name: '角色与范围' }).uncheck();
    await page.reload();
    await eventually(() => rows.count()).toBe(all);
    expect(await page.getByRole('columnheader', { name: '角色与范围' }).count()).toBe(0);
  });
});

test('whoever asks what the product is made of finds every component with its licence and source, on a phone too', async () => {
  await signedInAt('/system/tokens', 'zh-CN', async ({ page }) => {
    await page.locator('.user-button').click();
    await page.getByRole('menuitem', { name: '关于网格管家' }).click();
    const items = page.locator('.about-list .ant-collapse-item');
    await eventually(() => items.count()).toBeGreaterThan(100);
    await page.getByRole('searchbox', { name: '搜索组件或许可' }).fill('gpl');
    await eventually(() => items.count()).toBeLessThan(10);
    await page.getByText(/pglite-postgis/).click();
    await page.getByText(/其中包含 PostGIS.*GPL-2\.0-or-later/).waitFor();
    await picture(page, 'about-zh-1366');
    await page.setViewportSize({ width: 360, height: 740 });
    await picture(page, 'about-zh-360');
    const wide = await page.locator('.ant-modal').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
});
