import { describe, expect, test } from 'vitest';
import { PASSWORD } from './server.ts';
import { eventually, picture, signedInAt, signIn, visit } from './visitor.ts';

describe('signing in', () => {
  test('a wrong password is refused in words that say what to do, and the right one leads back to where one wanted to go', async () => {
    const visitor = await visit('zh-CN');
    const { page } = visitor;
    await page.goto('/lookup?lng=109.06&lat=34.27');
    await page.waitForURL('**/sign-in');
    await page.locator('#username').waitFor();
    await picture(page, 'sign-in-zh-1366');
    await signIn(page, 'admin', 'not the password');
    await eventually(() => page.getByRole('alert').textContent()).toContain('用户名或密码不对');
    await signIn(page);
    await page.waitForURL('**/lookup?lng=109.06&lat=34.27');
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });

  test('signing out leads to the sign-in page, and the way back is closed', async () => {
    await signedInAt('/map', 'en', async ({ page }) => {
      await page.getByRole('button', { name: /User menu/ }).click();
      await page.getByText('Sign out').click();
      await page.waitForURL('**/sign-in');
      await page.locator('#username').waitFor();
      await picture(page, 'sign-in-en-1366');
      await page.goto('/map');
      await page.waitForURL('**/sign-in');
    });
  });

  test('a session that ends meanwhile is said, and signing in again brings one back', async () => {
    await signedInAt('/map/050101', 'zh-CN', async ({ page, context }) => {
      await page.getByTestId('area-panel').waitFor();
      await context.clearCookies();
      await page.reload();
      await page.waitForURL('**/sign-in');
      await page.getByText('登录已过期').waitFor();
      await signIn(page);
      await page.waitForURL('**/map/050101');
    });
  });

  test('the own password is changed from the user menu, on a phone too, and a weak one is refused in words', async () => {
    const visitor = await visit('en', [360, 740]);
    const { page } = visitor;
    const next = 'blue-heron-by-the-river';
    await page.goto('/system/tokens');
    await signIn(page, 'member050101');
    await page.waitForURL('**/system/tokens');
    await page.getByRole('button', { name: /User menu/ }).click();
    await page.getByText('Change password').click();
    // By its class: after a refusal the loading icon's name stays for as long as the headless browser shows no motion.
    const change = page.locator('.ant-modal-footer .ant-btn-primary');
    await page.getByLabel('Present password').fill('not it');
    await page.getByLabel('New password', { exact: true }).fill('1234567890');
    await page.getByLabel('New password again').fill('123456789');
    await page.getByText('The two are not the same').waitFor();
    await page.getByLabel('New password again').fill('1234567890');
    await change.click();
    await page.getByText('This is not the present password').waitFor();
    await page.getByLabel('Present password').fill(PASSWORD);
    await change.click();
    await page.getByText('Attackers try this one first').waitFor();
    await picture(page, 'password-en-360');
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('New password again').fill(next);
    await change.click();
    await page.getByText('The password is changed').waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
    const again = await visit('zh-CN');
    await again.page.goto('/system/tokens');
    await signIn(again.page, 'member050101', next);
    await again.page.waitForURL('**/system/tokens');
    await again.page.getByRole('button', { name: /用户菜单/ }).click();
    await again.page.getByRole('menuitem', { name: '修改密码' }).click();
    await again.page.getByLabel('现在的密码').waitFor();
    await picture(again.page, 'password-zh-1366');
    await again.context.close();
  });
});
