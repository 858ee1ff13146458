import { Fault } from '../../fault.ts';
import { AreaReader } from '../../geometry/geoJson.ts';
import { type Area, type Point, toUnits } from '../../geometry/lattice.ts';
import { refusal } from './refusals.ts';
import type { Line } from './schemas.ts';

/** A line on the lattice, `[x0, y0, x1, y1, …]`, no point twice in a row. A closed line does not repeat its first point. */
export interface LatticeLine {
  points: number[];
  closed: boolean;
}

/** A position in degrees as a lattice point. Throws `invalid-input`. */
export function readPoint(position: unknown, path: string): Point {
  const [longitude, latitude] = Array.isArray(position) ? (position as unknown[]) : [];
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) throw refusal(path, 'not-a-position');
  const [lng, lat] = [longitude as number, latitude as number];
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) {
    const swapped = Math.abs(lat) <= 180 && Math.abs(lng) <= 90;
    throw refusal(path, swapped ? 'exchanged-position' : 'no-place-on-earth');
  }
  return [toUnits(lng), toUnits(lat)];
}

/** A line, as positions or as a LineString, on the lattice. Throws `invalid-input` when fewer than two points are left. */
export function readLine(line: Line, path: string): LatticeLine {
  const positions = Array.isArray(line) ? line : line.coordinates;
  const points: number[] = [];
  positions.forEach((position, i) => {
    const [x, y] = readPoint(position, `${path}/${i}`);
    if (points.length > 0 && points[points.length - 2] === x && points[points.length - 1] === y) return;
    points.push(x, y);
  });
  const last = points.length - 2;
  const closed = points.length >= 8 && points[0] === points[last] && points[1] === points[last + 1];
  if (points.length < 4) throw refusal(path, 'line-without-length');
  return { points: closed ? points.slice(0, last) : points, closed };
}

/** A Polygon or MultiPolygon, or a Feature of one, on the lattice. Throws `invalid-input`. */
export function readArea(geometry: unknown, path: string): Area {
  const feature = geometry as { type?: unknown; geometry?: unknown } | null;
  const isFeature = typeof feature === 'object' && feature?.type === 'Feature';
  const reader = new AreaReader();
  const area = reader.read(isFeature ? feature?.geometry : geometry, isFeature ? `${path}/geometry` : path);
  if (area) return area;
  throw new Fault('invalid-input', reader.errors[0]?.message ?? 'An area is wanted here.', reader.errors);
}
