import { toGeoJson } from '../../server/core/geometry/geoJson.ts';
import { type Area, type Point, toDegrees } from '../../server/core/geometry/lattice.ts';
import type { NamedCourse } from './courses.ts';
import type { DemoDistrict } from './generate.ts';

type Properties = Record<string, string>;

const degrees = ([x, y]: Point): [number, number] => [toDegrees(x), toDegrees(y)];

const feature = (id: string | undefined, properties: Properties, geometry: GeoJSON.Geometry): string =>
  JSON.stringify({ type: 'Feature', ...(id === undefined ? {} : { id }), properties, geometry });

/** A FeatureCollection with one feature a line, so that a change shows as a change of that line. */
const collection = (features: readonly string[]): string =>
  `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`;

const areaFeature = (properties: Properties & { code: string }, area: Area): string =>
  feature(properties.code, properties, toGeoJson(area));

const courseFeature = ({ name, points }: NamedCourse, roadClass: string): string =>
  feature(undefined, { name, class: roadClass }, { type: 'LineString', coordinates: points.map(degrees) });

/** A cell of a CSV file; none of ours holds a comma or a quote. */
const csvLine = (cells: readonly (string | number)[]): string => `${cells.join(',')}\n`;

/** The committed form of a district: file name → text. */
export function writeFiles({
  district,
  outline,
  units,
  grids,
  courses,
  addresses,
  businesses,
  staff,
}: DemoDistrict): Map<string, string> {
  const rivers = courses.filter(({ kind }) => kind === 'river');
  const streets = courses.filter(({ kind }) => kind !== 'river');
  return new Map([
    ['district.geojson', collection([areaFeature({ code: district.code, name: district.name }, outline)])],
    ['units.geojson', collection(units.map(({ code, name, area }) => areaFeature({ code, name }, area)))],
    [
      'grids.geojson',
      collection(grids.map(({ code, name, area }) => areaFeature({ code, name, unit: code.slice(0, 4) }, area))),
    ],
    ['streets.geojson', collection(streets.map((course) => courseFeature(course, course.kind)))],
    ['water.geojson', collection(rivers.map((course) => courseFeature(course, 'river')))],
    [
      'addresses.csv',
      csvLine(['street', 'number', 'lng', 'lat']) +
        addresses.map(({ street, number, at }) => csvLine([street, number, ...degrees(at)])).join(''),
    ],
    [
      'businesses.csv',
      csvLine(['name', 'trade', 'address', 'lng', 'lat']) +
        businesses.map(({ name, trade, address, at }) => csvLine([name, trade, address, ...degrees(at)])).join(''),
    ],
    ['wardens.json', `[\n${staff.map((member) => `  ${JSON.stringify(member)}`).join(',\n')}\n]\n`],
  ]);
}
