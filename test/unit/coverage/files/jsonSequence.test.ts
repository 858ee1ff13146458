import { afterAll, describe, expect, it } from 'vitest';
import { BoundaryFiles } from '../../../../server/files/boundaryFiles.ts';
import { twoGrids } from './fixtures.ts';

const reader = new BoundaryFiles();
afterAll(() => reader.close());

const read = (text: string) => reader.readFeatures(Buffer.from(text), 'file');
const lines = twoGrids.features.map((feature) => JSON.stringify(feature));
const [first, second] = lines as [string, string];
const pretty = twoGrids.features.map((feature) => JSON.stringify(feature, null, 2));

describe('GeoJSON in many texts', () => {
  it.each([
    ['a feature a line', `${first}\n${second}\n`],
    [
      'a feature a line, ended as Windows does, with blank lines and a byte order mark',
      `\uFEFF${first}\r\n\r\n${second}`,
    ],
    ['a text sequence', `\u001E${first}\n\u001E${second}\n`],
    ['a text sequence of texts of several lines', pretty.map((text) => `\u001E${text}\n`).join('')],
    ['a text sequence of one collection', `\u001E${JSON.stringify(twoGrids)}\n`],
    ['collections a line', lines.map((line) => `{"type":"FeatureCollection","features":[${line}]}`).join('\n')],
  ])('is read: %s', async (_how, text) => {
    const { features, format, notes } = await read(text);
    expect(features.features.map(({ properties, geometry }) => ({ properties, geometry }))).toEqual(
      twoGrids.features.map(({ properties, geometry }) => ({ properties, geometry })),
    );
    expect([format, notes]).toEqual(['GeoJSON', []]);
  });

  it('does not take one text in several lines for many', async () => {
    expect((await read(JSON.stringify(twoGrids, null, 2))).counts.features).toBe(2);
    expect((await read(`${JSON.stringify(twoGrids)}\n\n`)).counts.features).toBe(2);
  });

  it.each([
    ['a line that breaks off', `${first}\n${second.slice(0, -5)}`, 'truncated', 'Line 2'],
    ['a line that is no GeoJSON', `${first}\n{"a":1}\n${second}`, 'malformed', 'Line 2'],
    ['a record that is no JSON', `\u001E${first}\n\u001Ehello\n\u001E${second}`, 'malformed', 'Record 2'],
  ])('is refused with its place: %s', async (_how, text, reason, where) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'unreadable-file',
      members: { reason },
      detail: expect.stringContaining(where) as unknown,
      errors: [{ path: '/1' }],
    });
  });
});
