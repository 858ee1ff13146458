import type { Bounds } from './scene.ts';

/** Calls `see` with every position of a geometry. */
export function eachPosition(geometry: GeoJSON.Geometry, see: (lng: number, lat: number) => void): void {
  if (geometry.type === 'GeometryCollection') {
    for (const part of geometry.geometries) eachPosition(part, see);
    return;
  }
  const walk = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [first, second] = node as unknown[];
    if (typeof first === 'number' && typeof second === 'number') see(first, second);
    else for (const child of node) walk(child);
  };
  walk(geometry.coordinates);
}

/** The smallest box around some geometries; undefined when they hold no position. */
export function boundsOf(geometries: Iterable<GeoJSON.Geometry | null>): Bounds | undefined {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const geometry of geometries) {
    if (!geometry) continue;
    eachPosition(geometry, (lng, lat) => {
      west = Math.min(west, lng);
      south = Math.min(south, lat);
      east = Math.max(east, lng);
      north = Math.max(north, lat);
    });
  }
  return west <= east ? [west, south, east, north] : undefined;
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
