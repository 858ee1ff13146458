import { describe, expect, test } from 'vitest';
import { anchorOf } from '../../web/map/layers/shapes.ts';
import { type Detour, findDetour, findDrag } from './plannersChoice.ts';
import { api, comesTo, confirm, storyOf } from './planStory.ts';
import { clickPosition, eventually, mapAtRest, movePosition, picture, type Visitor } from './visitor.ts';

type Position = [number, number];
interface Grid {
  id: string;
  properties: { name: string; areaSquareMetres: number; neighbours?: string[] };
  geometry: GeoJSON.Polygon;
}

const gridsOf = async ({ page }: Visitor, path: string): Promise<Grid[]> =>
  (await api<{ features: Grid[] }>(page, 'GET', path)).features;

const ringOf = ({ geometry }: Grid): Position[] => (geometry.coordinates[0] ?? []).slice(1) as Position[];

function boxOf(grid: Grid): [number, number, number, number] {
  const ring = ringOf(grid);
  const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)];
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/** Opens a fresh plan on the drawing page, looking at one grid of it. */
async function openPlan(visitor: Visitor, title: string, scope: string, grid: string): Promise<string> {
  const { page } = visitor;
  const { id } = await api<{ id: string }>(page, 'POST', '/plans', { title, scope });
  await page.goto(`/planner/${id}`);
  await page.getByTestId('drawing').waitFor();
  await mapAtRest(visitor);
  await lookAt(visitor, grid);
  return id;
}

async function lookAt(visitor: Visitor, grid: string): Promise<void> {
  await visitor.page.locator(`.balance-row[data-code="${grid}"] button`).click();
  await mapAtRest(visitor);
  await eventually(() => visitor.map.getAttribute('data-selected')).toBe(grid);
}

/** Until everything is on record; gives the plan's grids as they are then. */
async function saved(visitor: Visitor, plan: string, revision: number): Promise<Map<string, Grid>> {
  const drawing = visitor.page.getByTestId('drawing');
  await eventually(() => drawing.getAttribute('data-revision')).toBe(String(revision));
  await eventually(() => drawing.getAttribute('data-saving')).toBe('saved');
  return new Map((await gridsOf(visitor, `/plans/${plan}/areas?level=grid`)).map((grid) => [grid.id, grid]));
}

describe.each([
  ['zh-CN', [1366, 768], '0502', '050210'],
  ['en', [1920, 1080], '0506', '050605'],
] as const)('the planner’s screen in %s at %j', (language, size, unit, code) => {
  // What does not hang on language and size is walked once.
  const once = (name: string, run: () => Promise<void>) => {
    if (language === 'zh-CN') test(name, run);
  };
  const story = <T>(who: string, address: string, tell: (visitor: Visitor) => Promise<T>) =>
    storyOf(who, address, language, tell, [...size]);
  let plan = '';
  let created = '';
  let spot: Position = [0, 0];

  test('cuts a grid with a line from border to border, and undo and redo go over it', async () => {
    await story('planner', '/planner', async (visitor) => {
      const { page, map } = visitor;
      plan = await openPlan(visitor, `${unit} ${language}`, unit, code);
      const before = await gridsOf(visitor, `/plans/${plan}/areas?level=grid`);
      const grid = before.find(({ id }) => id === code) as Grid;
      const [west, south, east, north] = boxOf(grid);
      const middle = (west + east) / 2;
      await page.keyboard.press('s');
      await picture(page, `drawing-hint-${language}-${size[0]}`);
      await clickPosition(visitor, [middle, south - 0.0002]);
      await movePosition(visitor, [middle, (south + north) / 2]);
      expect(await map.getAttribute('data-draft')).toBe('');
      await movePosition(visitor, [middle, north + 0.0002]);
      await eventually(() => map.getAttribute('data-draft')).toBe('good');
      await picture(page, `drawing-split-${language}-${size[0]}`);
      await page.keyboard.press('Enter');
      const after = await saved(visitor, plan, 1);
      expect(after.size).toBe(before.length + 1);
      created = [...after.keys()].find((id) => !before.some((each) => each.id === id)) as string;
      expect(created.startsWith(unit)).toBe(true);
      await page.locator(`.balance-row[data-code="${created}"]`).waitFor();

      await page.keyboard.press('Control+z');
      expect((await saved(visitor, plan, 2)).has(created)).toBe(false);
      await page.keyboard.press('Control+Shift+z');
      expect((await saved(visitor, plan, 3)).has(created)).toBe(true);
    });
  });

  test('drags a shared corner: the neighbours follow with their numbers, and red says why it cannot be', async () => {
    await story('planner', `/planner/${plan}`, async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      await lookAt(visitor, created);
      const grids = await gridsOf(visitor, `/plans/${plan}/areas?level=grid`);
      const grid = grids.find(({ id }) => id === created) as Grid;
      const { from, to } = findDrag(grids, created);
      await page.keyboard.press('m');
      await movePosition(visitor, from);
      await page.mouse.down();
      // Where the engine said: not where a street near by would draw it to.
      await page.keyboard.down('Alt');
      await movePosition(visitor, to);
      await eventually(() => map.getAttribute('data-draft')).toBe('good');
      expect(Number((await map.getAttribute('data-drafted'))?.split(' ').length)).toBeGreaterThan(2);
      expect(await page.locator('.balance-row[data-kind="changed"]').count()).toBeGreaterThan(2);
      await picture(page, `drawing-drag-${language}-${size[0]}`);
      const [west, , east] = boxOf(grid);
      await movePosition(visitor, [from[0] + 1.2 * (east - west), from[1]]);
      await movePosition(visitor, [from[0] - 1.2 * (east - west), from[1]]);
      await eventually(() => map.getAttribute('data-draft')).toBe('bad');
      await page.getByTestId('refusal').waitFor();
      await picture(page, `drawing-drag-refused-${language}-${size[0]}`);
      await movePosition(visitor, to);
      await eventually(() => map.getAttribute('data-draft')).toBe('good');
      await page.mouse.up();
      await page.keyboard.up('Alt');
      const after = await saved(visitor, plan, 4);
      const moved = [...after.values()].filter((each) => {
        const before = grids.find(({ id }) => id === each.id) as Grid;
        return Math.abs(before.properties.areaSquareMetres - each.properties.areaSquareMetres) > 1;
      });
      expect(moved.length).toBeGreaterThan(1);
      const sum = (all: Iterable<Grid>) =>
        [...all].reduce((total, { properties }) => total + properties.areaSquareMetres, 0);
      expect(Math.abs(sum(after.values()) - sum(grids))).toBeLessThan(20);
    });
  });

  once('leads a border along a street', async () => {
    await story('planner', `/planner/${plan}`, async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      const detour = await streetDetour(visitor, plan, unit);
      await lookAt(visitor, detour.grid);
      await page.keyboard.press('f');
      for (const at of detour.clicks.slice(0, -1)) await clickPosition(visitor, at);
      await movePosition(visitor, detour.clicks.at(-1) as Position);
      await eventually(() => map.getAttribute('data-draft')).toBe('good');
      await picture(page, `drawing-street-${language}-${size[0]}`);
      await clickPosition(visitor, detour.clicks.at(-1) as Position);
      const after = await saved(visitor, plan, 5);
      const corners = new Set(ringOf(after.get(detour.grid) as Grid).map(String));
      expect(detour.onTheWay.filter((at) => corners.has(at.join())).length).toBeGreaterThan(0);
    });
  });

  once('merges grids that are clicked, and keeps what is not sent over a lost connection', async () => {
    await story('planner', `/planner/${plan}`, async (visitor) => {
      const { page, map } = visitor;
      await mapAtRest(visitor);
      await lookAt(visitor, code);
      const before = new Map(
        (await gridsOf(visitor, `/plans/${plan}/areas?level=grid`)).map((each) => [each.id, each]),
      );
      await page.keyboard.press('u');
      await clickPosition(visitor, anchorOf((before.get(code) as Grid).geometry) as Position);
      await clickPosition(visitor, anchorOf((before.get(created) as Grid).geometry) as Position);
      await eventually(() => map.getAttribute('data-draft')).toBe('good');
      await picture(page, `drawing-merge-${language}-${size[0]}`);
      await visitor.context.setOffline(true);
      await page.keyboard.press('Enter');
      const drawing = page.getByTestId('drawing');
      await eventually(() => drawing.getAttribute('data-saving')).toBe('offline');
      await page.locator(`.balance-row[data-code="${created}"]`).waitFor({ state: 'detached' });
      await picture(page, `drawing-offline-${language}-${size[0]}`);
      await visitor.context.setOffline(false);
      const after = await saved(visitor, plan, 6);
      expect(after.has(created)).toBe(false);
      visitor.complaints.splice(
        0,
        visitor.complaints.length,
        ...visitor.complaints.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED')),
      );

      await page.keyboard.press('Control+z');
      expect((await saved(visitor, plan, 7)).has(created)).toBe(true);
      spot = anchorOf((before.get(created) as Grid).geometry) as Position;
    });
  });

  once('is submitted, approved and published by somebody else, and lookups answer by the new borders', async () => {
    const owner = async ({ page }: Visitor) =>
      (await api<{ grid: { code: string } }>(page, 'GET', `/lookup?lng=${spot[0]}&lat=${spot[1]}`)).grid.code;
    await story('planner', `/planner/${plan}`, async (visitor) => {
      const { page } = visitor;
      expect(await owner(visitor)).toBe(code);
      await page.getByTestId('plan-actions').locator('.ant-btn-primary').click();
      await confirm(page);
      await comesTo(page, 'blue');
      expect(await page.getByTestId('tools').count()).toBe(0);
    });
    await story('approver', `/planner/${plan}`, async (visitor) => {
      const { page } = visitor;
      await mapAtRest(visitor);
      const actions = page.getByTestId('plan-actions').locator('.ant-btn-primary');
      await actions.click();
      await confirm(page);
      await comesTo(page, 'cyan');
      await page.locator('.ant-modal').waitFor({ state: 'detached' });
      await actions.click();
      await confirm(page);
      await comesTo(page, 'green');
      await eventually(() => owner(visitor)).toBe(created);
      await picture(page, `drawing-published-${language}-${size[0]}`);
    });
  });
});

/** A way beside a border of the unit that streets offer: from a corner on the border along a street and back to it. */
async function streetDetour(visitor: Visitor, plan: string, unit: string): Promise<Detour> {
  const grids = await gridsOf(visitor, `/plans/${plan}/areas?level=grid`);
  const basemap = await api<GeoJSON.FeatureCollection>(visitor.page, 'GET', '/basemap');
  return findDetour(grids, basemap, unit);
}
