import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { asMarkdown, collectNotices } from '../../../web/notices.mjs';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');

let notices: ReturnType<typeof collectNotices>;
beforeAll(() => {
  notices = collectNotices();
});

test('the notices are those of the present packages (else: npm run notices)', () => {
  expect(JSON.parse(read('web/public/third-party.json'))).toEqual(JSON.parse(JSON.stringify(notices)));
  expect(read('THIRD-PARTY.md')).toBe(asMarkdown(notices));
});

test('what the browser loads is among them, what only builds and tests is not', () => {
  const names = notices.packages.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'fastify',
      'react-dom',
      'antd',
      'maplibre-gl',
      '@deck.gl/core',
      '@deck.gl/layers',
      'kysely',
      'dayjs',
    ]),
  );
  for (const name of ['vitest', 'typescript', 'oxlint', 'playwright-core', 'vite']) expect(names).not.toContain(name);
});

test('what is under the GPL or the LGPL is named with its source, also inside of others', () => {
  const inside = notices.packages.flatMap((one) => one.inside ?? []);
  expect(inside.find(({ name }) => name.startsWith('PostGIS'))).toMatchObject({
    licence: 'GPL-2.0-or-later',
    source: expect.stringMatching(/^https:/),
  });
  expect(notices.packages.find(({ name }) => name === 'gdal3.js')?.licence).toContain('LGPL');
});

test('every one has a licence and a version', () => {
  for (const { name, version, licence } of notices.packages)
    expect(`${name} ${version} ${licence}`).toMatch(/^\S+ \S+ \S+/);
});
