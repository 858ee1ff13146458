import { doubledRingArea } from './area.ts';
import type { Defect, DefectReason } from './defect.ts';
import type { Area, Polygon, Ring } from './lattice.ts';
import { comparePoints, orientation } from './orientation.ts';
import { segmentsOfArea } from './segments.ts';
import { findDefectBySweep } from './validitySweep.ts';

/** Up to so many vertices a lone ring is checked pair by pair, which is faster than the sweep for small rings. */
const PAIRWISE_BELOW = 300;

/**
 * The first defect of an area, or null when it is valid: rings simple, shells counter-clockwise with clockwise holes inside,
 * insides connected, parts apart, with rings touching in single points at most. The verdict is that of `ST_IsValid` for rings
 * without repeated points, and it is exact. O(n log n) for n vertices whatever their arrangement (Shamos and Hoey 1976).
 */
export function findDefect(area: Area): Defect | null {
  if (area.length === 0) return { reason: 'empty', x: 0, y: 0, polygon: 0, ring: 0, vertex: 0 };
  for (let p = 0; p < area.length; p++) {
    const polygon = area[p] as Polygon;
    if (polygon.length === 0) return { reason: 'empty', x: 0, y: 0, polygon: p, ring: 0, vertex: 0 };
    for (let r = 0; r < polygon.length; r++) {
      const defect = findRingDefect(polygon[r] as Ring, p, r);
      if (defect) return defect;
    }
  }
  const lone = area.length === 1 && area[0]?.length === 1 ? (area[0][0] as Ring) : null;
  if (lone && lone.length / 2 <= PAIRWISE_BELOW && isSimpleByPairs(lone)) return null;
  return findDefectBySweep(segmentsOfArea(area), area);
}

/** What can be seen of a ring by itself in one pass: too few points, repeated ones, no area, the wrong way round. */
function findRingDefect(ring: Ring, polygon: number, ringNumber: number): Defect | null {
  const at = (reason: DefectReason, i: number): Defect => ({
    reason,
    x: ring[i] ?? 0,
    y: ring[i + 1] ?? 0,
    polygon,
    ring: ringNumber,
    vertex: i / 2,
  });
  const size = ring.length;
  if (size < 6) return at('too-few-points', 0);
  for (let i = 0; i < size; i += 2) {
    const previous = i === 0 ? size - 2 : i - 2;
    if (ring[i] === ring[previous] && ring[i + 1] === ring[previous + 1]) return at('repeated-point', i);
  }
  const doubled = doubledRingArea(ring);
  // Halves that cancel are a crossing, which the sweep will place.
  if (doubled === 0n) return isOnOneLine(ring) ? at('no-area', 0) : null;
  if (doubled > 0n !== (ringNumber === 0)) return at('wrong-winding', 0);
  return null;
}

function isOnOneLine(ring: Ring): boolean {
  const [ax, ay, bx, by] = [ring[0], ring[1], ring[2], ring[3]] as [number, number, number, number];
  for (let i = 4; i < ring.length; i += 2)
    if (orientation(ax, ay, bx, by, ring[i] as number, ring[i + 1] as number) !== 0) return false;
  return true;
}

/** True when no two edges of the ring meet but neighbours in their common end. */
function isSimpleByPairs(ring: Ring): boolean {
  const size = ring.length;
  for (let i = 0; i < size; i += 2) {
    const ax = ring[i] as number;
    const ay = ring[i + 1] as number;
    const n = i + 2 === size ? 0 : i + 2;
    const bx = ring[n] as number;
    const by = ring[n + 1] as number;
    const m = n + 2 === size ? 0 : n + 2;
    if (isSpike(ax, ay, bx, by, ring[m] as number, ring[m + 1] as number)) return false;
    const minX = ax < bx ? ax : bx;
    const maxX = ax < bx ? bx : ax;
    const minY = ay < by ? ay : by;
    const maxY = ay < by ? by : ay;
    const last = i === 0 ? size - 2 : size;
    let cx = ring[i + 4] as number;
    let cy = ring[i + 5] as number;
    for (let j = i + 4; j < last; j += 2) {
      const k = j + 2 === size ? 0 : j + 2;
      const dx = ring[k] as number;
      const dy = ring[k + 1] as number;
      const apart =
        (cx > maxX && dx > maxX) || (cx < minX && dx < minX) || (cy > maxY && dy > maxY) || (cy < minY && dy < minY);
      if (!apart && segmentsMeet(ax, ay, bx, by, cx, cy, dx, dy)) return false;
      cx = dx;
      cy = dy;
    }
  }
  return true;
}

function isSpike(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): boolean {
  if (orientation(ax, ay, bx, by, cx, cy) !== 0) return false;
  return comparePoints(ax, ay, bx, by) > 0 === comparePoints(cx, cy, bx, by) > 0;
}

function segmentsMeet(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const c = orientation(ax, ay, bx, by, cx, cy);
  const d = orientation(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = orientation(cx, cy, dx, dy, ax, ay);
  const b = orientation(cx, cy, dx, dy, bx, by);
  // On one line the boxes decide, and the caller has seen that they meet.
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}
