import { describe, expect, it } from 'vitest';
import { Fault } from '../../../server/core/fault.ts';
import { readPlaces } from '../../../server/places/readPlaces.ts';

async function refusalOf(text: string): Promise<Fault> {
  try {
    await readPlaces(text, null);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('places from CSV', () => {
  it('have the columns in any order, Chinese or English, after a byte-order mark', async () => {
    expect(await readPlaces('\ufeff名称,纬度,经度,权重,备注\r\n"老王, 面馆",34.2,109.01,2.5,x\r\n', null)).toEqual([
      { x: 1_090_100_000, y: 342_000_000, weight: 2.5, name: '老王, 面馆', detail: '' },
    ]);
  });

  it('weigh one where nothing else is said, and have their address from street and number', async () => {
    expect(await readPlaces('street,number,lng,lat\n向荣公路,58号,109,34\n\n', null)).toEqual([
      { x: 1_090_000_000, y: 340_000_000, weight: 1, name: '', detail: '向荣公路58号' },
    ]);
  });

  it('are shifted by the projection of their datum', async () => {
    expect((await readPlaces('lng,lat\n109,34', (x, y) => [x - 1, y + 1]))[0]).toMatchObject({
      x: 1_080_000_000,
      y: 350_000_000,
    });
  });

  it('are refused with the line of each mistake, quoted line ends counted', async () => {
    const refusal = await refusalOf('lng,lat,name\n109,34,"two\nlines"\n34,109,x\nabc,34,x\n109,34,x\n109,95,x\n');
    expect(refusal.code).toBe('invalid-input');
    expect(refusal.errors).toEqual([
      { path: '/lines/4', message: 'longitude and latitude are swapped' },
      { path: '/lines/5', message: '“abc” is not a longitude in degrees' },
      { path: '/lines/7', message: 'there is no place at 109, 95' },
    ]);
  });

  it('are refused with a weight that is none', async () => {
    expect((await refusalOf('lng,lat,weight\n109,34,-1')).errors[0]?.path).toBe('/lines/2');
    expect((await refusalOf('lng,lat,weight\n109,34,Infinity')).errors[0]?.path).toBe('/lines/2');
  });

  it('are refused without the columns, without a line and with a quotation that does not end', async () => {
    expect((await refusalOf('name\nx')).detail).toContain('there is no lng and no lat');
    expect((await refusalOf('')).detail).toContain('empty');
    expect((await refusalOf('lng,lat\n109,34\n"109,34')).errors[0]?.path).toBe('/lines/3');
  });
});
