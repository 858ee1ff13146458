import { expect, test } from 'vitest';
import { publishedBd09, publishedGcj02 } from '../unit/coverage/publishedDatums.ts';
import { publishedGrids } from './brokenFile.ts';
import { api, chooseFurther, confirm, storyOf } from './planStory.ts';
import { eventually, mapAtRest, picture, signedInAt, type Visitor } from './visitor.ts';

/** A file's positions moved, its properties renamed. */
function changed(
  grids: GeoJSON.FeatureCollection,
  move: (position: readonly [number, number]) => readonly [number, number],
  rename: (properties: Record<string, unknown>) => Record<string, unknown>,
): GeoJSON.FeatureCollection {
  const moved = (value: unknown): unknown =>
    typeof (value as number[])[0] === 'number' ? [...move(value as [number, number])] : (value as unknown[]).map(moved);
  return {
    type: 'FeatureCollection',
    features: grids.features.map(({ properties, geometry }) => ({
      type: 'Feature',
      properties: rename(properties ?? {}),
      geometry: {
        ...geometry,
        coordinates: moved((geometry as GeoJSON.Polygon).coordinates),
      } as GeoJSON.Polygon,
    })),
  };
}

const give = async ({ page }: Visitor, name: string, content: object | Buffer): Promise<void> => {
  const buffer = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  await page.locator('input[type=file]').first().setInputFiles({ name, mimeType: 'application/geo+json', buffer });
};

const FIRST_AID = {
  'zh-CN': {
    use: '改用 GCJ-02',
    outline: '用已发布的片区边界',
    chip: '外边界',
    codes: '编码列',
    taken: '原号',
    point: '没有面',
  },
  en: {
    use: 'Use GCJ-02',
    outline: 'The published district outline',
    chip: 'Outline',
    codes: 'Codes',
    taken: '原号',
    point: 'no area',
  },
} as const;

test.each(['zh-CN', 'en'] as const)(
  'a file in GCJ-02 is recognised, and read anew without choosing it again, in %s',
  async (language) => {
    const words = FIRST_AID[language];
    await signedInAt('/check', language, async (visitor) => {
      const { page } = visitor;
      await mapAtRest(visitor);
      const grids = changed(await publishedGrids(page), publishedGcj02, ({ code, name }) => ({
        社区: name,
        原号: code,
        备注: `见 ${String(code)}`,
      }));
      const office = {
        type: 'Feature',
        properties: { 原号: '050199' },
        geometry: { type: 'Point', coordinates: [109, 34] },
      };
      await give(visitor, 'gcj02.geojson', { ...grids, features: [...grids.features, office] });
      const report = page.getByTestId('report');
      await report.waitFor();
      const notes = page.getByTestId('file-notes');
      expect(await notes.textContent()).toContain(words.point);
      expect(await report.getAttribute('data-ok')).toBe('false');
      await picture(page, `reading-hint-${language}-1366`);

      await notes.getByRole('button', { name: words.use }).click();
      const chips = page.getByTestId('file-chips');
      await eventually(() => chips.textContent()).toContain('GCJ-02');
      await eventually(() => notes.getByRole('button').count()).toBe(0);
      expect(await chips.textContent()).toContain(words.taken);

      await chips.getByRole('button', { name: words.chip }).click();
      await page.getByRole('menuitem', { name: words.outline }).click();
      await eventually(() => chips.textContent()).toContain(words.outline);
      await eventually(() => report.getAttribute('data-faults')).toBe('0');
      await chips.getByRole('button', { name: words.codes }).click();
      await mapAtRest(visitor);
      await picture(page, `reading-columns-${language}-1366`);
      await page.getByRole('menuitem', { name: /社区/ }).click();
      await eventually(() => chips.getByRole('button', { name: words.codes }).textContent()).toContain('社区');
    });
  },
);

test('what is wrong with a file is said on the screen, and it is tried again with other settings', async () => {
  await signedInAt('/check', 'zh-CN', async (visitor) => {
    const { page } = visitor;
    await mapAtRest(visitor);
    await give(visitor, 'list.csv', Buffer.from('网格编码,名称\n050101,安宁\n'));
    await eventually(() => page.getByRole('alert').textContent()).toContain('这是一张表格');
    await page.getByRole('button', { name: /再检查 list\.csv/ }).waitFor();
    await give(visitor, 'photo.png', Buffer.from('\u0089PNG', 'latin1'));
    await eventually(() => page.getByRole('alert').textContent()).toContain('这是一张图片');
    await picture(page, 'reading-refused-zh-1366');
  });
});

test('the report and its chips fit a screen 360 px wide', async () => {
  await signedInAt(
    '/check',
    'zh-CN',
    async (visitor) => {
      const { page } = visitor;
      const grids = changed(
        await publishedGrids(page),
        (position) => publishedBd09(publishedGcj02(position)),
        ({ code }) => ({ 很长的一列名字的网格编号: code }),
      );
      await give(visitor, '一个名字很长很长很长很长的边界文件.geojson', grids);
      const report = page.getByTestId('report');
      await report.waitFor();
      await page.waitForTimeout(1000);
      await picture(page, 'reading-hint-zh-360');
      // The card ends where the screen does.
      const wide = await report.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(wide).toBeLessThanOrEqual(0);
      for (const button of await report.getByRole('button').all()) {
        const box = await button.boundingBox();
        if (box) expect(box.x + box.width).toBeLessThanOrEqual(360);
      }
    },
    [360, 740],
  );
});

const IMPORT = {
  'zh-CN': { further: /导入/, use: '改用 GCJ-02', same: '没有改动', codes: '编码列', none: '没有找到编码列' },
  en: { further: /Import/, use: 'Use GCJ-02', same: 'nothing changed', codes: 'Codes', none: 'No column of codes' },
} as const;

test.each(['zh-CN', 'en'] as const)(
  'a file taken into a plan in the wrong datum, without its codes, is put right in the dialog, in %s',
  async (language) => {
    const words = IMPORT[language];
    await storyOf('planner', '/planner', language, async (visitor) => {
      const { page } = visitor;
      const { id } = await api<{ id: string }>(page, 'POST', '/plans', {
        title: `外来边界 ${language}`,
        scope: '0504',
      });
      const given = await api<GeoJSON.FeatureCollection>(page, 'GET', `/plans/${id}/areas?level=grid&within=0504`);
      const grids = changed(given, publishedGcj02, ({ code, name }) => ({
        社区: name,
        说明: `号${String(code)}`,
        名: name,
      }));
      // One area has a number of its own, so that no column is one of codes by itself.
      grids.features.forEach((feature, i) => {
        feature.properties = {
          ...feature.properties,
          原号:
            i === 0
              ? ` ${String(given.features[0]?.properties?.['code'])}`
              : (given.features[i]?.properties?.['code'] as string),
        };
      });
      await page.goto(`/planner/${id}`);
      await mapAtRest(visitor);
      await chooseFurther(page, words.further);
      const without = {
        ...grids,
        features: grids.features.map((feature) => ({
          ...feature,
          properties: { 社区: feature.properties?.['社区'] as string },
        })),
      };
      const upload = page.locator('.ant-modal input[type=file]').first();
      const asFile = (content: object) => ({
        name: 'grids.geojson',
        mimeType: 'application/geo+json',
        buffer: Buffer.from(JSON.stringify(content)),
      });
      await upload.setInputFiles(asFile(without));
      await confirm(page);
      await eventually(() => page.locator('.ant-modal').getByRole('alert').textContent()).toContain(words.none);
      await page.locator('.ant-modal').getByRole('button', { name: words.codes }).click();
      await page.getByRole('menuitem', { name: /社区/ }).waitFor();
      await picture(page, `import-columns-${language}-1366`);
      await page.keyboard.press('Escape');

      await upload.setInputFiles(asFile(grids));
      await confirm(page);
      const outcome = page.getByTestId('import-outcome');
      await outcome.waitFor();
      await picture(page, `import-hint-${language}-1366`);
      await outcome.getByRole('button', { name: words.use }).click();
      await eventually(() => outcome.textContent()).toContain(words.same);
      expect(await outcome.textContent()).toContain('GCJ-02');
      await picture(page, `import-anew-${language}-1366`);
      const { undo } = await api<{ undo: unknown }>(page, 'GET', `/plans/${id}`);
      expect(undo).toBeNull();
    });
  },
);
