import { Fault } from '../../fault.ts';
import type { AreaReader } from '../../geometry/geoJson.ts';
import type { Area } from '../../geometry/lattice.ts';
import { VALIDATION_LIMITS } from '../proof/validation.ts';
import { propertyText } from './propertyText.ts';

/** The areas of a file with their codes and names, '' where they have none. */
export interface ReadLayer {
  areas: Area[];
  codes: string[];
  names: string[];
}

/** Reads a file's areas; what is wrong with them collects in the reader. Throws for a file that has none, or too many. */
export function readLayer(
  collection: GeoJSON.FeatureCollection | null,
  reader: AreaReader,
  path: string,
): ReadLayer | null {
  if (!collection) return null;
  if (collection.features.length === 0)
    throw new Fault('invalid-input', 'The file has no areas.', [{ path, message: 'has no features' }]);
  if (collection.features.length > VALIDATION_LIMITS.grids) {
    const most = VALIDATION_LIMITS.grids;
    const errors = [{ path: `${path}/features`, message: `at most ${most} areas` }];
    throw new Fault('too-large', `At most ${most} areas can be taken in at once.`, errors, { limit: 'grids', most });
  }
  const areas = collection.features.map(
    (feature, i) => reader.read(feature.geometry, `${path}/features/${i}/geometry`) ?? [],
  );
  return {
    areas,
    codes: collection.features.map((feature) => propertyText(feature.properties?.['code'])),
    names: collection.features.map((feature) => propertyText(feature.properties?.['name'])),
  };
}
