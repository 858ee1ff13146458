import { type Area, type Box, boundingBox, type Ring } from '../core/geometry/lattice.ts';

const apart = (a: Box, b: Box): boolean => a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];

/** Liang-Barsky: whether the piece from a to b has a point in the box, its rim included. */
function pieceMeets(ax: number, ay: number, bx: number, by: number, [minX, minY, maxX, maxY]: Box): boolean {
  let [from, to] = [0, 1];
  for (const [delta, distance] of [
    [ax - bx, ax - minX],
    [bx - ax, maxX - ax],
    [ay - by, ay - minY],
    [by - ay, maxY - ay],
  ] as const) {
    if (delta === 0) {
      if (distance < 0) return false;
    } else if (delta < 0) from = Math.max(from, distance / delta);
    else to = Math.min(to, distance / delta);
  }
  return from <= to;
}

function* edges(ring: Ring): Generator<[number, number, number, number]> {
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    yield [ring[j] as number, ring[j + 1] as number, ring[i] as number, ring[i + 1] as number];
  }
}

function covers(area: Area, x: number, y: number): boolean {
  let inside = false;
  for (const ring of area.flat()) {
    for (const [ax, ay, bx, by] of edges(ring)) {
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
    }
  }
  return inside;
}

/** Whether an area and a box (lattice units, may be fractional) have a point in common. */
export function meetsBox(area: Area, box: Box): boolean {
  if (apart(boundingBox(area), box)) return false;
  for (const ring of area.flat()) {
    for (const [ax, ay, bx, by] of edges(ring)) if (pieceMeets(ax, ay, bx, by, box)) return true;
  }
  return covers(area, box[0], box[1]);
}
