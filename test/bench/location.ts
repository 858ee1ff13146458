import whichPolygon from 'which-polygon';
import { toGeoJson } from '../../server/core/geometry/geoJson.ts';
import { randomSource } from '../unit/coverage/randomCoverage.ts';
import { PointIndex, proveCoverage, toUnits } from './built.ts';
import { districtOf } from './districts.ts';
import { medianMilliseconds, type Row } from './measure.ts';

const POINTS = 200_000;

/** Which grid owns a point, in process, against which-polygon on the same grids and points. */
export async function benchLocation(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const grids of [100, 1000, 10_000]) {
    const { members, outline } = districtOf(grids);
    const index = new PointIndex(proveCoverage(members, outline).chain, members.length);
    const peer = whichPolygon({
      type: 'FeatureCollection',
      features: members.map(({ name, area }) => ({ type: 'Feature', properties: { name }, geometry: toGeoJson(area) })),
    });
    const random = randomSource(1);
    const side = Math.round(Math.sqrt(grids)) * 0.001;
    const points = Array.from(
      { length: POINTS },
      () => [108 + random() * side, 33 + random() * side] as [number, number],
    );
    const ours = await medianMilliseconds(5, () =>
      points.reduce((sum, [lng, lat]) => sum + index.ownerOf(toUnits(lng), toUnits(lat)), 0),
    );
    const theirs = await medianMilliseconds(3, () =>
      points.reduce((sum, point) => sum + (peer(point)?.name.length ?? 0), 0),
    );
    rows.push({
      what: 'point location in process, degrees in',
      size: `${members.length} grids`,
      ours: (ours / POINTS) * 1e6,
      unit: 'ns',
      peer: 'which-polygon',
      theirs: (theirs / POINTS) * 1e6,
      ratio: theirs / ours,
      target: grids === 10_000 ? '≥ 10×' : '',
      met: grids === 10_000 ? theirs / ours >= 10 : null,
    });
  }
  return rows;
}
