import { Fault } from '../../core/fault.ts';

/** A coordinate system as a file names it, and whether its coordinates are degrees, longitude first, as they stand. */
export interface DeclaredCrs {
  name: string;
  isDegrees: boolean;
}

/** WGS84 and CGCS2000, in the words of WKT 1, ESRI's WKT and WKT 2. */
const OUR_DATUMS = /WGS[ _]?(19)?84|World[ _]Geodetic[ _]System[ _]1984|CGCS[ _]?2000|China[ _]2000|China[ _]Geodetic/i;
const DEGREES = new Set(['EPSG:4326', 'EPSG:4490', 'EPSG:4979', 'EPSG:4480', 'OGC:CRS84', 'OGC:CRS84h']);

/** The system of a GeoJSON `crs` member (2008 form); null where there is none. */
export function crsOfMember(member: unknown): DeclaredCrs | null {
  const name = (member as { properties?: { name?: unknown } } | null | undefined)?.properties?.name;
  if (typeof name !== 'string') return null;
  const urn =
    /^urn:(?:x-)?ogc:def:crs:([A-Za-z]+):[^:]*:([A-Za-z0-9]+)$/.exec(name) ?? /^([A-Za-z]+):([A-Za-z0-9]+)$/.exec(name);
  const short = urn ? `${(urn[1] as string).toUpperCase()}:${urn[2]}` : name.slice(0, 100);
  return { name: short, isDegrees: DEGREES.has(short) };
}

/** The system of a WKT text as GDAL reports it. Throws `invalid-input` for a datum that cannot be converted exactly. */
export function crsOfWkt(wkt: string): DeclaredCrs {
  const title = /^\s*\w+\[\s*"([^"]*)"/.exec(wkt)?.[1] ?? 'unnamed';
  if (!OUR_DATUMS.test(wkt)) {
    throw new Fault(
      'invalid-input',
      `The file is in “${title.slice(0, 100)}”, whose datum is neither WGS84 nor CGCS2000. Converting it here would shift it; please convert it to CGCS2000 first.`,
    );
  }
  const identifier =
    /ID\["EPSG",\s*(\d+)\]\s*\]\s*$/.exec(wkt)?.[1] ?? /AUTHORITY\["EPSG",\s*"?(\d+)"?\]\s*\]\s*$/.exec(wkt)?.[1];
  const isDegrees = /^\s*(GEOGCRS|GEOGCS|GEODCRS)/.test(wkt);
  return { name: identifier ? `EPSG:${identifier}` : title.slice(0, 100), isDegrees };
}
