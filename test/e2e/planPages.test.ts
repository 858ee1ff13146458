import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { api, chooseFurther, confirm, splitGrid, storyOf } from './planStory.ts';
import { eventually, mapAtRest, picture } from './visitor.ts';

const PICTURES = fileURLToPath(new URL('../../test-output', import.meta.url));

const WORDS = {
  'zh-CN': {
    title: '划分洪庆片',
    newPlan: '新建方案',
    missing: '请给方案起个名字',
    approve: '批准',
    system: '系统初始化',
  },
  en: {
    title: 'Divide Hongqing',
    newPlan: 'New plan',
    missing: 'Give the plan a title',
    approve: 'Approve',
    system: 'system setup',
  },
} as const;

describe.each([
  ['zh-CN', [1366, 768], '050306'],
  ['en', [1920, 1080], '050310'],
] as const)('a plan in %s at %j', (language, size, code) => {
  const words = WORDS[language];
  let id = '';
  const story = <T>(who: string, address: string, tell: Parameters<typeof storyOf<T>>[3]) =>
    storyOf(who, address, language, tell, [...size]);

  test('is made in a dialog that wants a title, and is listed with its state and changes', async () => {
    await story('planner', '/planner', async (visitor) => {
      const { page } = visitor;
      await mapAtRest(visitor);
      await picture(page, `plans-${language}-${size[0]}`);
      await page.getByRole('button', { name: words.newPlan }).click();
      await confirm(page);
      await page.getByText(words.missing).waitFor();
      await page.locator('.ant-modal input').first().fill(words.title);
      await picture(page, `plans-new-${language}-${size[0]}`);
      await confirm(page);
      await page.waitForURL(/\/planner\/[0-9a-f-]{36}$/);
      id = new URL(page.url()).pathname.split('/')[2] ?? '';
      await splitGrid(page, id, code);
      await page.goto('/planner');
      const card = page.getByTestId('plan-card').filter({ hasText: words.title });
      await card.waitFor();
      expect(await card.getAttribute('data-state')).toBe('draft');
      await card.hover();
      await eventually(async () => Number(await visitor.map.getAttribute('data-differing'))).toBeGreaterThan(0);
      await picture(page, `plans-listed-${language}-${size[0]}`);
    });
  });

  test('shows its impact before and after, prints it, and is submitted with its counts', async () => {
    await story('planner', `/planner/${id}/impact`, async (visitor) => {
      const { page, map } = visitor;
      const impact = page.getByTestId('impact');
      await eventually(() => impact.getAttribute('data-ready')).toBe('true');
      await mapAtRest(visitor);
      const rows = page.getByTestId('impact').locator('.impact-table tbody tr');
      expect(await rows.filter({ hasText: code }).count()).toBeGreaterThan(0);
      expect(await page.getByTestId('impact').locator('tr[data-kind=created]').count()).toBe(1);
      expect(await impact.getByTestId('proof-line').getAttribute('data-ok')).toBe('true');
      expect(await impact.getByTestId('balance').count()).toBe(1);
      await eventually(() => map.getAttribute('data-differing')).toBe('2');
      await picture(page, `impact-after-${language}-${size[0]}`);
      await page.locator('.impact-sides .ant-segmented-item').nth(0).click();
      await eventually(() => map.getAttribute('data-differing')).toBe('1');
      await page.locator('.impact-sides .ant-segmented-item').nth(2).click();
      await eventually(() => map.getAttribute('data-former')).toBe('1');
      await mapAtRest(visitor);
      await picture(page, `impact-overlaid-${language}-${size[0]}`);
      const moved = impact.getByTestId('moved-address');
      await moved.locator('summary').click();
      await moved.locator('[data-row-key]').first().waitFor();
      await moved.scrollIntoViewIfNeeded();
      await picture(page, `impact-moved-${language}-${size[0]}`);

      await page.emulateMedia({ media: 'print' });
      expect(await page.getByTestId('print-sheet').isVisible()).toBe(true);
      expect(await page.locator('#root').isVisible()).toBe(false);
      expect(await page.locator('.print-sheet svg[role=img] path').count()).toBeGreaterThan(100);
      expect(await page.locator('.sheet-signatures > div').count()).toBe(3);
      await page.pdf({ path: join(PICTURES, `impact-sheet-${language}.pdf`), preferCSSPageSize: true });
      await page.emulateMedia({ media: 'screen' });
      expect(await page.getByTestId('print-sheet').isVisible()).toBe(false);

      await page.getByTestId('plan-actions').locator('.ant-btn-primary').click();
      await page.getByTestId('change-counts').waitFor();
      expect(await page.locator('[data-kind=created] dd').first().textContent()).toBe('1');
      await picture(page, `plan-submit-${language}-${size[0]}`);
      await confirm(page);
      await page
        .locator('.plan-state')
        .filter({ hasText: /待审定|Waiting/ })
        .waitFor();
    });
  });

  test('waits for its approver on top of the list, is discussed, approved and published', async () => {
    await story('approver', '/planner', async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      const waiting = page.getByTestId('waiting').getByTestId('plan-card').filter({ hasText: words.title });
      await waiting.waitFor();
      await picture(page, `plans-waiting-${language}-${size[0]}`);
      await waiting.locator(`a[href="/planner/${id}/impact"]`).click();
      await eventually(() => page.getByTestId('impact').getAttribute('data-ready')).toBe('true');
      await mapAtRest(visitor);

      const panel = page.getByTestId('plan-panel');
      await panel.getByRole('tab').nth(3).click();
      await panel.locator('textarea').fill(language === 'en' ? 'Is this the new road?' : '这条边界是沿新修的路吗？');
      await panel.locator('.comment-form-row button').first().click();
      await panel.locator('.comment-form-row button[disabled]').waitFor();
      const box = await map.boundingBox();
      if (!box) throw new Error('the map is not there');
      await eventually(async () => {
        await page.mouse.click(box.x + box.width - 260, box.y + 340);
        return map.getAttribute('data-pins');
      }).toBe('1');
      await panel.locator('button[type=submit]').click();
      await panel.locator('.plan-comments li').first().waitFor();
      await panel.getByRole('tab').nth(1).click();
      await panel.locator('.plan-record li').first().waitFor();
      await panel.getByRole('tab').nth(2).click();
      await panel.locator('.plan-thread li[data-verb=submit]').waitFor();
      await panel.getByTestId('plan-thread').locator('textarea').fill('一边长一边短？');
      await panel.getByTestId('plan-thread').locator('button[type=submit]').click();
      await panel.locator('.plan-thread li[data-verb=answer]').waitFor();
      expect(await page.getByTestId('last-words').textContent()).toContain('一边长一边短？');
      await panel.scrollIntoViewIfNeeded();
      await picture(page, `plan-panel-${language}-${size[0]}`);

      await page.getByRole('button', { name: words.approve, exact: true }).click();
      await page.getByTestId('change-counts').waitFor();
      await confirm(page);
      const publish = page.getByTestId('plan-actions').getByRole('button', { name: /^(发布|Publish)$/ });
      await publish.click();
      await page.getByTestId('change-counts').waitFor();
      expect(await page.getByTestId('staffing-warning').textContent()).toMatch(/0503\d\d/);
      await picture(page, `plan-publish-${language}-${size[0]}`);
      await confirm(page);
      await page
        .locator('.plan-state')
        .filter({ hasText: /已发布|Published/ })
        .waitFor();
      const plan = await api<{ generation: number }>(page, 'GET', `/plans/${id}`);
      await eventually(() => page.locator('.proof-chip').textContent()).toContain(String(plan.generation));
    });
  });

  test('is in the history: the slider shows each version, and two versions are compared on the map', async () => {
    await story('auditor', '/history', async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      const slider = page.getByTestId('generation-slider');
      const plan = await api<{ generation: number }>(page, 'GET', `/plans/${id}`);
      await eventually(() => slider.getAttribute('data-shown')).toBe(String(plan.generation));
      expect(await page.getByTestId('versions').textContent()).toContain(words.system);
      const newest = Number(await map.getAttribute('data-grids'));
      await slider.getByRole('slider').press('ArrowLeft');
      await eventually(() => slider.getAttribute('data-shown')).toBe(String(plan.generation - 1));
      await eventually(() => map.getAttribute('data-grids')).toBe(String(newest - 1));
      await slider.getByRole('slider').press('ArrowRight');
      await picture(page, `history-${language}-${size[0]}`);

      await page.locator('.version-actions button').first().click();
      const difference = page.getByTestId('difference');
      await difference.waitFor();
      expect(await difference.locator('[data-kind=created]').getAttribute('data-count')).toBe('1');
      await eventually(async () => Number(await map.getAttribute('data-differing'))).toBeGreaterThanOrEqual(2);
      expect(Number(await map.getAttribute('data-former'))).toBeGreaterThanOrEqual(1);
      await mapAtRest(visitor);
      const made = (await difference.locator('[data-kind=created] strong').first().textContent()) ?? '';
      await difference.locator('[data-kind=created] button').first().click();
      const lineage = page.getByTestId('lineage');
      await lineage.waitFor();
      expect(await lineage.getAttribute('data-code')).toBe(made);
      expect(await lineage.textContent()).toContain(code);
      await mapAtRest(visitor);
      await picture(page, `history-compared-${language}-${size[0]}`);
      await page.locator('.version-row.current .version-actions button').nth(1).click();
      await page.locator('.certificate').waitFor();
    });
  });
});

test('a first draft is made with progress, states its balance, and a file exported comes back without a change', async () => {
  await storyOf('planner', '/planner', 'en', async (visitor) => {
    const { page } = visitor;
    const plan = await api<{ id: string }>(page, 'POST', '/plans', { title: 'A draft of Diqi', scope: '0506' });
    await page.goto(`/planner/${plan.id}/impact`);
    await page.getByTestId('impact').getByText('This plan changes nothing yet').waitFor();
    await chooseFurther(page, /Draft grids/);
    await eventually(() => page.locator('.draft-form .ant-input-number-input').first().inputValue()).not.toBe('');
    await picture(page, 'draft-form-en-1366');
    await page.locator('.draft-form button[type=submit]').click();
    const outcome = page.getByTestId('draft-outcome');
    await outcome.waitFor();
    expect(await outcome.textContent()).toMatch(/Largest deviation\d+%/);
    await picture(page, 'draft-outcome-en-1366');
    await outcome.locator('.ant-btn-primary').click();
    await eventually(() => page.getByTestId('impact').locator('.impact-table tbody tr').count()).toBeGreaterThan(3);

    const file = await page.evaluate(
      async (address) => (await fetch(address)).text(),
      `/api/v1/plans/${plan.id}/export?format=geojson`,
    );
    await chooseFurther(page, /Import/);
    await page
      .locator('.ant-modal input[type=file]')
      .setInputFiles({ name: 'grids.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(file) });
    await confirm(page);
    await page.getByText('nothing changed').waitFor();
    await picture(page, 'import-same-en-1366');
  });
});
