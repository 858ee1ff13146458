import type { Projection } from '../core/geometry/geoJson.ts';

/** A coordinate system of Part 2: its URI, its way from longitude and latitude, and its way back. */
export interface CoordinateSystem {
  uri: string;
  /** Null where the coordinates are longitude and latitude as they stand. */
  project: Projection | null;
  unproject: Projection;
}

const EARTH_RADIUS_METRES = 6_378_137;
const DEGREE = Math.PI / 180;
const MILLIMETRES = 1000;
const toMillimetre = (metres: number): number => Math.round(metres * MILLIMETRES) / MILLIMETRES;

const swap: Projection = (first, second) => [second, first];

const toMercator: Projection = (longitude, latitude) => [
  toMillimetre(longitude * DEGREE * EARTH_RADIUS_METRES),
  toMillimetre(Math.log(Math.tan(Math.PI / 4 + (latitude * DEGREE) / 2)) * EARTH_RADIUS_METRES),
];

const fromMercator: Projection = (x, y) => [
  x / EARTH_RADIUS_METRES / DEGREE,
  (2 * Math.atan(Math.exp(y / EARTH_RADIUS_METRES)) - Math.PI / 2) / DEGREE,
];

export const CRS84: CoordinateSystem = {
  uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
  project: null,
  unproject: (longitude, latitude) => [longitude, latitude],
};

const epsg = (code: number): string => `http://www.opengis.net/def/crs/EPSG/0/${code}`;

/**
 * The coordinate systems in which features are given: WGS84 with longitude first (CRS84) and with latitude first (EPSG:4326),
 * CGCS2000 (EPSG:4490, latitude first, taken as equal to WGS84) and the web's Mercator (EPSG:3857).
 */
export const COORDINATE_SYSTEMS: readonly CoordinateSystem[] = [
  CRS84,
  { uri: epsg(4326), project: swap, unproject: swap },
  { uri: epsg(4490), project: swap, unproject: swap },
  { uri: epsg(3857), project: toMercator, unproject: fromMercator },
];

export const findCrs = (uri: string): CoordinateSystem | undefined =>
  COORDINATE_SYSTEMS.find((system) => system.uri === uri);
