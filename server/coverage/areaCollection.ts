import { projectionTo } from '../core/coverage/datum.ts';
import type { Crs, Level } from '../core/coverage/schemas.ts';
import { collectionPieces } from '../core/geometry/geoJsonText.ts';
import type { LoadedCoverage } from './loadedCoverage.ts';

/**
 * A level of a generation as `AreaCollection` (core/coverage/schemas), or of it what lies within a code: `data` tells it from any other,
 * `text` gives it in pieces, or its first features only.
 */
export function areaCollection(
  coverage: LoadedCoverage,
  level: Level,
  within: string,
  crs: Crs,
): { data: string; text: (most?: number) => Generator<string> } {
  const features = coverage
    .areas(level, within)
    .map(({ properties, area }) => ({ id: properties.code, properties, area }));
  const before = { generation: coverage.generation };
  const text = (most = features.length) => collectionPieces(features.slice(0, most), projectionTo(crs), { before });
  return { data: coverage.version, text };
}
