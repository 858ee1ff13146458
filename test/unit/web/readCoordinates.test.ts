import { describe, expect, test } from 'vitest';
import { readCoordinates } from '../../../web/lookup/readCoordinates.ts';

const read = (text: string) => {
  const reading = readCoordinates(text);
  if (!reading.ok) return reading.reason;
  return [Number(reading.lng.toFixed(7)), Number(reading.lat.toFixed(7)), reading.swapped ? 'turned' : 'as written'];
};

describe('coordinates are read in every usual writing', () => {
  test.each([
    ['109.06,34.27'],
    ['109.06, 34.27'],
    ['109.06 34.27'],
    ['109.06\t34.27'],
    ['109.06;34.27'],
    ['109.06，34.27'],
    ['１０９．０６，３４．２７'],
    ['(109.06, 34.27)'],
    ['[109.06,34.27]'],
    ['经度：109.06，纬度：34.27'],
    ['lng=109.06, lat=34.27'],
    ['109°3′36″E 34°16′12″N'],
    ['109°3\'36"E, 34°16\'12"N'],
    ['东经109度3分36秒，北纬34度16分12秒'],
    ['E109.06 N34.27'],
    ['34°16′12″N 109°3′36″E'],
    ['N34.27, E109.06'],
    ['109°3.6′E 34°16.2′N'],
  ])('%s', (text) => {
    expect(read(text)).toEqual([109.06, 34.27, 'as written']);
  });
});

describe('latitude first', () => {
  test('is recognised where it can be nothing else, and marked', () => {
    expect(read('34.27 109.06')).toEqual([109.06, 34.27, 'turned']);
  });

  test('is not guessed where both orders are possible', () => {
    expect(read('34.27, 80')).toEqual([34.27, 80, 'as written']);
  });
});

test('south and west are negative', () => {
  expect(read('70°30′W 33°30′S')).toEqual([-70.5, -33.5, 'as written']);
});

test.each([
  ['', 'unreadable'],
  ['hello', 'unreadable'],
  ['纺织城', 'unreadable'],
  ['109.06', 'incomplete'],
  ['109.06, 34.27, 12', 'unreadable'],
  ['109.06E 34.27E', 'unreadable'],
  ['200, 34', 'outOfRange'],
  ['109, 134', 'outOfRange'],
])('%j is refused as %s', (text, reason) => {
  expect(read(text)).toBe(reason);
});
