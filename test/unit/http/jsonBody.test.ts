import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../server/core/fault.ts';
import { parseJson } from '../../../server/http/jsonBody.ts';
import { placeInJson } from '../../../server/http/jsonPlace.ts';

function refusalOf(text: string): Fault {
  try {
    parseJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

describe('a refused JSON body', () => {
  it.each([
    ['a key given twice', '{"points":[{"lng":1},{"lng":1,"lat":2,"lng":3}]}', '/points/1/lng'],
    ['a key given twice at the top', '{"a":1,"b":2,"a":3}', '/a'],
    ['a key with a slash given twice', '{"x":{"a/b~c":1,"a/b~c":2}}', '/x/a~1b~0c'],
    ['a key that reaches for the prototype', '{"roles":[{"__proto__":{}}]}', '/roles/0/__proto__'],
    ['NUL in a value', '{"a":[1,{"name":"x\\u0000"}]}', '/a/1/name'],
    ['NUL in a key', '{"a":[1,{"b":1,"x\\u0000":2}]}', '/a/1'],
    ['half a character', '{"a":["ok","\\ud800"]}', '/a/1'],
    ['too much nesting', `{"a":[1,${'['.repeat(63)}]}`, `/a/1${'/0'.repeat(62)}`],
    ['a word that is no value', '{"a":[1,{"b":NaN}]}', '/a/1/b'],
    ['a number that is none', '{"a":[1,01]}', '/a/1'],
    ['a comma too many', '{"a":[1,2,]}', '/a/2'],
    ['a member without a colon', '{"a":{"b" 1}}', '/a/b'],
    ['a bracket that closes another one', '{"a":[1}', '/a/0'],
    ['a line break in a text', '{"a":["x\ny"]}', '/a/0'],
    ['an escape that is none', '{"a":["\\x"]}', '/a/0'],
    ['more behind the end', '{"a":1} 2', ''],
    ['an end that comes too early', '{"points":[{"id"', '/points/0/id'],
    ['single quotes', "{'a':1}", ''],
    ['a comment', '{"a":/* one */1}', '/a'],
    ['a comma too many, behind a byte-order mark', '\uFEFF[1,]', '/1'],
    ['an end in the middle of a text', '{"a":["x', '/a/0'],
  ])('names the place of %s', (_, text, path) => {
    expect(refusalOf(text).errors.map((error) => error.path)).toEqual([path]);
  });

  it('counts characters, not bytes, to where the text stops being JSON', () => {
    expect(refusalOf('{"网格":[1,x]}').detail).toBe('The body is not JSON (at character 9).');
  });

  it('never quotes the text', () => {
    expect(refusalOf('{"phone":13800000000x}').detail).not.toContain('138');
  });
});

describe('the walk that finds places', () => {
  it('comes to the end of all that is JSON, and else stops where what came before might still have become JSON', () => {
    const written = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', '}', '"', ',', '\\', 'x', '\u0001'));
    fc.assert(
      fc.property(written, ([json, spot, extra]) => {
        const cut = spot % (json.length + 1);
        const text = json.slice(0, cut) + extra + json.slice(cut);
        const { at } = placeInJson(text);
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) expect(at).toBe(text.length);
        else expect(placeInJson(text.slice(0, at)).at).toBe(at);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives up within brackets deeper than anybody needs', () => {
    expect(placeInJson('['.repeat(1_000_000)).at).toBeLessThan(10_000);
  });

  it('comes to an end on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void placeInJson(text)));
  });
});
