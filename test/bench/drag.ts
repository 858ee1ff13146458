import type { CDPSession, Page } from 'playwright-core';
import { startBrowser } from '../e2e/browser.ts';
import { moveOf } from './edits.ts';
import { median, type Row } from './measure.ts';
import { withPostgres } from './postgres.ts';
import { type ServedDistrict, serveDistrict } from './servedDistricts.ts';

/** Grids on a side of the small and the large district: 1,024 and 5,041. */
const SIDES = [32, 71] as const;
const WINDOW = { width: 1100, height: 620 };
const MOVES = 200;
const WARM_UP = 40;
/** Moves whose pixels are drawn too: in software each takes a second or more. */
const DRAWN_MOVES = 4;
const RADIUS_PIXELS = 5;
const FRAME_MILLISECONDS = 16;

type Pixel = readonly [number, number];

/** Lets WebGL do everything but the drawing itself, as long as the page says so. A string, since what runs here is not bundled there. */
const WITHHOLD_DRAWING = `
  window.drawingIsWithheld = true;
  for (const context of [WebGLRenderingContext, WebGL2RenderingContext])
    for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']) {
      const draw = context.prototype[name];
      if (draw) context.prototype[name] = function (...all) { if (!window.drawingIsWithheld) draw.apply(this, all); };
    }`;

/**
 * The drag of a shared corner on the planner's screen, in a real Chromium: at every move of the pointer the edit is tried and proven, the
 * grids are made anew for the card and the numbers told anew. What counts is what the page's scripts take of a frame: the rest is the
 * graphics card's part. Where there is none, software does that, and holds scripts up too, so the draw calls are withheld while it is
 * measured. What Chromium adds on the page's thread here, and what a frame takes when software draws it, are rows of their own.
 */
export async function benchDrag(): Promise<Row[]> {
  const measured = await withPostgres(async (postgres) => {
    const rows: Row[] = [];
    for (const side of SIDES) {
      const district = await serveDistrict(postgres, { purpose: `drag${side}`, side });
      try {
        rows.push(...(await rowsFor(district)));
      } finally {
        await district.server.stop();
      }
    }
    return rows;
  });
  if (!('missing' in measured)) return measured;
  const target = `not measured: ${measured.missing}`;
  return [{ what: 'drag of a shared corner in Chromium', size: '', ours: null, unit: 'ms', target, met: null }];
}

async function rowsFor(district: ServedDistrict): Promise<Row[]> {
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ viewport: WINDOW, baseURL: `http://127.0.0.1:${district.server.port}` });
    const [name = '', value = ''] = (await district.server.signIn('admin')).split('=');
    await context.addCookies([{ name, value, domain: '127.0.0.1', path: '/' }]);
    await context.addInitScript(() => localStorage.setItem('gridwarden.signedIn', '1'));
    await context.addInitScript(WITHHOLD_DRAWING);
    const page = await context.newPage();
    const corner = await takeCorner(page, district);
    const { work, script } = await drag(page, await context.newCDPSession(page), corner);
    const interval = await drawnInterval(page, corner);
    const isLarge = district.ground.size > 2000;
    const row = (what: string, ours: number, isTarget: boolean): Row => ({
      what: `drag of a shared corner in Chromium, ${what}`,
      size: district.size,
      ours,
      unit: 'ms a frame',
      target: isTarget && isLarge ? `≤ ${FRAME_MILLISECONDS} ms` : '',
      met: isTarget && isLarge ? ours <= FRAME_MILLISECONDS : null,
    });
    return [
      row('all that scripts do, proof included, draw calls withheld', script, true),
      row('the page’s thread with what Chromium itself does without a graphics card', work, false),
      row('from frame to frame, drawn in software', interval, false),
    ];
  } finally {
    await browser.close();
  }
}

/** Opens a plan, goes to a grid and takes one of its shared corners with the pointer. */
async function takeCorner(page: Page, { ground, grids }: ServedDistrict): Promise<Pixel> {
  await page.goto('/map');
  const id = await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/api/v1/plans', { method: 'POST', headers, body: JSON.stringify({ title: 'bench' }) });
    return ((await answer.json()) as { id: string }).id;
  });
  const grid = grids[Math.floor(grids.length / 2) + 35];
  const edit = grid && moveOf(ground, grid);
  if (!grid || edit?.op !== 'moveVertices') throw new Error('no corner to drag');
  await page.goto(`/planner/${id}?tool=corner&grid=${grid.code}`);
  await page.locator(`.balance-row[data-code="${grid.code}"] button`).click({ timeout: 120_000 });
  await atRest(page);
  const [lng = 0, lat = 0] = edit.moves[0]?.from ?? [];
  const [x, y] = await pixelOf(page, [lng, lat]);
  await page.keyboard.down('Alt');
  await page.mouse.move(x - 2, y - 2);
  await page.mouse.move(x, y);
  await frames(page);
  await page.mouse.down();
  await page.mouse.move(x + RADIUS_PIXELS, y);
  await frames(page);
  const draft = await page.getByTestId('map').getAttribute('data-draft');
  if (draft === '' || draft === null) throw new Error(`no corner was taken at ${lng}, ${lat}`);
  return [x, y];
}

/** Until the camera has arrived and said where: software drawing takes its time over it. */
async function atRest(page: Page): Promise<void> {
  const map = page.getByTestId('map');
  for (let still = 0, last = ''; still < 4; ) {
    await page.waitForTimeout(500);
    const now = `${await map.getAttribute('data-bounds')} ${await map.getAttribute('data-moving')}`;
    still = now === last && now.endsWith('false') ? still + 1 : 0;
    last = now;
  }
}

const around = ([x, y]: Pixel, move: number): [number, number] => {
  const angle = (move / 24) * 2 * Math.PI;
  return [x + RADIUS_PIXELS * Math.cos(angle), y + RADIUS_PIXELS * Math.sin(angle)];
};

async function drag(page: Page, session: CDPSession, corner: Pixel): Promise<Record<'work' | 'script', number>> {
  await session.send('Performance.enable');
  let before = { TaskDuration: 0, ScriptDuration: 0 };
  for (let move = -WARM_UP; move < MOVES; move++) {
    if (move === 0) before = await metrics(session);
    await page.mouse.move(...around(corner, move));
    await nextFrame(page);
  }
  const after = await metrics(session);
  const perFrame = (name: keyof typeof before) => ((after[name] - before[name]) * 1000) / MOVES;
  return { work: perFrame('TaskDuration'), script: perFrame('ScriptDuration') };
}

/** Milliseconds from one drawn frame to the next, with everything drawn in software. */
async function drawnInterval(page: Page, corner: Pixel): Promise<number> {
  await page.evaluate('window.drawingIsWithheld = false');
  const intervals: number[] = [];
  for (let move = 0; move < DRAWN_MOVES; move++) {
    const start = performance.now();
    await page.mouse.move(...around(corner, move));
    await frames(page);
    intervals.push((performance.now() - start) / 2);
  }
  return median(intervals);
}

async function metrics(session: CDPSession): Promise<{ TaskDuration: number; ScriptDuration: number }> {
  const { metrics: all } = await session.send('Performance.getMetrics');
  const of = (wanted: string) => all.find(({ name }) => name === wanted)?.value ?? 0;
  return { TaskDuration: of('TaskDuration'), ScriptDuration: of('ScriptDuration') };
}

/** A hand moves on in every frame. */
const nextFrame = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));

/** Until what the last move caused is drawn: the frame it is told in, and the next. */
const frames = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

async function pixelOf(page: Page, [lng, lat]: readonly [number, number]): Promise<Pixel> {
  const map = page.getByTestId('map');
  const bounds = ((await map.getAttribute('data-bounds')) ?? '').split(',').map(Number);
  const [west, south, east, north] = bounds as [number, number, number, number];
  const box = await map.boundingBox();
  if (!box) throw new Error('the map is not there');
  const mercator = (degrees: number) => Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360));
  return [
    box.x + ((lng - west) / (east - west)) * box.width,
    box.y + ((mercator(north) - mercator(lat)) / (mercator(north) - mercator(south))) * box.height,
  ];
}
