import { projectionFrom, projectionTo } from '../../server/core/coverage/datum.ts';
import type { Crs } from '../../server/core/coverage/schemas.ts';

/** A WGS84 position as it reads in a datum (CGCS2000 is taken as equal to WGS84). For showing; the server converts what it answers. */
export function fromWgs84(lng: number, lat: number, datum: Crs): [number, number] {
  const [x, y] = projectionTo(datum)?.(lng, lat) ?? [lng, lat];
  return [x, y];
}

/** A position in a datum as WGS84, to draw it. */
export function toWgs84(lng: number, lat: number, datum: Crs): [number, number] {
  const [x, y] = projectionFrom(datum)?.(lng, lat) ?? [lng, lat];
  return [x, y];
}
