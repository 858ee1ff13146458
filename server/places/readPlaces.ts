import { Fault } from '../core/fault.ts';
import type { Projection } from '../core/geometry/geoJson.ts';
import { toUnits } from '../core/geometry/lattice.ts';
import type { InputError } from '../core/inputError.ts';
import { type CsvRecord, readCsv } from '../files/csv.ts';

/** A place with its weight; `x` and `y` on the lattice, `detail` its address as text. */
export interface Place {
  x: number;
  y: number;
  weight: number;
  name: string;
  detail: string;
}

/** More places than this are not taken in: a district has some ten thousand businesses. */
export const MOST_PLACES = 500_000;
const MOST_ERRORS = 20;
const LONGEST_TEXT = 200;

/** The names each column may have, lower case. */
const COLUMNS = {
  lng: ['lng', 'lon', 'longitude', 'x', '经度'],
  lat: ['lat', 'latitude', 'y', '纬度'],
  name: ['name', '名称', '企业名称', '主体名称'],
  detail: ['detail', 'address', '地址', '住所', '经营场所'],
  street: ['street', '道路'],
  number: ['number', '门牌号'],
  weight: ['weight', '权重'],
} as const;
type Column = keyof typeof COLUMNS;

/**
 * The places of a CSV text with the columns `lng` and `lat` in degrees and, where there are such, `name`, `detail` (or
 * `street` and `number`) and `weight` (default 1); other columns are passed over. `project` turns its degrees into WGS84. Throws `invalid-input` naming the lines, or
 * `too-large`.
 */
export async function readPlaces(text: string, project: Projection | null): Promise<Place[]> {
  const records = readCsv(text);
  const header = await records.next();
  if (header.done)
    throw new Fault('invalid-input', 'The file is empty.', [{ path: '/lines/1', message: 'is missing' }]);
  const columns = columnsOf(header.value);
  const places: Place[] = [];
  const errors: InputError[] = [];
  for await (const record of records) {
    const place = readPlace(record, columns, project);
    if (typeof place === 'string') errors.push({ path: `/lines/${record.line}`, message: place });
    else places.push(place);
    if (errors.length === MOST_ERRORS) break;
    if (places.length > MOST_PLACES)
      throw new Fault('too-large', `The file has more than ${MOST_PLACES} places.`, [], {
        limit: 'places',
        most: MOST_PLACES,
      });
  }
  if (errors.length > 0) {
    const first = errors[0] as InputError;
    throw new Fault('invalid-input', `${first.path.replace('/lines/', 'Line ')}: ${first.message}.`, errors);
  }
  return places;
}

function columnsOf({ cells, line }: CsvRecord): Record<Column, number> {
  const names = cells.map((cell) => cell.toLowerCase());
  const columns = { lng: -1, lat: -1, name: -1, detail: -1, street: -1, number: -1, weight: -1 };
  for (const column of Object.keys(COLUMNS) as Column[])
    columns[column] = names.findIndex((name) => (COLUMNS[column] as readonly string[]).includes(name));
  const missing = (['lng', 'lat'] as const).filter((column) => columns[column] < 0);
  if (missing.length > 0) {
    const message = `the first line must name the columns; there is no ${missing.join(' and no ')}`;
    throw new Fault('invalid-input', `Line ${line}: ${message}.`, [{ path: `/lines/${line}`, message }]);
  }
  return columns;
}

/** A place, or why the line is none. */
function readPlace({ cells }: CsvRecord, columns: Record<Column, number>, project: Projection | null): Place | string {
  const cell = (column: Column): string => cells[columns[column]] ?? '';
  const [lng, lat] = [numberOf(cell('lng')), numberOf(cell('lat'))];
  if (lng === null) return `“${cell('lng').slice(0, 40)}” is not a longitude in degrees`;
  if (lat === null) return `“${cell('lat').slice(0, 40)}” is not a latitude in degrees`;
  if (Math.abs(lat) > 90 && Math.abs(lng) <= 90 && Math.abs(lat) <= 180) return 'longitude and latitude are swapped';
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) return `there is no place at ${lng}, ${lat}`;
  const weight = cell('weight') === '' ? 1 : numberOf(cell('weight'));
  if (weight === null || weight < 0 || weight > 1e9)
    return `“${cell('weight').slice(0, 40)}” is not a weight (a number from 0 to 1,000,000,000)`;
  const [x, y] = project ? project(lng, lat) : [lng, lat];
  return {
    x: toUnits(x),
    y: toUnits(y),
    weight,
    name: cell('name').slice(0, LONGEST_TEXT),
    detail: (cell('detail') || cell('street') + cell('number')).slice(0, LONGEST_TEXT),
  };
}

/** The number a cell says, in plain decimal notation. */
const numberOf = (text: string): number | null => (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null);
