import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { PASSWORD } from './server.ts';
import { type Language, signIn, type Visitor, visit } from './visitor.ts';

/** Runs a story as one of the demo accounts, and expects the console to have stayed silent. */
export async function storyOf<T>(
  username: string,
  address: string,
  language: Language,
  story: (visitor: Visitor) => Promise<T>,
  size?: [number, number],
): Promise<T> {
  const visitor = await visit(language, size);
  try {
    await visitor.page.goto(address);
    await signIn(visitor.page, username, PASSWORD);
    await visitor.page.waitForURL((url) => url.pathname === address.split('?')[0]);
    const told = await story(visitor);
    expect(visitor.complaints).toEqual([]);
    return told;
  } finally {
    await visitor.context.close();
  }
}

/** Calls the API as whoever is signed in on the page; throws what a refusal says. */
export function api<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([verb, address, sent]) => {
      const response = await fetch(`/api/v1${address}`, {
        method: verb,
        headers: sent === null ? {} : { 'content-type': 'application/json' },
        body: sent,
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${verb} ${address}: ${response.status} ${text}`);
      return JSON.parse(text) as Answer;
    },
    [method, path, body === undefined ? null : JSON.stringify(body)] as const,
  );
}

interface PlanGrids {
  features: { properties: { code: string }; geometry: { coordinates: unknown } }[];
}

/** Cuts a grid of a plan in two, west to east through the middle of its box. */
export async function splitGrid(page: Page, plan: string, code: string): Promise<void> {
  const grids = await api<PlanGrids>(page, 'GET', `/plans/${plan}/areas?level=grid`);
  const grid = grids.features.find(({ properties }) => properties.code === code);
  if (!grid) throw new Error(`the plan has no ${code}`);
  const numbers = [grid.geometry.coordinates].flat(4) as number[];
  const [lngs, lats] = [0, 1].map((side) => numbers.filter((_number, index) => index % 2 === side));
  const middle = (Math.min(...(lats ?? [])) + Math.max(...(lats ?? []))) / 2;
  const line = [
    [Math.min(...(lngs ?? [])) - 0.001, middle],
    [Math.max(...(lngs ?? [])) + 0.001, middle],
  ];
  await api(page, 'POST', `/plans/${plan}/edits`, { op: 'split', grid: code, line });
}

/** Chooses from the plan's menu of further actions. */
export async function chooseFurther(page: Page, name: RegExp): Promise<void> {
  await page
    .getByTestId('plan-actions')
    .getByRole('button', { name: /更多|More/ })
    .click();
  await page.getByRole('menuitem', { name }).click();
}

/** Presses the dialog's main button. */
export const confirm = (page: Page): Promise<void> => page.locator('.ant-modal-footer .ant-btn-primary').click();

/** Waits for a plan's state, by the colour of its tag; when the decision was refused, throws what the dialog says instead of waiting. */
export async function comesTo(page: Page, colour: string): Promise<void> {
  const state = page.locator(`.plan-state.ant-tag-${colour}`);
  const refused = page.locator('.decision-dialog .ant-alert-error');
  await state.or(refused).first().waitFor();
  if ((await state.count()) === 0) throw new Error(`The decision was refused: ${await refused.first().innerText()}`);
}
