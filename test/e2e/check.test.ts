import { describe, expect, test } from 'vitest';
import { broken, publishedGrids } from './brokenFile.ts';
import { eventually, mapAtRest, picture, signedInAt } from './visitor.ts';

describe.each([
  ['zh-CN', '缝隙', '用已发布的片区边界'],
  ['en', 'Gap', 'The published district outline'],
] as const)('checking a file in %s', (language, gapWord, publishedWord) => {
  test('lists the faults of a broken file, draws them, and goes to the one clicked', async () => {
    await signedInAt('/check', language, async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      await picture(page, `check-empty-${language}-1366`);
      const file = JSON.stringify(broken(await publishedGrids(page)));
      await page.locator('.check-settings .ant-select').first().click();
      await page.getByTitle(publishedWord).last().click();
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'broken.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(file) });
      const report = page.getByTestId('report');
      await report.waitFor();
      expect(await report.getAttribute('data-ok')).toBe('false');
      const count = Number(await report.getAttribute('data-faults'));
      expect(count).toBeGreaterThanOrEqual(2);
      await eventually(() => map.getAttribute('data-faults')).toBe(String(count));
      const list = page.getByTestId('fault-list');
      expect(await list.textContent()).toContain(gapWord);
      await mapAtRest(visitor);
      await picture(page, `check-report-${language}-1366`);

      const before = Number(await map.getAttribute('data-zoom'));
      await list.locator('button').last().click();
      await eventually(() => map.getAttribute('data-selected-fault')).toBe(String(count - 1));
      await mapAtRest(visitor);
      expect(Number(await map.getAttribute('data-zoom'))).toBeGreaterThan(before + 1);
      await picture(page, `check-fault-${language}-1366`);
    });
  });

  test('passes the published grids against the published outline', async () => {
    await signedInAt('/check', language, async (visitor) => {
      const { page } = visitor;
      await mapAtRest(visitor);
      const file = JSON.stringify(await publishedGrids(page));
      await page.locator('.check-settings .ant-select').first().click();
      await page.getByTitle(publishedWord).last().click();
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'grids.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(file) });
      const report = page.getByTestId('report');
      await report.waitFor();
      expect(await report.getAttribute('data-ok')).toBe('true');
      await picture(page, `check-passed-${language}-1366`);
    });
  });
});

/** Two squares of which the second begins inside the first. */
const OVERLAPPING_KML = `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${[0, 0.008]
  .map((shift) => {
    const corners = [
      [0, 0],
      [0.01, 0],
      [0.01, 0.01],
      [0, 0.01],
      [0, 0],
    ];
    const ring = corners
      .map(([x = 0, y = 0]) => `${(109.05 + x + shift).toFixed(4)},${(34.25 + y).toFixed(4)}`)
      .join(' ');
    return `<Placemark><name>${shift}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>${ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`;
  })
  .join('')}</Document></kml>`;

test('a KML file is checked as well, and drawn', async () => {
  await signedInAt('/check', 'zh-CN', async (visitor) => {
    const { page, map } = visitor;
    await mapAtRest(visitor);
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'squares.kml',
        mimeType: 'application/vnd.google-earth.kml+xml',
        buffer: Buffer.from(OVERLAPPING_KML),
      });
    const report = page.getByTestId('report');
    await report.waitFor();
    await eventually(() => report.textContent()).toContain('重叠');
    await eventually(() => map.getAttribute('data-faults')).not.toBe('0');
    await picture(page, 'check-kml-zh-1366');
  });
});

test('a file that is no boundary file is refused in words', async () => {
  await signedInAt('/check', 'zh-CN', async (visitor) => {
    const { page } = visitor;
    await mapAtRest(visitor);
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear Sir or Madam') });
    await eventually(() => page.getByRole('alert').textContent()).toContain('读不出这个文件');
    await picture(page, 'check-refused-zh-1366');
  });
});
