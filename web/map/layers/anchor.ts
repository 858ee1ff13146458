import polylabel from 'polylabel';

/** A polygon's rings as positions, the shell first. */
export type Rings = readonly (readonly (readonly number[])[])[];

/** How much of the polygon's width the result may be off. */
const PRECISION = 1 / 40;

/**
 * The point of a polygon farthest from its border, in the polygon's own coordinates: where a label has most room, near its centre of
 * gravity where that is as good (polylabel). Longitude is scaled by the cosine of the latitude, so that "farthest" is meant on the ground.
 */
export function labelAnchor(rings: Rings): [number, number] {
  const latitudes = (rings[0] ?? []).map(([, y = 0]) => y);
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  const scale = Math.cos((((south + north) / 2) * Math.PI) / 180) || 1;
  const scaled = rings.map((ring) => ring.map(([x = 0, y = 0]): [number, number] => [x * scale, y]));
  const longitudes = (scaled[0] ?? []).map(([x]) => x);
  const width = Math.min(Math.max(...longitudes) - Math.min(...longitudes), north - south);
  const [x = 0, y = 0] = polylabel(scaled, width * PRECISION);
  return [x / scale, y];
}
