import { describe, expect, test } from 'vitest';
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
});
