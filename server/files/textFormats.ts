import { closeSync, openSync, writeFileSync } from 'node:fs';
import { projectionTo } from '../core/coverage/datum.ts';
import { collectionPieces } from '../core/geometry/geoJsonText.ts';
import { gathered } from '../http/streaming.ts';
import { kmlPieces } from './kmlWriting.ts';
import { unpackAreas } from './packedAreas.ts';
import { layerOf, type PackedWish, type WritingWish, type WrittenArea, writtenFeatures } from './writing.ts';

/** A file that is text, in pieces. */
export function textPieces({
  format,
  level,
  crs,
  areas,
}: Omit<WritingWish, 'format' | 'areas'> & {
  format: 'geojson' | 'kml';
  areas: Iterable<WrittenArea>;
}): Iterable<string> {
  const features = writtenFeatures(level, areas);
  const project = projectionTo(crs);
  return format === 'kml' ? kmlPieces(features, layerOf(level), project) : collectionPieces(features, project);
}

/** Writes areas as GeoJSON for GDAL to read, a piece at a time. */
export function writeGeoJson(path: string, { level, crs, codes, names, areas }: PackedWish): void {
  const file = openSync(path, 'w');
  try {
    const all = writtenAreas(codes, names, unpackAreas(areas));
    for (const chunk of gathered(textPieces({ format: 'geojson', level, crs, areas: all }))) writeFileSync(file, chunk);
  } finally {
    closeSync(file);
  }
}

function* writtenAreas(
  codes: readonly string[],
  names: readonly string[],
  areas: Iterable<WrittenArea['area']>,
): Generator<WrittenArea> {
  let i = 0;
  for (const area of areas) {
    yield { code: codes[i] ?? '', name: names[i] ?? '', area };
    i++;
  }
}
