import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { textsOfRooms } from './roomTexts.ts';

const WEB = fileURLToPath(new URL('../../../web', import.meta.url));
const rooms = await textsOfRooms();
const ui = rooms.find(({ name }) => name === 'ui');

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();
const withoutNumber = (key: string): string => key.replace(/_(one|other)$/, '');
const keysOf = (texts: Map<string, string> | undefined): string[] => [...(texts?.keys() ?? [])].map(withoutNumber);

/** The code of some rooms, or of all of them. */
function sourceOf(folders: readonly string[]): string {
  return readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\/texts\//.test(name))
    .filter((name) => folders.length === 0 || folders.includes(name.split('/')[0] ?? ''))
    .map((name) => readFileSync(join(WEB, name), 'utf8'))
    .join('\n');
}

/** The keys that no code asks for, whole or by how they begin. */
function leftOver(keys: readonly string[], source: string): string[] {
  const begun = [...source.matchAll(/`([\w.]+\.)\$\{/g)].map(([, start = '']) => start);
  return keys.filter((key) => !source.includes(`'${key}'`) && !begun.some((start) => key.startsWith(start)));
}

describe.each(rooms)('the texts of $name', ({ name, chinese, english }) => {
  test('have the same keys in both languages', () => {
    expect([...english.keys()]).toEqual([...chinese.keys()]);
  });

  test('say something, and leave the same places for values in both languages', () => {
    for (const [key, text] of chinese) {
      expect(text.trim(), key).not.toBe('');
      expect(english.get(key)?.trim(), key).not.toBe('');
      expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
    }
  });

  test('are all asked for by this room; those of ui by any', () => {
    expect(leftOver(keysOf(chinese), sourceOf(name === 'ui' ? [] : [name]))).toEqual([]);
  });

  test('are, with those of ui, all that this room asks for', () => {
    const known = [...keysOf(chinese), ...keysOf(ui?.chinese)];
    const source = sourceOf(name === 'ui' ? ['ui', 'map'] : [name]);
    for (const [, key = ''] of source.matchAll(/\bt\(\s*'([\w.-]+)'/g)) expect(known, key).toContain(key);
  });
});

test('a group of texts stands in one room only, so that a key says whose it is', () => {
  const groups = rooms.flatMap(({ chinese }) => [...new Set([...chinese.keys()].map((key) => key.split('.')[0]))]);
  expect(groups).toEqual([...new Set(groups)]);
});

test('every room that draws something has its texts registered', () => {
  const folders = readdirSync(WEB, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const withTexts = folders
    .filter(({ name }) => readdirSync(join(WEB, name)).includes('texts'))
    .map(({ name }) => name);
  expect(rooms.map(({ name }) => name).toSorted()).toEqual(withTexts.toSorted());
});
