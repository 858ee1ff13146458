import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import type { PlanDetail } from '../../server/core/plans/schemas.ts';
import { faultyFiles, type PlanGrid, withGapAndOverlap } from './faultyFiles.ts';
import { api, chooseFurther, confirm, storyOf } from './planStory.ts';
import { PASSWORD } from './server.ts';
import { eventually, mapAtRest, picture, signIn, type Visitor, visit } from './visitor.ts';

const HOLDS = '三级全部成立';

interface Begun {
  id: string;
  grids: PlanGrid[];
  outline: GeoJSON.MultiPolygon;
}

/** Begins a plan of a unit, on the screen where it is drawn. */
async function begin(visitor: Visitor, title: string, scope: string): Promise<Begun> {
  const { page } = visitor;
  const { id } = await api<{ id: string }>(page, 'POST', '/plans', { title, scope });
  const { features } = await api<{ features: PlanGrid[] }>(
    page,
    'GET',
    `/plans/${id}/areas?level=grid&within=${scope}`,
  );
  const { outline } = await api<{ outline: GeoJSON.MultiPolygon }>(page, 'GET', `/plans/${id}/frame`);
  await page.goto(`/planner/${id}`);
  await mapAtRest(visitor);
  expect(await page.getByTestId('proof-state').textContent()).toContain(HOLDS);
  return { id, grids: features, outline };
}

/** Takes a file into the open plan, faults and all. */
async function takeIn(page: Page, file: GeoJSON.FeatureCollection): Promise<void> {
  await chooseFurther(page, /导入/);
  await page.locator('.ant-modal input[type=file]').setInputFiles({
    name: 'grids.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await confirm(page);
  await page.getByText(/还有 \d+ 处要改/).waitFor();
  await confirm(page);
}

const faultsOf = async (page: Page, id: string): Promise<number> =>
  (await api<{ faults: object[] }>(page, 'GET', `/plans/${id}/faults`)).faults.length;

/** Opens one fault after the other until one has a mend, and chooses that. */
async function mendOne({ page, map }: Visitor, name: string): Promise<void> {
  const lines = page.locator('.mend-list .fault-line');
  for (let i = 0; i < (await lines.count()); i++) {
    await lines.nth(i).click();
    await page.locator('.mends[aria-busy=false]').waitFor();
    const mends = page.getByTestId('mend');
    const [possible, refused] = [await mends.count(), await page.getByTestId('mend-refused').allTextContents()];
    for (const text of refused) expect(text).toMatch(/^\s*不能.+：.+/);
    expect(possible + refused.length).toBeGreaterThan(0);
    if (possible > 0) {
      await mends.last().hover();
      await eventually(() => map.getAttribute('data-draft')).toBe('good');
      await picture(page, name);
      await mends.last().click();
      return;
    }
    await lines.nth(i).click();
  }
  throw new Error('no fault can be mended');
}

test('faults of an imported file are listed and shown, and buttons that say who gets what mend them', async () => {
  await storyOf('planner', '/planner', 'zh-CN', async (visitor) => {
    const { page, map } = visitor;
    const { id, grids } = await begin(visitor, '外来边界', '0504');
    await takeIn(page, withGapAndOverlap(grids));
    const state = page.getByTestId('proof-state');
    await eventually(() => state.textContent()).toContain('2');
    await eventually(() => map.getAttribute('data-faults')).toBe('2');
    const submit = page.getByTestId('plan-actions').locator('.ant-btn-primary');
    expect(await submit.isDisabled()).toBe(true);
    expect(await page.getByTestId('held-back').textContent()).toContain('还有 2 处');

    for (const left of ['1', '0']) {
      const line = page.locator('.mend-list .fault-line').first();
      await line.click();
      const mend = page.getByTestId('mend').first();
      await mend.hover();
      await eventually(() => map.getAttribute('data-draft')).toBe('good');
      expect(await mend.textContent()).toMatch(/^(给 0504\d\d（\+|从 0504\d\d 去掉（−)/);
      await mapAtRest(visitor);
      await picture(page, `mending-${left}`);
      await mend.click();
      await eventually(() => map.getAttribute('data-faults')).toBe(left);
    }
    await eventually(() => state.textContent()).toContain(HOLDS);
    expect(await faultsOf(page, id)).toBe(0);
    await eventually(() => submit.isEnabled()).toBe(true);
    expect(await page.getByTestId('held-back').count()).toBe(0);
    const { revision } = await api<PlanDetail>(page, 'GET', `/plans/${id}`);
    await api(page, 'POST', `/plans/${id}/withdraw`, { revision });
  });
});

describe('a file that is mended on the screen by what is offered', () => {
  let visitor: Visitor | undefined;
  let begun: Begun | undefined;
  afterAll(() => visitor?.context.close());

  /** One planner with one plan takes in one file after the other. */
  async function atWork(): Promise<[Visitor, Begun]> {
    if (visitor && begun) return [visitor, begun];
    visitor = await visit('zh-CN');
    await visitor.page.goto('/planner');
    await signIn(visitor.page, 'planner', PASSWORD);
    await visitor.page.getByTestId('plans').waitFor();
    begun = await begin(visitor, '外来边界逐一改正', '0504');
    return [visitor, begun];
  }

  test.each([
    'a gap at the outline',
    'an overlap that reaches the outline',
    'ground outside',
    'a border that crosses itself',
    'the same area twice',
  ])('%s: comes to three levels that prove', async (kind) => {
    const [planner, { id, grids, outline }] = await atWork();
    const { page, map } = planner;
    const file = faultyFiles(grids, outline)[kind];
    if (!file) throw new Error(`no file with ${kind}`);
    const drawing = page.getByTestId('drawing');
    await takeIn(page, file());
    let left = await faultsOf(page, id);
    expect(left).toBeGreaterThan(0);
    for (let step = 0; left > 0 && step < 10; step++) {
      await eventually(() => map.getAttribute('data-faults')).toBe(String(left));
      const revision = await drawing.getAttribute('data-revision');
      await mendOne(planner, `mending ${kind} ${step}`.replaceAll(' ', '-'));
      await eventually(() => drawing.getAttribute('data-revision')).not.toBe(revision);
      left = await faultsOf(page, id);
    }
    await eventually(() => map.getAttribute('data-faults')).toBe('0');
    await eventually(() => page.getByTestId('proof-state').textContent()).toContain(HOLDS);
    expect(planner.complaints).toEqual([]);
  });
});
