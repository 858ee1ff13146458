import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { en } from '../../../web/app/i18n/en.ts';
import { zhCN } from '../../../web/app/i18n/zhCN.ts';

const WEB = fileURLToPath(new URL('../../../web', import.meta.url));

function flat(texts: object, prefix = ''): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(texts) as [string, string | object][]) {
    if (typeof value === 'string') all.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

const chinese = flat(zhCN);
const english = flat(en);
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted();

test('both languages have the same keys', () => {
  expect([...english.keys()]).toEqual([...chinese.keys()]);
});

test('every text says something, and leaves the same places for values in both languages', () => {
  for (const [key, text] of chinese) {
    expect(text.trim(), key).not.toBe('');
    expect(english.get(key)?.trim(), key).not.toBe('');
    expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
  }
});

test('every key the app asks for exists, and no text is left over', () => {
  const source = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('i18n'))
    .map((name) => readFileSync(join(WEB, name), 'utf8'))
    .join('\n');
  const known = [...chinese.keys()].map((key) => key.replace(/_(one|other)$/, ''));
  for (const [, key = ''] of source.matchAll(/\bt\(\s*'([\w.-]+)'/g)) expect(known, key).toContain(key);
  const begun = [...source.matchAll(/`([\w.]+\.)\$\{/g)].map(([, start = '']) => start);
  const unused = known.filter((key) => !source.includes(`'${key}'`) && !begun.some((start) => key.startsWith(start)));
  expect(unused).toEqual([]);
});
