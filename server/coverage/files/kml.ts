import { Fault } from '../../core/fault.ts';
import type { RawContent } from './content.ts';
import { decodeText } from './signature.ts';

/**
 * KML, which is always WGS84. Read here and not by GDAL, whose KML driver gives a placemark's name only and drops its
 * `ExtendedData`, where the codes are.
 */
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  const plain = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(text);
  if (plain) return plain[1] as string;
  return text.trim().replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const point = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** The contents of every element of a name that does not nest, with its attributes. Namespace prefixes are ignored. */
function* elements(text: string, name: string): Generator<{ attributes: string; content: string }> {
  const opening = new RegExp(`<(?:\\w+:)?${name}((?:\\s[^<>]*)?)>`, 'g');
  const closing = new RegExp(`</(?:\\w+:)?${name}\\s*>`, 'g');
  for (let open = opening.exec(text); open; open = opening.exec(text)) {
    if (open[0].endsWith('/>')) continue;
    closing.lastIndex = opening.lastIndex;
    const close = closing.exec(text);
    if (!close) throw new Fault('unreadable-file', `The KML breaks off inside an element “${name}”.`);
    yield { attributes: open[1] ?? '', content: text.slice(opening.lastIndex, close.index) };
    opening.lastIndex = closing.lastIndex;
  }
}

const first = (text: string, name: string): string | null => elements(text, name).next().value?.content ?? null;

/** `lng,lat[,height]` tuples, separated by white space. */
const positions = (text: string): number[][] =>
  text
    .trim()
    .split(/\s+/)
    .filter((tuple) => tuple !== '')
    .map((tuple) => tuple.split(',').map(Number));

function ring(boundary: string): number[][] {
  return positions(first(boundary, 'coordinates') ?? '');
}

function polygons(placemark: string): number[][][][] {
  return [...elements(placemark, 'Polygon')].map(({ content }) => [
    ...[...elements(content, 'outerBoundaryIs')].map((boundary) => ring(boundary.content)),
    ...[...elements(content, 'innerBoundaryIs')].flatMap((boundary) =>
      [...elements(boundary.content, 'LinearRing')].map((inner) => ring(inner.content)),
    ),
  ]);
}

const nameAttribute = (attributes: string): string | null => {
  const match = /\bname\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes);
  const name = match?.[1] ?? match?.[2];
  return name === undefined ? null : unescapeXml(name);
};

function propertiesOf(placemark: string): Record<string, string> {
  const entries: [string, string][] = [];
  const own = placemark.replace(/<(?:\w+:)?(MultiGeometry|Polygon)[\s\S]*$/, '');
  const title = first(own, 'name') ?? first(placemark, 'name');
  if (title !== null) entries.push(['name', unescapeXml(title)]);
  for (const { attributes, content } of elements(placemark, 'SimpleData')) {
    const name = nameAttribute(attributes);
    if (name) entries.push([name, unescapeXml(content)]);
  }
  for (const { attributes, content } of elements(placemark, 'Data')) {
    const name = nameAttribute(attributes);
    if (name) entries.push([name, unescapeXml(first(content, 'value') ?? '')]);
  }
  return Object.fromEntries(entries);
}

function geometryOf(placemark: string): GeoJSON.Geometry | { type: string } | null {
  const found = polygons(placemark);
  if (found.length === 1) return { type: 'Polygon', coordinates: found[0] as number[][][] };
  if (found.length > 1) return { type: 'MultiPolygon', coordinates: found };
  const other = /<(?:\w+:)?(Point|LineString|LinearRing|Track|Model)\b/.exec(placemark)?.[1];
  return other ? { type: other } : null;
}

function withoutComments(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let open = text.indexOf('<!--'); open >= 0; open = text.indexOf('<!--', from)) {
    const close = text.indexOf('-->', open + 4);
    if (close < 0) throw new Fault('unreadable-file', 'The KML breaks off inside a comment.');
    kept.push(text.slice(from, open));
    from = close + 3;
  }
  return kept.join('') + text.slice(from);
}

/** The placemarks of a KML file. Network links and overlays are not followed. */
export function readKml(bytes: Uint8Array): RawContent {
  const { text: whole, note } = decodeText(bytes);
  const text = withoutComments(whole);
  if (!/<(?:\w+:)?kml\b/.test(text.slice(0, 10_000))) {
    throw new Fault('unreadable-file', 'The file is XML, but not KML.');
  }
  if (!/<\/(?:\w+:)?kml\s*>\s*$/.test(text.slice(-1000))) throw new Fault('unreadable-file', 'The KML breaks off.');
  const features = [...elements(text, 'Placemark')].map(({ content }) => ({
    type: 'Feature',
    properties: propertiesOf(content),
    geometry: geometryOf(content),
  }));
  return { format: 'KML', features, declaredCrs: 'EPSG:4326', notes: note ? [note] : [] };
}
