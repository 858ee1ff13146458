import { expect, test } from 'vitest';
import { anchorOf } from '../../web/map/shapes.ts';
import { api, chooseFurther, confirm, storyOf } from './planStory.ts';
import { eventually, mapAtRest, picture } from './visitor.ts';

type Position = [number, number];
interface Grid {
  id: string;
  type: 'Feature';
  properties: { code: string; name: string };
  geometry: GeoJSON.Polygon;
}

/** A unit's grids with one border moved on one side only: towards the grid it leaves a gap, away from it an overlap. */
function withFaults(grids: readonly Grid[]): GeoJSON.FeatureCollection {
  const cornersOf = (grid: Grid) => (grid.geometry.coordinates[0] ?? []).slice(1).map(String);
  const corners = new Map(grids.map((grid) => [grid, new Set(cornersOf(grid))]));
  // A corner between two others of the same border: not on the outline, and no third grid has it.
  const inner = grids.flatMap((grid) => {
    const own = cornersOf(grid);
    return own.flatMap((at, i): [string, Grid, Grid][] => {
      const around = [own.at(i - 1), at, own[(i + 1) % own.length]];
      const holders = grids.filter((other) => other !== grid && corners.get(other)?.has(at));
      const [other] = holders.filter((each) => around.every((corner) => corners.get(each)?.has(corner ?? '')));
      return other && holders.length === 1 ? [[at, grid, other]] : [];
    });
  });
  const moved = new Map<Grid, [string, Position]>();
  for (const share of [0.02, -0.02]) {
    const taken = new Set(moved.keys());
    const [key, grid] = inner.find(([, one, other]) => !taken.has(one) && !taken.has(other)) ?? [];
    if (!key || !grid) throw new Error('no border to break');
    const [lng = 0, lat = 0] = key.split(',').map(Number);
    const middle = anchorOf(grid.geometry) as Position;
    moved.set(grid, [key, [lng + share * (middle[0] - lng), lat + share * (middle[1] - lat)]]);
  }
  return {
    type: 'FeatureCollection',
    features: grids.map((grid) => {
      const [key, to] = moved.get(grid) ?? [];
      const ring = (grid.geometry.coordinates[0] ?? []).map((at) => (to && at.join() === key ? to : at));
      return { ...grid, geometry: { type: 'Polygon', coordinates: [ring, ...grid.geometry.coordinates.slice(1)] } };
    }),
  };
}

test('faults of an imported file are listed and shown, and buttons that say who gets what mend them', async () => {
  await storyOf('planner', '/planner', 'zh-CN', async (visitor) => {
    const { page, map } = visitor;
    const { id } = await api<{ id: string }>(page, 'POST', '/plans', { title: '外来边界', scope: '0504' });
    const { features } = await api<{ features: Grid[] }>(page, 'GET', `/plans/${id}/areas?level=grid&within=0504`);
    await page.goto(`/planner/${id}`);
    await mapAtRest(visitor);
    expect(await page.getByTestId('proof-state').textContent()).toContain('三级全部成立');

    await chooseFurther(page, /导入/);
    await page.locator('.ant-modal input[type=file]').setInputFiles({
      name: 'grids.geojson',
      mimeType: 'application/geo+json',
      buffer: Buffer.from(JSON.stringify(withFaults(features))),
    });
    await confirm(page);
    await page.getByText(/还有 2 处要改/).waitFor();
    await confirm(page);
    const state = page.getByTestId('proof-state');
    await eventually(() => state.textContent()).toContain('2');
    await eventually(() => map.getAttribute('data-faults')).toBe('2');
    expect(await page.getByTestId('plan-actions').locator('.ant-btn-primary').isEnabled()).toBe(true);

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
    await eventually(() => state.textContent()).toContain('三级全部成立');
    const { faults } = await api<{ faults: object[] }>(page, 'GET', `/plans/${id}/faults`);
    expect(faults).toEqual([]);
    await api(page, 'POST', `/plans/${id}/withdraw`);
  });
});
