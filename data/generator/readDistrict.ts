import { readFileSync } from 'node:fs';
import { projectionFrom } from '../../server/core/coverage/datum.ts';
import type { Named } from '../../server/core/coverage/model.ts';
import type { Crs } from '../../server/core/coverage/schemas.ts';
import { Fault } from '../../server/core/fault.ts';
import { AreaReader } from '../../server/core/geometry/geoJson.ts';
import type { Area } from '../../server/core/geometry/lattice.ts';

interface LooseFeature {
  properties?: Record<string, unknown> | null;
  geometry?: unknown;
}

/** The features of a GeoJSON text, a bare geometry or feature standing for a collection of one. */
function featuresOf(text: string): LooseFeature[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Fault('unreadable-file', 'The district file is not JSON.');
  }
  const { type, features, coordinates } = (value ?? {}) as {
    type?: unknown;
    features?: unknown;
    coordinates?: unknown;
  };
  if (type === 'FeatureCollection' && Array.isArray(features)) return features as LooseFeature[];
  if (type === 'Feature') return [value as LooseFeature];
  if (Array.isArray(coordinates)) return [{ geometry: value }];
  throw new Fault('unreadable-file', 'The district file is not GeoJSON.');
}

/** A property as text; null where it is neither text nor a number. */
function textOf({ properties }: LooseFeature, key: string): string | null {
  const value = properties?.[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

const isCalled = (wanted: string, feature: LooseFeature): boolean =>
  ['name', 'code', 'adcode'].some((key) => textOf(feature, key) === wanted);

/**
 * Reads the outline to divide from a GeoJSON file, in the given datum. A file with several features needs `wanted`, the
 * name or code of one of them.
 */
export function readDistrict(file: string, crs: Crs, wanted?: string): { outline: Area; name: string | null } {
  const all = featuresOf(readFileSync(file, 'utf8'));
  const fitting = wanted === undefined ? all : all.filter((feature) => isCalled(wanted, feature));
  const [feature] = fitting;
  if (!feature || fitting.length > 1) {
    const names = all.map((each) => textOf(each, 'name') ?? '?').join(', ');
    throw new Fault(
      'invalid-input',
      `One feature is wanted and ${fitting.length} fit; choose with --feature from: ${names}.`,
    );
  }
  const reader = new AreaReader(projectionFrom(crs));
  const outline = reader.read(feature.geometry, '/geometry');
  if (!outline) throw new Fault('invalid-input', 'The district outline cannot be used.', reader.errors);
  return { outline, name: textOf(feature, 'name') };
}

/** A district read from a file keeps its name; its code is the demo's. */
export const nameDistrict = (fallback: Named, name: string | null): Named => ({
  ...fallback,
  name: name ?? fallback.name,
});
