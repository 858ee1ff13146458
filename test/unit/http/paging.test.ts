import { describe, expect, it } from 'vitest';
import { cursorOfKeys, readCursor, readPage } from '../../../server/http/paging.ts';

/** A page of the numbers below `cursor`, from 5 down, with the headers it was sent with. */
async function pageOf(url: string, limit: number, cursor = 6) {
  const headers: Record<string, string> = {};
  const reply = { header: (name: string, value: string) => Object.assign(headers, { [name]: value }) };
  const read = (atMost: number) => Promise.resolve([5, 4, 3, 2, 1].filter((one) => one < cursor).slice(0, atMost));
  const page = await readPage({ url }, reply as never, { limit, read, cursorOf: (entry) => entry });
  return { ...page, link: headers['link'] };
}

describe('a page of a list', () => {
  it('names the address of the next one, with all else that was asked', async () => {
    expect(await pageOf('/plans?state=draft&limit=2&cursor=9', 2)).toEqual({
      entries: [5, 4],
      next: 4,
      link: '</plans?state=draft&limit=2&cursor=4>; rel="next"',
    });
  });

  it('names none where it holds the rest, be it full or not', async () => {
    expect(await pageOf('/plans', 2, 3)).toEqual({ entries: [2, 1], next: null, link: undefined });
    expect(await pageOf('/plans', 9)).toEqual({ entries: [5, 4, 3, 2, 1], next: null, link: undefined });
    expect(await pageOf('/plans', 9, 1)).toEqual({ entries: [], next: null, link: undefined });
  });
});

describe('a cursor of several keys', () => {
  const parse = ([name, number]: readonly string[]) => (number === '7' ? `${name}!` : null);

  it('is read as it was written', () => {
    expect(readCursor(cursorOfKeys('a', '7'), parse)).toBe('a!');
    expect(readCursor(undefined, parse)).toBeNull();
  });

  it('is refused where the list does not know it', () => {
    expect(() => readCursor('a~8', parse)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});
