import { describe, expect, test } from 'vitest';
import { anchorOf } from '../../web/map/layers/shapes.ts';
import { publishedGrids } from './brokenFile.ts';
import { clickPosition, eventually, mapAtRest, picture, signedInAt } from './visitor.ts';

describe.each([
  ['zh-CN', [1366, 768], '管理单元', '相邻'],
  ['en', [1920, 1080], 'Units', 'Neighbours'],
] as const)('the one map in %s at %j', (language, size, unitsWord, neighboursWord) => {
  test('shows the grids, and a click opens one with its neighbours and proof', async () => {
    await signedInAt(
      '/map',
      language,
      async (visitor) => {
        const { page, map } = visitor;
        await mapAtRest(visitor);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        await page.getByRole('heading', { name: unitsWord }).waitFor();
        const grids = await publishedGrids(page);
        expect(Number(await map.getAttribute('data-grids'))).toBe(grids.features.length);
        expect(Number(await map.getAttribute('data-labels'))).toBeGreaterThan(10);
        await picture(page, `map-${language}-${size[0]}`);

        const grid = grids.features[40];
        const spot = grid && anchorOf(grid.geometry);
        if (!grid || !spot) throw new Error('no grid to click');
        const { code, neighbours } = grid.properties;
        await clickPosition(visitor, spot);
        await page.waitForURL(`**/map/${code}`);
        const panel = page.getByTestId('area-panel');
        await panel.waitFor();
        await eventually(() => panel.getAttribute('data-code')).toBe(code);
        await page.getByRole('heading', { name: neighboursWord }).waitFor();
        await eventually(() => panel.locator('.wardens li').count()).toBeGreaterThan(0);
        await mapAtRest(visitor);
        await eventually(() => map.getAttribute('data-selected')).toBe(code);
        await picture(page, `grid-${language}-${size[0]}`);

        const [neighbour = ''] = neighbours;
        await panel.locator('.neighbours button', { hasText: neighbour }).click();
        await page.waitForURL(`**/map/${neighbour}`);
        await eventually(() => panel.getAttribute('data-code')).toBe(neighbour);
      },
      [...size],
      // One of them sees the flights too.
      language === 'en' ? 'reduce' : 'no-preference',
    );
  });
});

test('the certificate shows every hash, and both files for npm run verify can be downloaded', async () => {
  await signedInAt('/map', 'zh-CN', async ({ page }) => {
    const coverage = await page.evaluate(
      async () =>
        (await fetch('/api/v1/coverage')).json() as Promise<{ generation: number; proof: { sha256: string } }>,
    );
    const chip = page.locator('.proof-chip');
    await eventually(() => chip.textContent()).toContain(coverage.proof.sha256.slice(0, 8));
    await eventually(() => chip.getAttribute('data-opinion')).toBe('agrees');
    await chip.click();
    await eventually(() => page.locator('.certificate .hash code').allTextContents()).toContain(coverage.proof.sha256);
    const opinion = page.getByTestId('opinion');
    await eventually(() => opinion.textContent()).toMatch(/PostGIS 复核一致.*PostGIS \d+\.\d+/);
    await eventually(() => opinion.locator('dd').allTextContents()).toContain('0 / 1,000');
    for (const [button, name] of [
      ['下载证书', `certificate-${coverage.generation}.json`],
      ['下载网格', `grids-${coverage.generation}.geojson`],
    ] as const) {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ]);
      expect(file.suggestedFilename()).toBe(name);
    }
    await picture(page, 'certificate-zh-1366');
  });
});

test('the search box finds grids by code and by name, and points by coordinates', async () => {
  await signedInAt('/map', 'zh-CN', async (visitor) => {
    const { page } = visitor;
    await mapAtRest(visitor);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('050203');
    await page.locator('.search-hit').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/map/050203');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('34.27 109.06');
    await page.locator('.search-hit').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/lookup?lng=109.06&lat=34.27');
  });
});

test('a day before the first version says so and leads back to now', async () => {
  await signedInAt('/map?on=2001-01-01', 'zh-CN', async (visitor) => {
    const { page, map } = visitor;
    await page.getByText('还没有发布过任何版本').waitFor();
    await page.getByRole('button', { name: '回到现在' }).click();
    await mapAtRest(visitor);
    expect(Number(await map.getAttribute('data-grids'))).toBeGreaterThan(0);
  });
});
