import gcoord from 'gcoord';
import type { Crs } from '../../server/core/coverage/schemas.ts';

/** A WGS84 position as it reads in a datum (CGCS2000 is taken as equal to WGS84). For showing; the server converts what it answers. */
export function fromWgs84(lng: number, lat: number, datum: Crs): [number, number] {
  if (datum === 'gcj02') return gcoord.transform<[number, number]>([lng, lat], gcoord.WGS84, gcoord.GCJ02);
  if (datum === 'bd09') return gcoord.transform<[number, number]>([lng, lat], gcoord.WGS84, gcoord.BD09);
  return [lng, lat];
}

/** A position in a datum as WGS84, to draw it. */
export function toWgs84(lng: number, lat: number, datum: Crs): [number, number] {
  if (datum === 'gcj02') return gcoord.transform<[number, number]>([lng, lat], gcoord.GCJ02, gcoord.WGS84);
  if (datum === 'bd09') return gcoord.transform<[number, number]>([lng, lat], gcoord.BD09, gcoord.WGS84);
  return [lng, lat];
}
