import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { startBrowser } from './browser.ts';
import { PASSWORD } from './server.ts';

const PICTURES = fileURLToPath(new URL('../../test-output', import.meta.url));

export type Language = 'zh-CN' | 'en';

/** Somebody in front of the app: a browser window, what its console complained about, and the map in it. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  map: Locator;
  /** Console errors and uncaught exceptions. Refusals the test provokes are not counted: the browser logs every 4xx. */
  complaints: string[];
}

let browser: Browser | undefined;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/**
 * Opens a window on the app in a language and size. Without a graphics card every frame of a flight is half a second of work, so that
 * visitors prefer less motion unless a test wants to see it.
 */
export async function visit(
  language: Language,
  [width, height] = [1366, 768],
  reducedMotion: 'reduce' | 'no-preference' = 'reduce',
): Promise<Visitor> {
  if (!browser) throw new Error('the browser has not started');
  const context = await browser.newContext({
    baseURL: inject('appUrl'),
    viewport: { width, height },
    locale: language,
    timezoneId: 'Asia/Shanghai',
    reducedMotion,
  });
  await context.addInitScript((chosen) => {
    if (localStorage.getItem('gridwarden.language') === null) localStorage.setItem('gridwarden.language', chosen);
  }, language);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (401|404|422|429)/.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, map: page.getByTestId('map'), complaints };
}

/** Looks again until what is expected holds: pages answer in their own time. */
export function eventually<T>(look: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: 60_000 });
}

/** Fills the sign-in form. */
export async function signIn(page: Page, username = 'admin', password = PASSWORD): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
}

/** Waits until the map shows its areas and the camera rests. */
export async function mapAtRest({ map }: Visitor): Promise<void> {
  await eventually(() => map.getAttribute('data-ready')).toBe('true');
  await map.page().waitForTimeout(500);
  await eventually(() => map.getAttribute('data-moving')).toBe('false');
}

/** West, south, east and north of what the map shows. */
export async function shownBounds(map: Locator): Promise<[number, number, number, number]> {
  const text = (await map.getAttribute('data-bounds')) ?? '';
  const [west = 0, south = 0, east = 0, north = 0] = text.split(',').map(Number);
  return [west, south, east, north];
}

const mercator = (latitude: number): number => Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360));

/** Where on the page a position is drawn. */
async function pagePlace(map: Locator, [lng, lat]: readonly [number, number]): Promise<[number, number]> {
  const [west, south, east, north] = await shownBounds(map);
  const box = await map.boundingBox();
  if (!box) throw new Error('the map is not there');
  return [
    box.x + ((lng - west) / (east - west)) * box.width,
    box.y + ((mercator(north) - mercator(lat)) / (mercator(north) - mercator(south))) * box.height,
  ];
}

/** Moves the pointer to where a position is drawn, as a hand does: not in one leap. */
export async function movePosition({ map, page }: Visitor, position: readonly [number, number]): Promise<void> {
  const [x, y] = await pagePlace(map, position);
  await page.mouse.move(x - 3, y - 3, { steps: 4 });
  await page.mouse.move(x, y);
  // Tools look once a frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Clicks on the map where a position is drawn. */
export async function clickPosition(visitor: Visitor, position: readonly [number, number]): Promise<void> {
  await movePosition(visitor, position);
  const [x, y] = await pagePlace(visitor.map, position);
  await visitor.page.mouse.click(x, y);
}

/** Keeps a picture of the window under `test-output/`. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Runs a story with a signed-in visitor at an address, and expects the console to have stayed silent. */
export async function signedInAt(
  address: string,
  language: Language,
  story: (visitor: Visitor) => Promise<void>,
  size?: [number, number],
  reducedMotion?: 'reduce' | 'no-preference',
): Promise<void> {
  const visitor = await visit(language, size, reducedMotion);
  try {
    await visitor.page.goto(address);
    await signIn(visitor.page);
    await visitor.page.waitForURL((url) => url.pathname === address.split('?')[0]);
    await story(visitor);
    expect(visitor.complaints).toEqual([]);
  } finally {
    await visitor.context.close();
  }
}
