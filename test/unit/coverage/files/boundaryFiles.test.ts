import { deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { toUnits } from '../../../../server/core/geometry/lattice.ts';
import { BoundaryFiles } from '../../../../server/files/boundaryFiles.ts';
import type { FileContent } from '../../../../server/files/content.ts';
import { FILE_LIMITS } from '../../../../server/files/limits.ts';
import { removeFixtures, twoGrids, writeAs } from './fixtures.ts';
import { zip } from './zip.ts';

const reader = new BoundaryFiles();
afterAll(async () => {
  await reader.close();
  removeFixtures();
});

const read = (bytes: Uint8Array | string, name = 'file'): Promise<FileContent> =>
  reader.readFeatures(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, name);
const refused = (bytes: Uint8Array | string): Promise<unknown> =>
  read(bytes).then(
    () => 'was read',
    (error: unknown) => error,
  );
const readJson = (value: object): Promise<FileContent> => read(JSON.stringify(value));
const zipLayer = (files: Map<string, Buffer>, endings: string[], stem = '网格'): Buffer =>
  zip(endings.map((ending) => ({ name: `数据/${stem}.${ending}`, bytes: files.get(ending) ?? Buffer.alloc(0) })));

/** Code, name and lattice coordinates: what must survive every format. */
const essence = ({ features }: FileContent): unknown =>
  features.features
    .map(({ properties, geometry }) => {
      const corners = geometry.coordinates.flat(Infinity) as unknown as number[];
      const xs = corners.filter((_, i) => i % 2 === 0).map(toUnits);
      const ys = corners.filter((_, i) => i % 2 === 1).map(toUnits);
      const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      return { code: properties?.['code'] as string, name: properties?.['name'] as string, corners: xs.length, box };
    })
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));

const EXPECTED = [
  { code: '050101', name: '安宁社区', corners: 5, box: [1_090_000_000, 342_000_000, 1_090_100_000, 342_100_000] },
  { code: '050102', name: '柳沟村', corners: 5, box: [1_090_100_000, 342_000_000, 1_090_200_000, 342_100_000] },
];

describe('reading a boundary file', () => {
  it('takes GeoJSON as it is', async () => {
    const content = await readJson(twoGrids);
    expect(essence(content)).toEqual(EXPECTED);
    expect(content).toMatchObject({ format: 'GeoJSON', counts: { features: 2, vertices: 8 }, notes: [] });
    expect(content.declaredCrs).toBeUndefined();
  });

  it.each([
    ['GPKG', 'gpkg', 'GeoPackage'],
    ['FlatGeobuf', 'fgb', 'FlatGeobuf'],
  ])('reads %s', async (driver, ending, format) => {
    const files = await writeAs(driver, twoGrids);
    const content = await read(files.get(ending) as Buffer, `grids.${ending}`);
    expect(essence(content)).toEqual(EXPECTED);
    expect(content).toMatchObject({ format, declaredCrs: 'EPSG:4326' });
  });

  it('reads KML with the codes in its extended data', async () => {
    const kml = `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
      <Placemark><name>安宁社区</name><ExtendedData><SchemaData schemaUrl="#g"><SimpleData name="code">050101</SimpleData></SchemaData></ExtendedData>
      <Polygon><outerBoundaryIs><LinearRing><coordinates>109,34.2,400 109.01,34.2,400 109.01,34.21,400 109,34.21,400 109,34.2,400</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
      <Placemark><name><![CDATA[柳沟村]]></name><ExtendedData><Data name='code'><value>050102</value></Data></ExtendedData>
      <MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>109.01,34.2 109.02,34.2 109.02,34.21 109.01,34.21 109.01,34.2</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>
      <Placemark><name>所在地</name><Point><coordinates>109,34</coordinates></Point></Placemark></Document></kml>`;
    const content = await read(kml);
    expect(essence(content)).toEqual(EXPECTED);
    expect(content).toMatchObject({ format: 'KML', counts: { otherGeometries: 1, droppedOrdinates: 5 } });
  });

  it('reads TopoJSON, with the arcs its neighbours share', async () => {
    const topology = {
      type: 'Topology',
      arcs: [
        [
          [109.01, 34.2],
          [109.01, 34.21],
        ],
        [
          [109.01, 34.21],
          [109, 34.21],
          [109, 34.2],
          [109.01, 34.2],
        ],
        [
          [109.01, 34.2],
          [109.02, 34.2],
          [109.02, 34.21],
          [109.01, 34.21],
        ],
      ],
      objects: {
        grids: {
          type: 'GeometryCollection',
          geometries: [
            { type: 'Polygon', properties: { code: '050101', name: '安宁社区' }, arcs: [[0, 1]] },
            { type: 'Polygon', properties: { code: '050102', name: '柳沟村' }, arcs: [[2, -1]] },
          ],
        },
        seats: { type: 'Point', coordinates: [109, 34] },
      },
    };
    const content = await readJson(topology);
    expect(essence(content)).toEqual(EXPECTED);
    expect(content.format).toBe('TopoJSON');
  });

  it.each([
    ['UTF-8', ['shp', 'shx', 'dbf', 'prj', 'cpg']],
    ['GBK', ['shp', 'shx', 'dbf', 'prj', 'cpg']],
    ['GBK', ['shp', 'shx', 'dbf', 'prj']],
    ['UTF-8', ['shp', 'dbf', 'prj']],
  ])('reads a zipped Shapefile in %s with the files %s', async (encoding, endings) => {
    const files = await writeAs('ESRI Shapefile', twoGrids, ['-lco', `ENCODING=${encoding}`]);
    const content = await read(zipLayer(files, endings));
    expect(essence(content)).toEqual(EXPECTED);
    expect(content.format).toBe('Shapefile');
    const guessed = content.notes.some(({ note }) => note === 'text-encoding');
    expect(guessed).toBe(encoding === 'GBK' && !endings.includes('cpg'));
  });

  it.each([4490, 4524, 4545, 4547, 4528])('turns CGCS2000 (EPSG:%i) into the same degrees', async (epsg) => {
    const files = await writeAs('ESRI Shapefile', twoGrids, ['-t_srs', `EPSG:${epsg}`, '-lco', 'ENCODING=UTF-8']);
    const content = await read(zipLayer(files, ['shp', 'shx', 'dbf', 'prj', 'cpg']));
    expect(essence(content)).toEqual(EXPECTED);
    expect(content.declaredCrs).toMatch(/EPSG|CGCS2000|China/);
  });

  it('turns projected GeoJSON that names its system into degrees', async () => {
    const projected = {
      ...twoGrids,
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } },
      features: [
        {
          ...twoGrids.features[0],
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [12133825, 4056300],
                [12133925, 4056300],
                [12133925, 4056400],
                [12133825, 4056300],
              ],
            ],
          },
        },
      ],
    };
    const content = await readJson(projected);
    expect(content.declaredCrs).toBe('EPSG:3857');
    const corners = (content.features.features[0]?.geometry.coordinates ?? []).flat(2) as number[];
    const [longitude, latitude] = corners;
    expect(longitude).toBeCloseTo(109, 2);
    expect(latitude).toBeCloseTo(34.2, 1);
  });

  it('names the layers it leaves out', async () => {
    const files = await writeAs('ESRI Shapefile', twoGrids, ['-lco', 'ENCODING=UTF-8']);
    const points = await writeAs('ESRI Shapefile', {
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { code: 'a' }, geometry: { type: 'Point', coordinates: [109, 34] } }],
    });
    const archive = zip([
      ...['shp', 'dbf', 'prj'].map((ending) => ({ name: `seats.${ending}`, bytes: points.get(ending) as Buffer })),
      ...['shp', 'dbf', 'prj'].map((ending) => ({ name: `grids.${ending}`, bytes: files.get(ending) as Buffer })),
    ]);
    const content = await read(archive);
    expect(essence(content)).toEqual(EXPECTED);
    expect(content).toMatchObject({
      layer: 'grids',
      layers: [
        { name: 'seats', areas: 0 },
        { name: 'grids', areas: 2 },
      ],
    });
    expect(content.notes).toContainEqual(
      expect.objectContaining({
        note: 'layers-left-out',
        layer: 'grids',
        layers: [{ name: 'seats', areas: 0 }],
        message: 'Of 2 layers “grids” (2 areas) was taken; left out: “seats” (0 areas).',
      }),
    );
  });

  it('reads a zipped KML (KMZ) and a zipped GeoJSON', async () => {
    const content = await read(zip([{ name: 'doc.geojson', bytes: Buffer.from(JSON.stringify(twoGrids)) }]));
    expect(essence(content)).toEqual(EXPECTED);
  });

  it('finds code and name under Chinese and other names, and gives a number its zero back', async () => {
    const renamed = {
      ...twoGrids,
      features: twoGrids.features.map(({ properties: { code, name }, ...rest }) => ({
        ...rest,
        properties: { 网格编码: Number(code), 网格名称: name, adcode: 610111 },
      })),
    };
    const content = await readJson(renamed);
    expect(essence(content)).toEqual(EXPECTED);
    expect(content.keys).toEqual({ code: '网格编码', name: '网格名称' });
    expect(content.counts.mendedCodes).toBe(2);
  });

  it('counts what it leaves out: missing geometries, points, heights', async () => {
    const mixed = {
      type: 'FeatureCollection',
      features: [
        ...twoGrids.features,
        { type: 'Feature', properties: {}, geometry: null },
        { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [109, 34] } },
      ],
    };
    const content = await readJson(mixed);
    expect(content.counts).toMatchObject({ features: 2, withoutGeometry: 1, otherGeometries: 1 });
    expect(content.notes).toEqual([
      expect.objectContaining({ note: 'features-left-out', severity: 'error', count: 2, features: ['#3', '#4'] }),
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['nothing', ''],
    ['words', 'hello'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])],
    ['JSON that breaks off', '{"type":"FeatureCollection","features":['],
    ['some other JSON', '{"a":1}'],
    ['some other XML', '<html></html>'],
    ['a KML that breaks off', '<kml><Placemark><name>x'],
    ['a KML of nothing but open comments', `<kml>${'<!--'.repeat(200_000)}</kml>`],
    ['TopoJSON without arcs', '{"type":"Topology","arcs":[],"objects":{"a":{"type":"Polygon","arcs":[[7]]}}}'],
    ['TopoJSON without objects', '{"type":"Topology","arcs":[]}'],
    ['a GeoPackage that breaks off', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(5000, 7)])],
    ['a FlatGeobuf that breaks off', Buffer.from([0x66, 0x67, 0x62, 3, 0x66, 0x67, 0x62, 0, 255, 255, 255, 127])],
    ['a zip that breaks off', Buffer.from('PK\x03\x04 and no more')],
    ['an empty zip', zip([])],
    ['a zip of letters', zip([{ name: 'letter.txt', bytes: Buffer.from('x') }])],
    ['a zip in a zip', zip([{ name: 'a.geojson', bytes: zip([{ name: 'b.geojson', bytes: Buffer.from('{}') }]) }])],
    ['a Shapefile of noise', zip(['shp', 'shx', 'dbf'].map((e) => ({ name: `a.${e}`, bytes: Buffer.alloc(300, 3) })))],
    ['a bare .shp', Buffer.from([0, 0, 0x27, 0x0a, ...Array.from({ length: 200 }, () => 0)])],
  ])('is refused as unreadable: %s', async (_name, bytes) => {
    expect(await refused(bytes)).toMatchObject({ code: 'unreadable-file' });
  });

  it('is refused when part of it is missing, wherever it was cut off', async () => {
    for (const [driver, ending] of [
      ['GPKG', 'gpkg'],
      ['FlatGeobuf', 'fgb'],
    ] as const) {
      const whole = (await writeAs(driver, twoGrids)).get(ending) as Buffer;
      for (const share of [0.2, 0.5, 0.8, 0.98]) {
        const part = whole.subarray(0, Math.floor(whole.length * share));
        expect(await refused(part)).toMatchObject({ code: 'unreadable-file' });
      }
    }
  });

  it('is refused when it holds no polygons', async () => {
    expect(await refused('{"type":"FeatureCollection","features":[]}')).toMatchObject({ code: 'invalid-input' });
  });

  it('is refused when it is in metres without saying of which system, with the place', async () => {
    const metres = JSON.stringify({
      type: 'Polygon',
      coordinates: [
        [
          [36500000, 3790000],
          [36500100, 3790000],
          [36500100, 3790100],
          [36500000, 3790000],
        ],
      ],
    });
    expect(await refused(metres)).toMatchObject({
      code: 'invalid-input',
      errors: [{ path: '/features/0/geometry/coordinates' }],
    });
  });

  it('is refused when its datum cannot be converted exactly', async () => {
    const files = await writeAs('ESRI Shapefile', twoGrids, ['-a_srs', 'EPSG:4214']);
    expect(await refused(zipLayer(files, ['shp', 'dbf', 'prj']))).toMatchObject({ code: 'invalid-input' });
  });

  it('is refused as too large, with the limit, before a zip bomb is unpacked', async () => {
    const bomb = zip([
      { name: 'a.geojson', bytes: Buffer.alloc(10), claimedSize: FILE_LIMITS.unzippedBytes + 1, deflated: true },
    ]);
    expect(await refused(bomb)).toMatchObject({ code: 'too-large', members: { limit: 'unzippedBytes' } });
    const dense = zip([
      {
        name: 'a.geojson',
        bytes: deflateRawSync(Buffer.alloc(100_000_000, ' ')),
        deflated: true,
        claimedSize: 100_000_000,
      },
    ]);
    expect(dense.length).toBeLessThan(200_000);
    expect(await refused(dense)).toMatchObject({ code: 'too-large', members: { limit: 'unzipRatio' } });
    const many = zip(
      Array.from({ length: FILE_LIMITS.zipEntries + 1 }, (_, i) => ({ name: `${i}`, bytes: Buffer.alloc(0) })),
    );
    expect(await refused(many)).toMatchObject({ code: 'too-large', members: { limit: 'zipEntries' } });
  });

  it('stops unpacking an entry that is larger than it claims', async () => {
    const liar = zip([
      { name: 'a.geojson', bytes: deflateRawSync(Buffer.alloc(5_000_000)), claimedSize: 100, deflated: true },
    ]);
    expect(await refused(liar)).toMatchObject({ code: 'unreadable-file' });
  });

  it('does not keep the next file from being read when it takes too long', async () => {
    const hasty = new BoundaryFiles({ timeLimitMs: 1 });
    await expect(hasty.readFeatures(Buffer.from('{}'), 'slow')).rejects.toMatchObject({ code: 'unreadable-file' });
    await hasty.close();
    expect(essence(await readJson(twoGrids))).toEqual(EXPECTED);
  });
});
