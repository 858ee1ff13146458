import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEEPEST_JSON, objectionTo } from '../../../server/http/jsonText.ts';

const objection = (text: string) => objectionTo(Buffer.from(text))?.kind ?? null;

describe('the look at a JSON text before it is parsed', () => {
  it('has nothing against what JSON.stringify writes of whole text', () => {
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' });
    fc.assert(
      fc.property(value, (json) => {
        const text = JSON.stringify(json);
        fc.pre(!text.includes('\\u0000') && !text.includes('"__proto__"'));
        expect(objection(text)).toBeNull();
        expect(objection(JSON.stringify(json, null, 2))).toBeNull();
      }),
    );
  });

  it.each([
    ['["\\u0000"]', 'nul'],
    ['{"\\u0000":1}', 'nul'],
    ['"\\ud800"', 'lone-surrogate'],
    ['"\\ud800x\\udc00"', 'lone-surrogate'],
    ['"\\ud800\\n"', 'lone-surrogate'],
    ['"\\udc00\\ud800"', 'lone-surrogate'],
    ['{"a":1,"b":{"a":1},"a":2}', 'duplicate-key'],
    ['{"a":1,"\\u0061" : 2}', 'duplicate-key'],
    ['{"__proto__":1}', 'prototype-key'],
    ['{"\\u005f_proto__":1}', 'prototype-key'],
    ['['.repeat(DEEPEST_JSON + 1), 'too-deep'],
  ])('objects to %.30s: %s', (text, kind) => expect(objection(text)).toBe(kind));

  it.each([
    '"\\ud83d\\ude00"',
    '"\\\\ud800"',
    '"\\\\u0000"',
    '"\\"__proto__\\""',
    '["__proto__"]',
    '[{"a":1},{"a":1}]',
    '{"a":["a","a"]}',
    '['.repeat(DEEPEST_JSON),
  ])('lets %.30s pass', (text) => expect(objection(text)).toBeNull());

  it('finds a key that an object has twice among any number of keys, however it is written, and none where there is none', () => {
    const key = fc.integer({ min: 0, max: 80 }).map((number) => `key${number}`);
    const written = fc.tuple(key, fc.boolean());
    const escaped = (text: string) => text.replace('k', '\\u006b');
    fc.assert(
      fc.property(fc.array(fc.array(written, { maxLength: 60 }), { maxLength: 4 }), (objects) => {
        const text = objects
          .map((keys) => `{${keys.map(([name, plain]) => `"${plain ? name : escaped(name)}":{"key1":0}`).join(',')}}`)
          .join(',');
        const isTwice = objects.some((keys) => new Set(keys.map(([name]) => name)).size < keys.length);
        expect(objection(`[${text}]`)).toBe(isTwice ? 'duplicate-key' : null);
      }),
    );
  });

  it('comes to an end on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void objectionTo(Buffer.from(bytes))));
  });
});
