import { unusable } from '../core/coverage/intake/fileReasons.ts';
import type { Fault } from '../core/fault.ts';

/** A coordinate system as a file names it, and whether its coordinates are degrees, longitude first, as they stand. */
export interface DeclaredCrs {
  name: string;
  isDegrees: boolean;
}

/** WGS84 and CGCS2000, in the words of WKT 1, ESRI's WKT and WKT 2. */
const OUR_DATUMS = /WGS[ _]?(19)?84|World[ _]Geodetic[ _]System[ _]1984|CGCS[ _]?2000|China[ _]2000|China[ _]Geodetic/i;
const DEGREES = new Set(['EPSG:4326', 'EPSG:4490', 'EPSG:4979', 'EPSG:4480', 'OGC:CRS84', 'OGC:CRS84h']);

const FORMS = [
  /^urn:(?:x-)?ogc:def:crs:([A-Za-z]+):[^:]*:([A-Za-z0-9]+)$/,
  /^https?:\/\/www\.opengis\.net\/def\/crs\/([A-Za-z]+)\/[^/]*\/([A-Za-z0-9]+)$/,
  /^([A-Za-z]+):([A-Za-z0-9]+)$/,
];

/**
 * The system of a GeoJSON `crs` member (2008 form); null where there is none. Throws `invalid-input` for a name in no usual form, which
 * GDAL would take for WGS84.
 */
export function crsOfMember(member: unknown): DeclaredCrs | null {
  const name = (member as { properties?: { name?: unknown } } | null | undefined)?.properties?.name;
  if (typeof name !== 'string') return null;
  const parts = FORMS.map((form) => form.exec(name)).find((found) => found !== null);
  if (!parts) throw unknownCrs(name);
  const short = `${(parts[1] as string).toUpperCase()}:${parts[2]}`;
  return { name: short, isDegrees: DEGREES.has(short) };
}

/** The refusal of a file whose coordinate system is named, but by a name that nobody knows. */
export const unknownCrs = (name: string): Fault =>
  unusable(
    'crs-unknown',
    `The file names the coordinate system “${name.slice(0, 100)}”, which is not known. Please export it in CGCS2000 (EPSG:4490) or WGS84 (EPSG:4326).`,
    [],
    { declaredCrs: name.slice(0, 100) },
  );

/** The system of a WKT text as GDAL reports it. Throws `invalid-input` for a datum that cannot be converted exactly. */
export function crsOfWkt(wkt: string): DeclaredCrs {
  const title = /^\s*\w+\[\s*"([^"]*)"/.exec(wkt)?.[1] ?? 'unnamed';
  if (/^(undefined|unknown|unnamed)\b/i.test(title)) throw unknownCrs(title);
  if (!OUR_DATUMS.test(wkt)) {
    throw unusable(
      'crs-foreign',
      `The file is in “${title.slice(0, 100)}”, whose datum is neither WGS84 nor CGCS2000. Converting it here would shift it; please convert it to CGCS2000 first.`,
      [],
      { declaredCrs: title.slice(0, 100) },
    );
  }
  const identifier =
    /ID\["EPSG",\s*(\d+)\]\s*\]\s*$/.exec(wkt)?.[1] ?? /AUTHORITY\["EPSG",\s*"?(\d+)"?\]\s*\]\s*$/.exec(wkt)?.[1];
  const isDegrees = /^\s*(GEOGCRS|GEOGCS|GEODCRS)/.test(wkt);
  return { name: identifier ? `EPSG:${identifier}` : title.slice(0, 100), isDegrees };
}
