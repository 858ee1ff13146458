import { unusable } from '../core/coverage/intake/fileReasons.ts';
import type { InputError } from '../core/inputError.ts';
import { flawOfText } from '../core/visibleText.ts';
import { type CodeText, codeText } from './codeText.ts';
import { columnsOf } from './columns.ts';
import type { FileContent, FileWish, RawContent, ReadCounts } from './content.ts';
import { arealParts, geometryOf } from './geometries.ts';
import { findCodeColumn, findNameColumn } from './keys.ts';
import { demandWithin } from './limits.ts';
import { FileNotes } from './notes.ts';

type Areal = GeoJSON.Polygon | GeoJSON.MultiPolygon;
type Properties = Record<string, unknown>;

const propertiesOf = (feature: unknown): Properties => {
  const properties = (feature as { properties?: unknown } | null)?.properties;
  return typeof properties === 'object' && properties !== null && !Array.isArray(properties)
    ? (properties as Properties)
    : {};
};

/** Rings without heights, counted on the way. What is not an array stays as it is, for the engine to refuse with its place. */
function flatten(coordinates: unknown, depth: number, counts: ReadCounts): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  if (depth > 0) {
    if (depth === 1) {
      counts.vertices += Math.max(0, coordinates.length - 1);
      demandWithin('vertices', counts.vertices);
    }
    return coordinates.map((part) => flatten(part, depth - 1, counts));
  }
  if (coordinates.length <= 2) return coordinates;
  counts.droppedOrdinates += coordinates.length - 2;
  return coordinates.slice(0, 2);
}

/** A feature's polygons without heights; null for a feature that has none, which is counted. */
function arealGeometry(feature: unknown, counts: ReadCounts): Areal | null {
  const geometry = geometryOf(feature);
  const parts = geometry && arealParts(geometry);
  if (!parts) {
    const isEmpty = geometry?.['type'] === 'Polygon' || geometry?.['type'] === 'MultiPolygon';
    if (geometry === null || isEmpty) counts.withoutGeometry++;
    else counts.otherGeometries++;
    return null;
  }
  counts.droppedParts += parts.dropped;
  const { type, coordinates } = parts.geometry;
  return { type, coordinates: flatten(coordinates, type === 'Polygon' ? 2 : 3, counts) } as Areal;
}

const firstPosition = ({ type, coordinates }: Areal): unknown =>
  type === 'Polygon' ? coordinates[0]?.[0] : coordinates[0]?.[0]?.[0];

/** Refuses coordinates in metres from a file that does not say in which system they are. */
function refuseMetres(geometries: readonly Areal[], declaredCrs: string | undefined): void {
  if (declaredCrs !== undefined) return;
  const far = geometries.findIndex((geometry) => {
    const position = firstPosition(geometry);
    return Array.isArray(position) && position.some((value) => typeof value === 'number' && Math.abs(value) > 1000);
  });
  if (far < 0) return;
  throw unusable(
    'metres',
    'The coordinates are metres of a map projection, but the file does not say of which. Add its .prj or its coordinate system, or export it in degrees.',
    [{ path: `/features/${far}/geometry/coordinates`, message: 'are not degrees' }],
  );
}

/** The property with the codes: the one named by the sender, who is told which there are if there is none of that name. */
function codeColumnOf(
  all: readonly Properties[],
  { codeColumn, district }: FileWish,
): ReturnType<typeof findCodeColumn> {
  if (codeColumn === undefined) return findCodeColumn(all, district);
  if (all.some((properties) => Object.hasOwn(properties, codeColumn))) return { name: codeColumn, isByContent: false };
  throw unusable('column-unknown', `The file has no column “${codeColumn.slice(0, 100)}”.`, [], {
    columns: columnsOf(all),
  });
}

/** A feature's properties with its code and name under these words. */
function named(properties: Properties, code: CodeText | null, nameColumn: string | undefined): Properties {
  const name = nameColumn === undefined ? undefined : properties[nameColumn];
  const hasName = typeof name === 'string' || typeof name === 'number';
  const { code: _code, ...rest } = properties;
  return { ...rest, ...(code ? { code: code.code } : {}), ...(hasName ? { name: String(name).trim() } : {}) };
}

const MOST_PLACES = 20;

/** Refuses names with characters that nobody sees, which would make two areas look like one. An area without a name goes by its code. */
function refuseUnseen(all: readonly Properties[], nameColumn: string | undefined): void {
  if (nameColumn === undefined) return;
  const member = nameColumn.replaceAll('~', '~0').replaceAll('/', '~1');
  const errors = all.flatMap((properties, i): InputError[] => {
    const name = properties[nameColumn];
    if (typeof name !== 'string' || name.trim() === '') return [];
    const message = flawOfText(name, 'visible-name');
    return message === null ? [] : [{ path: `/features/${i}/properties/${member}`, message }];
  });
  const [first] = errors;
  if (first === undefined) return;
  const detail = `A name in the file ${first.message} (${first.path}).`;
  throw unusable('name-unseen', detail, errors.slice(0, MOST_PLACES));
}

const noCounts = (): ReadCounts => ({
  features: 0,
  vertices: 0,
  withoutGeometry: 0,
  otherGeometries: 0,
  droppedParts: 0,
  droppedOrdinates: 0,
  mendedCodes: 0,
});

/** Sorts out what a format's reader gave: polygons only, two ordinates, code and name found, everything counted and told. */
export function sortOut(raw: RawContent, wish: FileWish = {}): FileContent {
  demandWithin('features', raw.features.length);
  const counts = noCounts();
  const notes = new FileNotes(raw.notes);
  const all = raw.features.map(propertiesOf);
  const column = codeColumnOf(all, wish);
  const nameColumn = findNameColumn(all);
  refuseUnseen(all, nameColumn);
  const codeOf = (properties: Properties) => (column ? codeText(properties[column.name], wish.district) : null);
  const features: FileContent['features']['features'] = [];
  raw.features.forEach((feature, i) => {
    const properties = all[i] as Properties;
    const code = codeOf(properties);
    const geometry = arealGeometry(feature, counts);
    if (!geometry) return notes.leaveOut(code?.code ?? properties[nameColumn ?? ''], i);
    if (code?.isTidied) notes.tidy(code);
    features.push({ type: 'Feature', properties: named(properties, code, nameColumn), geometry });
  });
  counts.features = features.length;
  counts.mendedCodes = notes.tidied;
  if (features.length === 0)
    throw unusable('no-areas', 'The file holds no polygons: boundaries drawn as lines have to be made areas first.');
  refuseMetres(
    features.map(({ geometry }) => geometry),
    raw.declaredCrs,
  );
  return {
    features: { type: 'FeatureCollection', features },
    format: raw.format,
    ...(raw.declaredCrs === undefined ? {} : { declaredCrs: raw.declaredCrs }),
    layers: [],
    keys: { ...(column ? { code: column.name } : {}), ...(nameColumn === undefined ? {} : { name: nameColumn }) },
    columns: columnsOf(all),
    counts,
    notes: notes.list(counts, column),
  };
}
