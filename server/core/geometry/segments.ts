import type { Area } from './lattice.ts';
import { comparePoints, orientation } from './orientation.ts';

/**
 * The edges of some rings, each stored from its lexicographically smaller end (left, or lower where vertical) to its larger one.
 * `direction` is +1 where the ring runs that way and −1 where it runs back, so the ring's inside (on its left) lies above the
 * segment for +1 and below it for −1.
 */
export interface Segments {
  count: number;
  leftX: Int32Array;
  leftY: Int32Array;
  rightX: Int32Array;
  rightY: Int32Array;
  direction: Int8Array;
  /** Which ring, counted over all polygons, and the vertex of that ring the edge starts at. */
  ring: Int32Array;
  vertex: Int32Array;
}

/** Makes room for `count` segments. */
export function allocateSegments(count: number): Segments {
  return {
    count,
    leftX: new Int32Array(count),
    leftY: new Int32Array(count),
    rightX: new Int32Array(count),
    rightY: new Int32Array(count),
    direction: new Int8Array(count),
    ring: new Int32Array(count),
    vertex: new Int32Array(count),
  };
}

/** Writes the directed edge a→b into place `at`. */
export function setSegment(
  into: Segments,
  at: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  ring: number,
  vertex: number,
): void {
  const forward = comparePoints(ax, ay, bx, by) < 0;
  into.leftX[at] = forward ? ax : bx;
  into.leftY[at] = forward ? ay : by;
  into.rightX[at] = forward ? bx : ax;
  into.rightY[at] = forward ? by : ay;
  into.direction[at] = forward ? 1 : -1;
  into.ring[at] = ring;
  into.vertex[at] = vertex;
}

/** All edges of an area, rings counted through all its polygons. */
export function segmentsOfArea(area: Area): Segments {
  let count = 0;
  for (const polygon of area) for (const ring of polygon) count += ring.length / 2;
  const segments = allocateSegments(count);
  let at = 0;
  let ringNumber = 0;
  for (const polygon of area) {
    for (const ring of polygon) {
      const size = ring.length;
      for (let i = 0; i < size; i += 2) {
        const next = i + 2 === size ? 0 : i + 2;
        setSegment(
          segments,
          at++,
          ring[i] as number,
          ring[i + 1] as number,
          ring[next] as number,
          ring[next + 1] as number,
          ringNumber,
          i / 2,
        );
      }
      ringNumber++;
    }
  }
  return segments;
}

/** Side of point (x, y) seen along segment `s` from left to right: positive above, negative below, 0 on its line. */
export function sideOf(segments: Segments, s: number, x: number, y: number): number {
  return orientation(
    segments.leftX[s] as number,
    segments.leftY[s] as number,
    segments.rightX[s] as number,
    segments.rightY[s] as number,
    x,
    y,
  );
}

/** How two segments meet: not at all or in a common end or an end on the other's inside ('touch'), across ('cross'), or along ('overlap'). */
export type Meeting = 'apart' | 'touch' | 'cross' | 'overlap';

/** Decides exactly how segments `s` and `t` meet. */
export function meeting(segments: Segments, s: number, t: number): Meeting {
  const { leftX, leftY, rightX, rightY } = segments;
  const a = Math.sign(sideOf(segments, s, leftX[t] as number, leftY[t] as number));
  const b = Math.sign(sideOf(segments, s, rightX[t] as number, rightY[t] as number));
  if (a === b && a !== 0) return 'apart';
  if (a === 0 && b === 0) return collinearMeeting(segments, s, t);
  const c = Math.sign(sideOf(segments, t, leftX[s] as number, leftY[s] as number));
  const d = Math.sign(sideOf(segments, t, rightX[s] as number, rightY[s] as number));
  if (c === d && c !== 0) return 'apart';
  return a !== 0 && b !== 0 && c !== 0 && d !== 0 ? 'cross' : 'touch';
}

function collinearMeeting(segments: Segments, s: number, t: number): Meeting {
  const { leftX, leftY, rightX, rightY } = segments;
  const first =
    comparePoints(leftX[s] as number, leftY[s] as number, leftX[t] as number, leftY[t] as number) <= 0 ? s : t;
  const second = first === s ? t : s;
  const gap = comparePoints(
    rightX[first] as number,
    rightY[first] as number,
    leftX[second] as number,
    leftY[second] as number,
  );
  if (gap < 0) return 'apart';
  return gap === 0 ? 'touch' : 'overlap';
}
