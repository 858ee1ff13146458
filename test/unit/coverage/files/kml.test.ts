import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BoundaryFiles } from '../../../../server/files/boundaryFiles.ts';
import type { FileContent } from '../../../../server/files/content.ts';
import { readKml } from '../../../../server/files/kml.ts';
import { zip } from './zip.ts';

const reader = new BoundaryFiles();
afterAll(() => reader.close());

const RING = '109,34.2 109.01,34.2 109.01,34.21 109,34.21 109,34.2';
const HOLE = '109.004,34.204 109.004,34.206 109.006,34.206 109.004,34.204';
const boundary = (side: string, coordinates: string): string =>
  `<${side}BoundaryIs><LinearRing><coordinates>${coordinates}</coordinates></LinearRing></${side}BoundaryIs>`;
const polygon = (coordinates = RING, holes = ''): string =>
  `<Polygon>${boundary('outer', coordinates)}${holes}</Polygon>`;
const placemark = (inside: string): string => `<Placemark>${inside}</Placemark>`;
const kml = (inside: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inside}</Document></kml>`;
const read = (text: string): Promise<FileContent> => reader.readFeatures(Buffer.from(text), 'file.kml');
const first = async (text: string) => (await read(text)).features.features[0];
const square = RING.split(' ').map((tuple) => tuple.split(',').map(Number));

describe('KML', () => {
  it.each([
    ['tags', '<b>安宁</b> & <i>社区</i>'],
    ['the beginning of a comment', '安宁 <!-- 社区'],
    ['what looks like the end of its placemark', '</name></Placemark>'],
  ])('keeps CDATA with %s in it as text', async (_what, inside) => {
    const content = await read(kml(placemark(`<name><![CDATA[${inside}]]></name>${polygon()}`) + placemark(polygon())));
    expect(content.features.features.map(({ properties }) => properties?.['name'] as unknown)).toEqual([
      inside,
      undefined,
    ]);
    expect(content.counts.features).toBe(2);
  });

  it('reads coordinates in CDATA, and such with a comment among them', async () => {
    expect((await first(kml(placemark(polygon(`<![CDATA[${RING}]]>`)))))?.geometry.coordinates).toEqual([square]);
    const commented = RING.replace(' 109.01,34.21', '<!-- <coordinates>1,1</coordinates> --> 109.01,34.21');
    expect((await first(kml(placemark(polygon(commented)))))?.geometry.coordinates).toEqual([square]);
  });

  it('leaves out what stands in comments, overlays and links, and tells of the links', async () => {
    const overlay = `<GroundOverlay><name>图</name><LatLonBox><north>1</north></LatLonBox></GroundOverlay>`;
    const link = '<NetworkLink><Link><href>http://127.0.0.1/other.kml</href></Link></NetworkLink>';
    const content = await read(kml(`<!-- ${placemark(polygon())} -->${overlay}${link}${placemark(polygon())}`));
    expect(content.counts.features).toBe(1);
    expect(content.notes).toContainEqual(expect.objectContaining({ note: 'links-left-out', count: 1 }));
  });

  it('takes prefixes, other encodings and holes as they come', async () => {
    const prefixed = kml(placemark(`<name>安宁</name>${polygon(RING, boundary('inner', HOLE))}`)).replaceAll(
      /<(\/?)(\w)/g,
      '<$1k:$2',
    );
    const utf16 = Buffer.from(`\uFEFF${prefixed.replace('UTF-8', 'UTF-16')}`, 'utf16le');
    const [feature] = (await reader.readFeatures(utf16, 'file')).features.features;
    expect(feature?.properties).toMatchObject({ name: '安宁' });
    expect(feature?.geometry.coordinates).toHaveLength(2);
  });

  it('takes the polygons of a placemark that has a label point as well, and says so', async () => {
    const content = await read(
      kml(
        placemark(
          `<MultiGeometry><Point><coordinates>109,34</coordinates></Point>${polygon()}${polygon()}</MultiGeometry>`,
        ),
      ),
    );
    expect(content.features.features[0]?.geometry.type).toBe('MultiPolygon');
    expect(content.notes).toContainEqual(expect.objectContaining({ note: 'parts-left-out', count: 1 }));
  });

  it('finds the codes in the names of its placemarks', async () => {
    const content = await read(
      kml(['050101', '050102'].map((code) => placemark(`<name>${code}</name>${polygon()}`)).join('')),
    );
    expect(content.features.features.map(({ properties }) => properties?.['code'] as unknown)).toEqual([
      '050101',
      '050102',
    ]);
  });

  it('keeps data called like what objects have of themselves', async () => {
    const data = `<ExtendedData><Data name="__proto__"><value>1</value></Data><Data name="code"><value>050101</value></Data></ExtendedData>`;
    expect((await first(kml(placemark(data + polygon()))))?.properties).toMatchObject({ code: '050101' });
  });

  it('in a KMZ is read beside its pictures', async () => {
    const kmz = zip([
      { name: 'files/icon.png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
      { name: 'doc.kml', bytes: Buffer.from(kml(placemark(polygon()))) },
    ]);
    expect((await reader.readFeatures(kmz, 'file')).counts.features).toBe(1);
  });

  it('does not let entities of its own grow', async () => {
    const lines = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
    const bomb = kml(placemark(`<name>&e12;</name>${polygon()}`), `<!DOCTYPE kml [<!ENTITY e0 "x">${lines}]>`);
    expect((await first(bomb))?.properties).toMatchObject({ name: '&e12;' });
    const outside = kml(
      placemark(`<name>&f;</name>${polygon()}`),
      '<!DOCTYPE kml [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
    );
    expect((await first(outside))?.properties).toMatchObject({ name: '&f;' });
  });

  it.each([
    ['not closed', kml(placemark(polygon())).slice(0, -10), 'truncated', /breaks off/],
    ['cut within its coordinates', kml(placemark(polygon())).slice(0, 190), 'truncated', /breaks off/],
    ['closed in the wrong order', kml('<a><b></a></b>'), 'malformed', /line 1, column \d+/],
    ['too deep', kml('<Folder>'.repeat(300) + '</Folder>'.repeat(300)), 'malformed', /200/],
    ['another XML', '<html><body>kml</body></html>', 'not-kml', /not KML/],
  ])('that is %s is refused with the reason', async (_how, text, reason, detail) => {
    await expect(read(text)).rejects.toMatchObject({
      code: 'unreadable-file',
      members: { reason },
      detail: expect.stringMatching(detail) as unknown,
    });
  });

  it('wherever it is cut off is refused', () => {
    const whole = kml(
      placemark(`<name>安宁</name>${polygon()}`) + placemark(`<name><![CDATA[柳]]></name>${polygon()}`),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (length) => {
        expect(() => readKml(Buffer.from(whole.slice(0, length)))).toThrow();
      }),
      { numRuns: 300, seed: 20261126 },
    );
  });
});
