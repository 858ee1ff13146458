import type { Defect, DefectReason } from './defect.ts';
import type { Area } from './lattice.ts';
import { meeting, type Segments, sideOf } from './segments.ts';
import { SweepStatus } from './sweepStatus.ts';
import { TouchForest } from './touchForest.ts';

const NONE = -1;

/** Where each ring belongs: its polygon, and its place in the polygon (0 the shell). */
interface RingPlaces {
  polygon: Int32Array;
  place: Int32Array;
}

function placesOf(area: Area): RingPlaces {
  const polygons: number[] = [];
  const places: number[] = [];
  area.forEach((polygon, p) => {
    polygon.forEach((_, r) => {
      polygons.push(p);
      places.push(r);
    });
  });
  return { polygon: Int32Array.from(polygons), place: Int32Array.from(places) };
}

/** The ends of all segments in sweep order: `2s` is the left end of segment s, `2s + 1` its right end. */
export function sweepOrder(segments: Segments): Uint32Array {
  const { count, leftX, leftY, rightX, rightY } = segments;
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let s = 0; s < count; s++) {
    minX = Math.min(minX, leftX[s] as number);
    maxX = Math.max(maxX, rightX[s] as number);
    minY = Math.min(minY, leftY[s] as number, rightY[s] as number);
    maxY = Math.max(maxY, leftY[s] as number, rightY[s] as number);
  }
  const height = maxY - minY + 1;
  const order = new Uint32Array(count * 2);
  for (let i = 0; i < order.length; i++) order[i] = i;
  if ((maxX - minX + 1) * height > Number.MAX_SAFE_INTEGER) {
    const xOf = (i: number) => ((i & 1) === 0 ? leftX[i >>> 1] : rightX[i >>> 1]) as number;
    const yOf = (i: number) => ((i & 1) === 0 ? leftY[i >>> 1] : rightY[i >>> 1]) as number;
    return order.sort((a, b) => xOf(a) - xOf(b) || yOf(a) - yOf(b));
  }
  const key = new Float64Array(count * 2);
  for (let s = 0; s < count; s++) {
    key[2 * s] = ((leftX[s] as number) - minX) * height + ((leftY[s] as number) - minY);
    key[2 * s + 1] = ((rightX[s] as number) - minX) * height + ((rightY[s] as number) - minY);
  }
  return order.sort((a, b) => (key[a] as number) - (key[b] as number));
}

/**
 * One sweep from left to right over the edges. At every vertex the edges through it are put in order from bottom to top and each
 * neighbouring pair is asked: do they cross or overlap, do both agree whether the strip between them is inside, and do the edges
 * around an inside strip belong to one polygon? If all pairs always agree, the winding number is 0 or 1 everywhere. Rings that
 * meet in a point are then only allowed where they neither meet themselves nor close a circle of touching rings.
 */
export function findDefectBySweep(segments: Segments, area: Area): Defect | null {
  return new ValiditySweep(segments, placesOf(area), new TouchForest(placesOf(area).polygon)).run();
}

/**
 * The same sweep over edges that form no rings of a known polygon: the first place where they cross, lie on each other, or wind
 * around a spot other than 0 or 1 times; null where there is none. Rings may touch as they like.
 */
export function findWindingDefect(segments: Segments): Defect | null {
  return new ValiditySweep(segments, { polygon: new Int32Array(1), place: new Int32Array(1) }, null).run();
}

class ValiditySweep {
  readonly #segments: Segments;
  readonly #rings: RingPlaces;
  readonly #status: SweepStatus;
  readonly #touches: TouchForest | null;

  constructor(segments: Segments, rings: RingPlaces, touches: TouchForest | null) {
    this.#segments = segments;
    this.#rings = rings;
    this.#status = new SweepStatus(segments);
    this.#touches = touches;
  }

  run(): Defect | null {
    const order = sweepOrder(this.#segments);
    for (let from = 0; from < order.length; ) {
      const [x, y] = this.#pointOf(order[from] as number);
      let to = from + 1;
      for (; to < order.length; to++) {
        const [nextX, nextY] = this.#pointOf(order[to] as number);
        if (nextX !== x || nextY !== y) break;
      }
      const defect = this.#step(order, from, to, x, y);
      if (defect) return defect;
      from = to;
    }
    return null;
  }

  #pointOf(event: number): [number, number] {
    const s = event >>> 1;
    const { leftX, leftY, rightX, rightY } = this.#segments;
    return (event & 1) === 0 ? [leftX[s] as number, leftY[s] as number] : [rightX[s] as number, rightY[s] as number];
  }

  #step(order: Uint32Array, from: number, to: number, x: number, y: number): Defect | null {
    const status = this.#status;
    let anchor = NONE;
    for (let i = from; i < to; i++) {
      const event = order[i] as number;
      if ((event & 1) === 0) continue;
      const s = event >>> 1;
      status.remove(s);
      anchor = status.below[s] as number;
    }
    for (let i = from; i < to; i++) {
      const event = order[i] as number;
      if ((event & 1) === 1) continue;
      const s = event >>> 1;
      if (!status.insert(s)) return this.#defect('overlapping-edges', s, x, y);
      anchor = s;
    }
    return this.#checkThrough(order, from, to, anchor, x, y);
  }

  /** Checks the neighbouring pairs from just below the point to just above it, and the touch that this point may be. */
  #checkThrough(order: Uint32Array, from: number, to: number, anchor: number, x: number, y: number): Defect | null {
    const status = this.#status;
    let lower = anchor;
    while (lower !== NONE && sideOf(this.#segments, lower, x, y) === 0) lower = status.below[lower] as number;
    let passing: number[] | null = null;
    for (;;) {
      const upper = (lower === NONE ? status.bottom : status.above[lower]) as number;
      const defect = this.#checkPair(lower, upper, x, y);
      if (defect) return defect;
      if (upper === NONE || sideOf(this.#segments, upper, x, y) !== 0) break;
      if (this.#segments.leftX[upper] !== x || this.#segments.leftY[upper] !== y) {
        passing ??= [];
        passing.push(upper);
      }
      lower = upper;
    }
    if (!this.#touches || (to - from === 2 && !passing)) return null;
    return this.#checkTouch(this.#touches, order, from, to, passing ?? [], x, y);
  }

  #checkPair(lower: number, upper: number, x: number, y: number): Defect | null {
    const { direction, ring } = this.#segments;
    const insideByLower = lower !== NONE && direction[lower] === 1;
    const insideByUpper = upper !== NONE && direction[upper] === -1;
    if (lower !== NONE && upper !== NONE) {
      const met = meeting(this.#segments, lower, upper);
      if (met === 'cross') return this.#crossing(lower, upper);
      if (met === 'overlap') return this.#defect('overlapping-edges', upper, x, y);
    }
    const lowerPolygon = lower === NONE ? NONE : (this.#rings.polygon[ring[lower] as number] as number);
    const upperPolygon = upper === NONE ? NONE : (this.#rings.polygon[ring[upper] as number] as number);
    if (insideByLower === insideByUpper && (!insideByLower || lowerPolygon === upperPolygon)) return null;
    const culprit = upper === NONE ? lower : upper;
    return this.#defect(this.#disagreement(lower, upper, lowerPolygon === upperPolygon), culprit, x, y);
  }

  #disagreement(lower: number, upper: number, samePolygon: boolean): DefectReason {
    const isHole = (s: number) => s !== NONE && (this.#rings.place[this.#segments.ring[s] as number] as number) > 0;
    if (lower !== NONE && upper !== NONE && !samePolygon) return 'parts-overlap';
    return isHole(lower) || isHole(upper) ? 'hole-outside-shell' : 'self-intersection';
  }

  #checkTouch(
    touches: TouchForest,
    order: Uint32Array,
    from: number,
    to: number,
    passing: number[],
    x: number,
    y: number,
  ): Defect | null {
    const edgesOfRing = new Map<number, number>();
    for (let i = from; i < to; i++) {
      const ring = this.#segments.ring[(order[i] as number) >>> 1] as number;
      edgesOfRing.set(ring, (edgesOfRing.get(ring) ?? 0) + 1);
    }
    for (const s of passing) {
      const ring = this.#segments.ring[s] as number;
      edgesOfRing.set(ring, (edgesOfRing.get(ring) ?? 0) + 2);
    }
    const culprit = passing[0] ?? (order[from] as number) >>> 1;
    for (const edges of edgesOfRing.values()) if (edges > 2) return this.#defect('self-touch', culprit, x, y);
    return touches.join([...edgesOfRing.keys()]) ? null : this.#defect('disconnected-inside', culprit, x, y);
  }

  #defect(reason: DefectReason, s: number, x: number, y: number): Defect {
    const ring = this.#segments.ring[s] as number;
    return {
      reason,
      x,
      y,
      polygon: this.#rings.polygon[ring] as number,
      ring: this.#rings.place[ring] as number,
      vertex: this.#segments.vertex[s] as number,
    };
  }

  #crossing(s: number, t: number): Defect {
    const { leftX, leftY, rightX, rightY, ring } = this.#segments;
    const ofLeft = sideOf(this.#segments, s, leftX[t] as number, leftY[t] as number);
    const ofRight = sideOf(this.#segments, s, rightX[t] as number, rightY[t] as number);
    const share = ofLeft / (ofLeft - ofRight);
    const x = (leftX[t] as number) + share * ((rightX[t] as number) - (leftX[t] as number));
    const y = (leftY[t] as number) + share * ((rightY[t] as number) - (leftY[t] as number));
    const samePolygon = this.#rings.polygon[ring[s] as number] === this.#rings.polygon[ring[t] as number];
    return this.#defect(samePolygon ? 'self-intersection' : 'parts-overlap', s, x, y);
  }
}
