/** Why a text could not be read as a position. */
export type Unreadable = 'unreadable' | 'incomplete' | 'outOfRange';

/** A position read from a text; `swapped` when the latitude was written first. */
export type Reading = { ok: true; lng: number; lat: number; swapped: boolean } | { ok: false; reason: Unreadable };

interface Angle {
  degrees: number;
  axis?: 'lng' | 'lat' | undefined;
}

const NUMBER = String.raw`[+-]?\d+(?:\.\d+)?`;
const DMS = String.raw`(?<degrees>${NUMBER})\s*(?:°|度|d)\s*(?:(?<minutes>\d+(?:\.\d+)?)\s*(?:'|分|m)\s*)?(?:(?<seconds>\d+(?:\.\d+)?)\s*(?:"|''|秒|s)\s*)?`;
/** One angle: with or without a hemisphere before or after it, in decimal or in degrees, minutes, seconds. */
const ANGLE = new RegExp(String.raw`(?<before>[NSEW])?\s*(?:${DMS}|(?<decimal>${NUMBER}))\s*(?<after>[NSEW])?`, 'gi');

/** What people paste instead of the plain characters. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/[′’‘´]/g, "'"],
  [/[″”“]/g, '"'],
  [/[º˚]/g, '°'],
  [/[−–]/g, '-'],
  [/[、，；;|\t]/g, ','],
  [/东经|经度|longitude|lng|lon/gi, 'E'],
  [/西经/g, 'W'],
  [/北纬|纬度|latitude|lat/gi, 'N'],
  [/南纬/g, 'S'],
  [/[:=()[\]{}]/g, ' '],
];

/**
 * Reads a pair of coordinates in any usual way of writing: `109.06,34.27`, `34.27 109.06`, `109°3′36″E 34°16′12″N`,
 * full-width digits and commas, Chinese hemispheres. A pair whose order can only be latitude first is turned and marked.
 */
export function readCoordinates(text: string): Reading {
  let plain = text.normalize('NFKC');
  for (const [pattern, replacement] of REPLACEMENTS) plain = plain.replace(pattern, replacement);
  const angles: Angle[] = [];
  const rest = plain.replace(ANGLE, (...match) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    const angle = angleOf(groups);
    angles.push(angle);
    return ' ';
  });
  if (/[^\s,.'"]/.test(rest) || angles.length === 0 || angles.length > 2) return { ok: false, reason: 'unreadable' };
  const [first, second] = angles;
  if (!first || !second) return { ok: false, reason: 'incomplete' };
  return ordered(first, second);
}

function angleOf(groups: Record<string, string | undefined>): Angle {
  const { decimal, degrees, minutes, seconds } = groups;
  const hemisphere = (groups.before ?? groups.after)?.toUpperCase();
  const whole = Number(decimal ?? degrees);
  const fraction = Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
  const sign = whole < 0 || Object.is(whole, -0) || hemisphere === 'S' || hemisphere === 'W' ? -1 : 1;
  const axis = hemisphere === undefined ? undefined : hemisphere === 'N' || hemisphere === 'S' ? 'lat' : 'lng';
  return { degrees: sign * (Math.abs(whole) + fraction), axis };
}

function ordered(first: Angle, second: Angle): Reading {
  if (first.axis && first.axis === second.axis) return { ok: false, reason: 'unreadable' };
  const named = first.axis !== undefined || second.axis !== undefined;
  const latitudeFirst = named
    ? first.axis === 'lat' || second.axis === 'lng'
    : Math.abs(first.degrees) <= 90 && Math.abs(second.degrees) > 90;
  const [lng, lat] = latitudeFirst ? [second.degrees, first.degrees] : [first.degrees, second.degrees];
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) return { ok: false, reason: 'outOfRange' };
  return { ok: true, lng, lat, swapped: latitudeFirst && !named };
}
