import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { BoundaryFiles } from '../../../../server/files/boundaryFiles.ts';
import type { FileContent, FileWish } from '../../../../server/files/content.ts';
import { removeFixtures, twoGrids, writeAs } from './fixtures.ts';
import { zip } from './zip.ts';

const reader = new BoundaryFiles();
afterAll(async () => {
  await reader.close();
  removeFixtures();
});

const read = (bytes: Uint8Array | object, wish: FileWish = {}): Promise<FileContent> =>
  reader.readFeatures(bytes instanceof Uint8Array ? bytes : Buffer.from(JSON.stringify(bytes)), 'file', wish);
const codesOf = ({ features }: FileContent): unknown[] =>
  features.features.map(({ properties }) => properties?.['code']);
const noteOf = ({ notes }: FileContent, wanted: string) => notes.find(({ note }) => note === wanted);

const polygon = (x: number): GeoJSON.Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, 34],
      [x + 0.01, 34],
      [x + 0.01, 34.01],
      [x, 34.01],
      [x, 34],
    ],
  ],
});
const point: GeoJSON.Point = { type: 'Point', coordinates: [109, 34] };
const feature = (geometry: GeoJSON.Geometry | null, properties: Record<string, unknown> = {}) => ({
  type: 'Feature',
  properties,
  geometry,
});
const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });
/** Two areas with the given values in the given columns. */
const twoWith = (...properties: [Record<string, unknown>, Record<string, unknown>]) =>
  collection(...properties.map((each, i) => feature(polygon(109 + i / 100), each)));

describe('of a GeoPackage with several layers', () => {
  const threeLayers = readFileSync(new URL('./threeLayers.gpkg', import.meta.url));
  const LAYERS = [
    { name: 'a_outline', areas: 1 },
    { name: 'units', areas: 2 },
    { name: 'grids', areas: 7 },
  ];

  it('the one with the most areas is taken, whether or not its type is stated, and the others are named', async () => {
    const content = await read(threeLayers);
    expect(content).toMatchObject({ layer: 'grids', layers: LAYERS, counts: { features: 7 } });
    expect(noteOf(content, 'layers-left-out')).toMatchObject({ severity: 'note', layers: LAYERS.slice(0, 2) });
  });

  it('any other can be asked for by its name', async () => {
    const content = await read(threeLayers, { layer: 'units' });
    expect(content).toMatchObject({ layer: 'units', layers: LAYERS, counts: { features: 2 } });
    expect(noteOf(content, 'layers-left-out')?.layers).toEqual([LAYERS[0], LAYERS[2]]);
  });

  it('a name that none has is refused with those there are', async () => {
    await expect(read(threeLayers, { layer: 'grid' })).rejects.toMatchObject({
      code: 'invalid-input',
      members: { reason: 'layer-unknown', layers: LAYERS },
    });
  });
});

describe('of an archive of several files', () => {
  it('all are layers, whatever their formats, and folders tell those apart that are called alike', async () => {
    const shapefile = await writeAs('ESRI Shapefile', collection(feature(polygon(109), { code: '050101' })), [
      '-lco',
      'ENCODING=UTF-8',
    ]);
    const archive = zip([
      ...['shp', 'dbf', 'prj', 'cpg'].map((ending) => ({
        name: `old/grids.${ending}`,
        bytes: shapefile.get(ending) as Buffer,
      })),
      ...['shp', 'dbf', 'prj', 'cpg'].map((ending) => ({
        name: `new/grids.${ending}`,
        bytes: shapefile.get(ending) as Buffer,
      })),
      { name: 'two.geojson', bytes: Buffer.from(JSON.stringify(twoGrids)) },
      { name: 'metadata.json', bytes: Buffer.from('{"author":"x"}') },
    ]);
    const content = await read(archive);
    expect(content).toMatchObject({ layer: 'two.geojson', format: 'GeoJSON' });
    expect(content.layers).toEqual([
      { name: 'old/grids', areas: 1 },
      { name: 'new/grids', areas: 1 },
      { name: 'two.geojson', areas: 2 },
      { name: 'metadata.json', areas: 0, isUnreadable: true },
    ]);
    expect(codesOf(await read(archive, { layer: 'new/grids' }))).toEqual(['050101']);
    await expect(read(archive, { layer: 'metadata.json' })).rejects.toMatchObject({ code: 'unreadable-file' });
  });
});

describe('of a geometry collection', () => {
  it('the polygons are taken, however deep they lie, and the rest is counted', async () => {
    const deep = {
      type: 'GeometryCollection',
      geometries: [
        point,
        { type: 'GeometryCollection', geometries: [polygon(109.02), { type: 'LineString', coordinates: [[1, 1]] }] },
        { type: 'MultiPolygon', coordinates: [polygon(109.04).coordinates, polygon(109.06).coordinates] },
      ],
    };
    const content = await read(collection(feature(deep as GeoJSON.Geometry, { code: '050101' })));
    expect(content.features.features[0]?.geometry).toEqual({
      type: 'MultiPolygon',
      coordinates: [109.02, 109.04, 109.06].map((x) => polygon(x).coordinates),
    });
    expect(noteOf(content, 'parts-left-out')).toMatchObject({ severity: 'note', count: 2 });
  });

  it('without polygons the feature is left out, which is an error with its name', async () => {
    const lost = { type: 'GeometryCollection', geometries: [point] } as GeoJSON.Geometry;
    const content = await read(
      collection(
        feature(polygon(109), { code: '050101' }),
        feature(lost, { code: '050102' }),
        feature({ type: 'GeometryCollection', geometries: [] }, { code: '050103' }),
        feature({ type: 'MultiPolygon', coordinates: [] }, { code: '050104' }),
      ),
    );
    expect(codesOf(content)).toEqual(['050101']);
    expect(noteOf(content, 'features-left-out')).toMatchObject({
      severity: 'error',
      count: 3,
      features: ['050102', '050103', '050104'],
    });
  });

  it('of endless depth is read without end to the stack', async () => {
    const depth = 4000;
    const text = `{"type":"Feature","properties":{},"geometry":${'{"type":"GeometryCollection","geometries":['.repeat(depth)}${JSON.stringify(polygon(109))}${']}'.repeat(depth)}}`;
    expect((await read(Buffer.from(text))).counts.features).toBe(1);
  });
});

describe('codes', () => {
  it.each([
    ['that lost their leading zero', '50101', '50102'],
    ['in full-width digits', '０５０１０１', '０５０１０２'],
    ['with blanks within', '05 01 01', '05\u300001\u00A002'],
    ['with marks of no width', '\u200B050101', '0501\uFEFF02'],
    ['with a spreadsheet’s apostrophe', "'050101", '’050102'],
    ['of a column of decimals', '50101.0', '050102.00'],
  ])('%s are tidied and told', async (_how, first, second) => {
    const content = await read(twoWith({ code: first }, { code: second }), { district: '05' });
    expect(codesOf(content)).toEqual(['050101', '050102']);
    expect(noteOf(content, 'codes-tidied')).toMatchObject({
      count: 2,
      examples: [
        { before: first, after: '050101' },
        { before: second, after: '050102' },
      ],
    });
  });

  it('that are plain are not spoken of, and those of another district keep their digits', async () => {
    const plain = await read(twoWith({ code: '050101' }, { code: '050102' }), { district: '05' });
    expect(plain.notes).toEqual([]);
    const other = await read(twoWith({ code: '61011' }, { code: 7 }), { district: '05' });
    expect(codesOf(other)).toEqual(['61011', '7']);
  });

  it.each(['网格编号', '网格代码', '网格编码', '编号', 'grid_code', 'GRIDCODE', 'Grid Code', ' 网格 编号 ', 'WGBH'])(
    'stand in a column called %s',
    async (heading) => {
      const content = await read(twoWith({ [heading]: '050101' }, { [heading]: '050102' }));
      expect(codesOf(content)).toEqual(['050101', '050102']);
      expect(content.keys.code).toBe(heading);
      expect(noteOf(content, 'codes-in-column')).toBeUndefined();
    },
  );

  it('are found in the names where no column is called like one, which is told', async () => {
    const content = await read(twoWith({ name: '050101', no: 'x' }, { name: '050102', no: 'y' }), { district: '05' });
    expect(codesOf(content)).toEqual(['050101', '050102']);
    expect(noteOf(content, 'codes-in-column')).toMatchObject({ column: 'name' });
  });

  it('are looked for in the next column when the one called like it holds serial numbers', async () => {
    const content = await read(twoWith({ id: '1', 编码: '050101' }, { id: '2', 编码: '050102' }), { district: '05' });
    expect(content.keys.code).toBe('编码');
    const serial = await read(twoWith({ id: 1, label: '050101' }, { id: 2, label: '050102' }), { district: '05' });
    expect(serial.keys.code).toBe('label');
  });

  it('that no column holds are missed, with the columns and samples of them', async () => {
    const content = await read(twoWith({ 社区: '安宁', 面积: 12.5 }, { 社区: '柳沟', 面积: null }));
    expect(noteOf(content, 'codes-missing')).toBeDefined();
    expect(content.columns).toEqual([
      { name: '社区', samples: ['安宁', '柳沟'] },
      { name: '面积', samples: ['12.5'] },
    ]);
  });

  it('are taken from the column the sender names, and from no other', async () => {
    const file = twoWith({ code: 'x', 社区号: '050101' }, { code: 'y', 社区号: '050102' });
    expect(codesOf(await read(file, { codeColumn: '社区号' }))).toEqual(['050101', '050102']);
    await expect(read(file, { codeColumn: 'nowhere' })).rejects.toMatchObject({
      code: 'invalid-input',
      members: { reason: 'column-unknown', columns: [{ name: 'code' }, { name: '社区号' }] },
    });
  });
});
