import { Fault } from '../core/fault.ts';
import { type Box, UNITS_PER_DEGREE } from '../core/geometry/lattice.ts';
import type { Collection, FeatureChoice } from './collections.ts';
import { type CoordinateSystem, CRS84, findCrs } from './crs.ts';
import { readDatetime } from './datetime.ts';

/** How many features a page holds when nothing is said, and at most; a larger `limit` is taken as the most. */
export const PAGE = { usual: 1000, most: 10_000 } as const;

/** The answer's form. */
export type Format = 'json' | 'html';

/** What a request for features asks for. */
export interface FeatureQuery extends FeatureChoice {
  crs: CoordinateSystem;
}

/** Parameters as they came; each must be given once at most. */
export type RawParameters = Readonly<Record<string, unknown>>;

const refuse = (name: string, message: string): Fault =>
  new Fault('bad-request', `The parameter ${name} ${message}.`, [{ path: `/${name}`, message }], { in: 'query' });

/** Refuses parameters that are not defined for an address, as the standard demands (requirement /req/core/query-param-unknown). */
export function refuseUnknown(raw: RawParameters, known: readonly string[]): void {
  for (const [name, value] of Object.entries(raw)) {
    if (!known.includes(name)) throw refuse(name.slice(0, 60), 'is not known here');
    if (typeof value !== 'string') throw refuse(name, 'is given more than once');
  }
}

const textOf = (raw: RawParameters, name: string): string | undefined => {
  const value = raw[name];
  return typeof value === 'string' ? value : undefined;
};

/** `f` decides the form; without it what the client accepts, JSON first. */
export function readFormat(raw: RawParameters, accept: string | undefined): Format {
  const wanted = textOf(raw, 'f');
  if (wanted === undefined) return accept?.split(',')[0]?.includes('text/html') ? 'html' : 'json';
  if (wanted === 'json' || wanted === 'html') return wanted;
  throw refuse('f', 'must be json or html');
}

function wholeNumber(raw: RawParameters, name: string, least: number, usual: number): number {
  const text = textOf(raw, name);
  if (text === undefined) return usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw refuse(name, `must be a whole number from ${least} on`);
  return Number(text);
}

export function readCrs(raw: RawParameters, name: 'crs' | 'bbox-crs'): CoordinateSystem {
  const uri = textOf(raw, name);
  if (uri === undefined) return CRS84;
  const system = findCrs(uri);
  if (!system) throw refuse(name, 'must be one of the coordinate systems that the collection lists');
  return system;
}

/** A box of four or six numbers in lattice units; one that crosses the antimeridian becomes two. */
function readBoxes(raw: RawParameters): Box[] {
  const system = readCrs(raw, 'bbox-crs');
  const text = textOf(raw, 'bbox');
  if (text === undefined) return [];
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if ((numbers.length !== 4 && numbers.length !== 6) || !numbers.every(Number.isFinite)) {
    throw refuse('bbox', 'must be four or six numbers');
  }
  const half = numbers.length / 2;
  const [west, south] = system.unproject(numbers[0] as number, numbers[1] as number);
  const [east, north] = system.unproject(numbers[half] as number, numbers[half + 1] as number);
  if (south > north) throw refuse('bbox', 'has its lower corner above its upper one');
  const box = (left: number, right: number): Box =>
    [left, south, right, north].map((degrees) => degrees * UNITS_PER_DEGREE) as unknown as Box;
  return west <= east ? [box(west, east)] : [box(west, 180), box(-180, east)];
}

const ITEMS_PARAMETERS = ['limit', 'offset', 'bbox', 'bbox-crs', 'crs', 'datetime', 'f'] as const;

/** Reads the query of `/collections/{id}/items`. Throws `bad-request` that names the parameter. */
export function readFeatureQuery(raw: RawParameters, collection: Collection): FeatureQuery {
  const properties = Object.keys(collection.properties);
  refuseUnknown(raw, [...ITEMS_PARAMETERS, ...properties]);
  const filters = properties.flatMap((name): [string, string][] => {
    const value = textOf(raw, name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    limit: Math.min(PAGE.most, wholeNumber(raw, 'limit', 1, PAGE.usual)),
    offset: wholeNumber(raw, 'offset', 0, 0),
    boxes: readBoxes(raw),
    crs: readCrs(raw, 'crs'),
    at: readDatetime(textOf(raw, 'datetime'), (message) => refuse('datetime', message)),
    filters: new Map(filters),
  };
}

/** Reads the query of a single feature. */
export function readItemQuery(raw: RawParameters): { crs: CoordinateSystem; at: string | undefined } {
  refuseUnknown(raw, ['crs', 'datetime', 'f']);
  return {
    crs: readCrs(raw, 'crs'),
    at: readDatetime(textOf(raw, 'datetime'), (message) => refuse('datetime', message)),
  };
}
