import { afterAll, describe, expect, it } from 'vitest';
import { FILE_REASONS, type FileReason } from '../../../../server/core/coverage/intake/fileReasons.ts';
import { BoundaryFiles } from '../../../../server/files/boundaryFiles.ts';
import { en } from '../../../../web/ui/texts/en.ts';
import { zhCN } from '../../../../web/ui/texts/zhCN.ts';
import { removeFixtures, twoGrids, writeAs } from './fixtures.ts';
import { zip } from './zip.ts';

const reader = new BoundaryFiles();
afterAll(async () => {
  await reader.close();
  removeFixtures();
});

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const geoJson = Buffer.from(JSON.stringify(twoGrids));
const inCrs = (name: string): Buffer =>
  Buffer.from(JSON.stringify({ ...twoGrids, crs: { type: 'name', properties: { name } } }));

/** What a file is, its bytes, and what its refusal has to say. */
const FILES: [string, () => Buffer | Promise<Buffer>, FileReason, RegExp][] = [
  ['a PNG picture', () => latin('\x89PNG\r\n\x1a\n'), 'picture', /picture.*GeoJSON/],
  ['a JPEG picture', () => latin('\xff\xd8\xff\xe0\0\x10JFIF'), 'picture', /picture/],
  ['a PDF', () => latin('%PDF-1.7\n'), 'pdf', /PDF/],
  ['a CAD drawing', () => latin('AC1032\0\0'), 'cad', /CAD/],
  ['a drawing exchange file', () => latin('  0\r\nSECTION\r\n  2\r\nHEADER'), 'cad', /CAD/],
  ['a CSV', () => Buffer.from('网格编码,名称\n050101,安宁\n050102,柳沟\n'), 'table', /table.*no areas/],
  ['a CSV in GBK, separated by tabs', () => latin('\xcd\xf8\xb8\xf1\tname\n050101\tx\n'), 'table', /table/],
  ['an old spreadsheet', () => latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'office', /office/],
  ['a new spreadsheet', () => zip([{ name: '[Content_Types].xml', bytes: latin('<Types/>') }]), 'office', /office/],
  ['a letter', () => latin('Dear Sir or Madam'), 'unknown-format', /none of the formats/],
  ['a RAR archive', () => latin('Rar!\x1a\x07\0'), 'other-archive', /\.zip/],
  ['nothing', () => Buffer.alloc(0), 'empty', /empty/],
  ['a lone .shp', () => part('shp'), 'bare-shapefile', /zip \.shp, \.shx, \.dbf and \.prj together/],
  ['a lone .dbf', () => part('dbf'), 'bare-shapefile', /zip/],
  ['a lone .prj', () => part('prj'), 'bare-shapefile', /zip/],
  ['GeoJSON that breaks off', () => geoJson.subarray(0, -20), 'truncated', /breaks off/],
  ['GeoJSON with a mistake', () => Buffer.from('{"type":"Polygon",,}'), 'malformed', /character 18/],
  ['a KML that breaks off', () => Buffer.from('<kml><Document>'), 'truncated', /breaks off/],
  [
    'a zip that breaks off',
    () => zip([{ name: 'a.geojson', bytes: geoJson }]).subarray(0, -30),
    'truncated',
    /breaks off/,
  ],
  [
    'a GeoPackage that breaks off',
    async () => (await whole('GPKG', 'gpkg')).subarray(0, 30_000),
    'truncated',
    /breaks off/,
  ],
  [
    'a FlatGeobuf that breaks off',
    async () => (await whole('FlatGeobuf', 'fgb')).subarray(0, -40),
    'truncated',
    /breaks off/,
  ],
  ['an unknown EPSG', () => inCrs('urn:ogc:def:crs:EPSG::987654'), 'crs-unknown', /EPSG:987654.*4490/],
  ['a system by a name nobody knows', () => inCrs('西安地方坐标系'), 'crs-unknown', /西安地方坐标系/],
  ['a .prj that is none', () => shapefile(['shp', 'dbf'], 'LOCAL'), 'crs-unknown', /LOCAL/],
  ['the Beijing datum of 1954', () => inCrs('EPSG:4214'), 'crs-foreign', /Beijing 1954.*CGCS2000/],
  ['a Shapefile without its table', () => shapefile(['shp', 'shx']), 'dbf-missing', /dbf/],
  [
    'lines only',
    () => Buffer.from('{"type":"LineString","coordinates":[[109,34],[109,35]]}'),
    'no-areas',
    /areas first/,
  ],
];

const whole = async (driver: string, ending: string) => (await writeAs(driver, twoGrids)).get(ending) as Buffer;
const part = async (ending: string) => whole('ESRI Shapefile', ending);
async function shapefile(endings: string[], prj?: string): Promise<Buffer> {
  const files = await writeAs('ESRI Shapefile', twoGrids);
  const parts = endings.map((ending) => ({ name: `a.${ending}`, bytes: files.get(ending) as Buffer }));
  return zip(prj === undefined ? parts : [...parts, { name: 'a.prj', bytes: Buffer.from(prj) }]);
}

describe('a refused file', () => {
  it.each(FILES)('is told what it is and what to do: %s', async (_what, make, reason, detail) => {
    const refusal: unknown = await reader.readFeatures(await make(), 'file').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ members: { reason }, detail: expect.stringMatching(detail) as unknown });
  });

  it.each(FILE_REASONS)('has words in both languages: %s', (reason) => {
    for (const { fileReason } of [zhCN, en]) expect(fileReason[reason].length).toBeGreaterThan(8);
    expect(zhCN.fileReason[reason]).toMatch(/[一-龥]/);
  });
});
