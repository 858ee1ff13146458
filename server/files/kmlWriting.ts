import type { Projection } from '../core/geometry/geoJson.ts';
import { positionPieces } from '../core/geometry/geoJsonText.ts';
import type { Area, Polygon } from '../core/geometry/lattice.ts';
import type { WrittenProperties } from './writing.ts';

/** The columns beside the name, with their types in KML. */
const COLUMNS = { code: 'string', level: 'string', unit: 'string', area_m2: 'float' } as const;
const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (value: string | number): string =>
  String(value).replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

/** Red outlines without a filling, so that what lies under the areas can be seen. */
const STYLE = '<Style><LineStyle><color>ff0000ff</color></LineStyle><PolyStyle><fill>0</fill></PolyStyle></Style>';

const position = (longitude: number, latitude: number): string => `${longitude},${latitude}`;

function* polygonPieces(polygon: Polygon, project: Projection | null): Generator<string> {
  yield '<Polygon>';
  for (const [r, ring] of polygon.entries()) {
    const boundary = r === 0 ? 'outerBoundaryIs' : 'innerBoundaryIs';
    yield `<${boundary}><LinearRing><coordinates>`;
    yield* positionPieces(ring, project, position, ' ');
    yield `</coordinates></LinearRing></${boundary}>`;
  }
  yield '</Polygon>';
}

function* placemarkPieces(
  { properties, area }: { properties: WrittenProperties; area: Area },
  layer: string,
  project: Projection | null,
): Generator<string> {
  const data = names.map((name) => `<SimpleData name="${name}">${escape(properties[name])}</SimpleData>`).join('');
  yield `<Placemark><name>${escape(properties.name)}</name>${STYLE}`;
  yield `<ExtendedData><SchemaData schemaUrl="#${layer}">${data}</SchemaData></ExtendedData>`;
  const isOne = area.length === 1;
  if (!isOne) yield '<MultiGeometry>';
  for (const polygon of area) yield* polygonPieces(polygon, project);
  yield isOne ? '</Placemark>\n' : '</MultiGeometry></Placemark>\n';
}

/**
 * Areas as KML 2.2 (OGC 07-147r2), in pieces of text, their properties as extended data of a schema. Written here and not by GDAL, which
 * first has them as GeoJSON and then takes seconds of a thread for what is text as well, made as it is sent.
 */
export function* kmlPieces(
  features: Iterable<{ properties: WrittenProperties; area: Area }>,
  layer: string,
  project: Projection | null,
): Generator<string> {
  const fields = names.map((name) => `<SimpleField name="${name}" type="${COLUMNS[name]}"></SimpleField>`).join('');
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n';
  yield `<Document id="root_doc"><Schema name="${layer}" id="${layer}">${fields}</Schema>\n<Folder><name>${layer}</name>\n`;
  for (const feature of features) yield* placemarkPieces(feature, layer, project);
  yield '</Folder></Document>\n</kml>\n';
}
