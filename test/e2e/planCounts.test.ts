import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Impact } from '../../server/core/plans/impactSchemas.ts';

import { anchorOf } from '../../web/map/layers/shapes.ts';
import { api, confirm, splitGrid, storyOf } from './planStory.ts';
import { eventually, mapAtRest, movePosition, picture } from './visitor.ts';

const KINDS = ['created', 'retired', 'changed', 'renamed'] as const;
type Counts = Partial<Record<(typeof KINDS)[number] | 'touched', number>>;

const TITLE = '一切一改名';
/** What the plan does: one grid cut in two, one renamed; the split's ends give corners to grids next door. */
const EXPECTED: Counts = { created: 1, retired: 0, changed: 1, renamed: 1 };

const grouped = async (count: (kind: string) => Promise<number>) =>
  Object.fromEntries(await Promise.all(KINDS.map(async (kind) => [kind, await count(kind)] as const))) as Counts;

const impactCounts = (page: Page) =>
  grouped((kind) => page.locator(`[data-testid=impact] .impact-table tr[data-kind=${kind}]`).count());

const dialogCounts = (page: Page) =>
  grouped(async (kind) =>
    Number(await page.locator(`[data-testid=change-counts] [data-kind=${kind}] dd`).textContent()),
  );

const historyCounts = (page: Page) =>
  grouped(async (kind) => {
    const section = page.getByTestId('difference').locator(`[data-kind=${kind}]`);
    return (await section.count()) === 0 ? 0 : Number(await section.getAttribute('data-count'));
  });

let id = '';

test('a plan counts the same in the list, over its drawing, in its impact and in the dialog that hands it in', async () => {
  await storyOf('planner', '/planner', 'zh-CN', async (visitor) => {
    const { page, map } = visitor;
    ({ id } = await api<{ id: string }>(page, 'POST', '/plans', { title: TITLE, scope: '0505' }));
    await splitGrid(page, id, '050504');
    await api(page, 'POST', `/plans/${id}/edits`, { op: 'rename', grid: '050501', name: '新名字' });
    await page.goto('/planner');
    const card = page.getByTestId('plan-card').filter({ hasText: TITLE });
    await card.getByText('改动 3 个网格').waitFor();

    await page.goto(`/planner/${id}`);
    await page.getByTestId('drawing').getByText('改动 3 个网格').waitFor();

    await page.goto(`/planner/${id}/impact`);
    const impact = page.getByTestId('impact');
    await eventually(() => impact.getAttribute('data-ready')).toBe('true');
    expect(await impactCounts(page)).toEqual(EXPECTED);
    expect(await impact.locator('tr[data-kind=touched]').count()).toBeGreaterThan(0);

    const rows = impact.locator('[data-testid=passages] tbody tr');
    expect(await rows.count()).toBe(1);
    await mapAtRest(visitor);
    await eventually(() => map.getAttribute('data-passages')).toBe('1');
    const name = (await rows.first().getAttribute('data-passage')) ?? '';
    expect(name).toMatch(/^050504>0505\d\d$/);
    await rows.first().hover();
    await eventually(() => map.getAttribute('data-lit-passage')).toBe(name);
    await picture(page, 'impact-passages-zh-CN-1366');
    const far = await map.getAttribute('data-bounds');
    await rows.first().getByRole('button').click();
    await eventually(() => map.getAttribute('data-bounds')).not.toBe(far);
    await mapAtRest(visitor);
    await picture(page, 'impact-passage-led-zh-CN-1366');
    await page.getByText('逐格对账').first().click();
    const { passages } = await api<Impact>(page, 'GET', `/plans/${id}/impact`);
    const ground = passages.find(({ from, to }) => `${from}>${to}` === name)?.at;
    const spot = ground && anchorOf(ground);
    if (!spot) throw new Error('the passage has no place');
    await page.locator('.impact-title h1').hover();
    await eventually(() => rows.first().getAttribute('class')).toBe('');
    await movePosition(visitor, spot);
    await eventually(() => rows.first().getAttribute('class')).toBe('current');
    const accounts = impact.getByTestId('accounts').locator('tbody tr');
    expect(await accounts.count()).toBe(2);
    for (const text of await accounts.allTextContents()) {
      const [total = 0, ...parts] = [...text.replaceAll(/0505\d\d/g, '').matchAll(/[\d,]+/g)].map(([figure]) =>
        Number(figure.replaceAll(',', '')),
      );
      expect(
        parts.reduce((sum, part) => sum + part, 0),
        text,
      ).toBe(total);
    }
    await picture(page, 'impact-accounts-zh-CN-1366');

    await page.getByTestId('plan-actions').locator('.ant-btn-primary').click();
    await page.getByTestId('change-counts').waitFor();
    expect(await dialogCounts(page)).toEqual(EXPECTED);
    await confirm(page);
    await page.locator('.plan-state').filter({ hasText: '待审定' }).waitFor();
  });
});

test('and the same for its approver, in the list once it is published, and in the history', async () => {
  await storyOf('approver', `/planner/${id}/impact`, 'zh-CN', async ({ page }) => {
    await eventually(() => page.getByTestId('impact').getAttribute('data-ready')).toBe('true');
    expect(await impactCounts(page)).toEqual(EXPECTED);
    expect(await page.getByTestId('impact').getByTestId('passages').getAttribute('data-rows')).toBe('1');
    for (const [decision, state] of [
      ['批准', '已批准'],
      ['发布', '已发布'],
    ] as const) {
      await page.getByTestId('plan-actions').getByRole('button', { name: decision, exact: true }).click();
      await page.getByTestId('change-counts').waitFor();
      expect(await dialogCounts(page)).toEqual(EXPECTED);
      await confirm(page);
      await page.locator('.plan-state').filter({ hasText: state }).waitFor();
    }
    await page.goto('/planner');
    await page.getByTestId('plan-card').filter({ hasText: TITLE }).getByText('改动 3 个网格').waitFor();

    await page.goto('/history');
    await page.locator('.version-actions button').first().click();
    await page.getByTestId('difference').waitFor();
    expect(await historyCounts(page)).toEqual(EXPECTED);
  });
});
