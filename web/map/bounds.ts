import { bbox, feature, featureCollection } from '@turf/turf';
import type { Bounds } from './scene.ts';

/** The smallest box around some geometries; undefined when they hold no position. */
export function boundsOf(geometries: Iterable<GeoJSON.Geometry | null>): Bounds | undefined {
  const [west = Infinity, south = 0, east = 0, north = 0] = bbox(
    featureCollection(Array.from(geometries, (geometry) => feature(geometry))),
  );
  return west === Infinity ? undefined : [west, south, east, north];
}

/** The box of one geometry. */
export const boundsOfOne = (geometry: GeoJSON.Geometry): Bounds | undefined => boundsOf([geometry]);

/** A box with a margin of so many degrees on each side, so that a single point too can be flown to. */
export const widen = ([west, south, east, north]: Bounds, degrees: number): Bounds => [
  west - degrees,
  south - degrees,
  east + degrees,
  north + degrees,
];
