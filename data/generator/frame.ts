import { type Area, boundingBox, type Point, toDegrees } from '../../server/core/geometry/lattice.ts';

/** A place on the drawing board: kilometres east and north of the district's middle, after scaling (see `Frame`). */
export type PlanPoint = readonly [number, number];

/** The size for which the widths of streets and blocks are chosen; other districts are drawn at this size and scaled. */
const NOMINAL_SQUARE_KILOMETRES = 320;
const METRES_PER_DEGREE = 111_319.49;

/**
 * The drawing board of a district. Whatever its size, the board holds 320 km², so that the same street plan gives about
 * the same number of blocks; `scale` real kilometres are one kilometre on the board.
 */
export interface Frame {
  readonly scale: number;
  /** Half of the board's extent, east-west and north-south. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly toPlan: (point: Point) => PlanPoint;
  readonly toLattice: (point: PlanPoint) => Point;
  /** A distance on the board in lattice units of latitude. */
  readonly latticeUnits: (planDistance: number) => number;
}

/** Twice the signed area of a ring of board points, counter-clockwise positive. */
export function doubledArea(ring: readonly PlanPoint[]): number {
  let sum = 0;
  let previous = ring.at(-1) as PlanPoint;
  for (const point of ring) {
    sum += previous[0] * point[1] - point[0] * previous[1];
    previous = point;
  }
  return sum;
}

export const distance = (a: PlanPoint, b: PlanPoint): number =>
  Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));

/** The vertices of a lattice ring, one by one. */
export function ringPoints(ring: Int32Array): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < ring.length; i += 2) points.push([ring[i] as number, ring[i + 1] as number]);
  return points;
}

/** Sets up the drawing board for a district's outline. */
export function frameFor(outline: Area): Frame {
  const [minX, minY, maxX, maxY] = boundingBox(outline);
  const middleX = Math.round((minX + maxX) / 2);
  const middleY = Math.round((minY + maxY) / 2);
  // Rounded: the only transcendental number in the generator must not differ in its last bit between machines.
  const cosine = Math.round(Math.cos((toDegrees(middleY) * Math.PI) / 180) * 1e6) / 1e6;
  const kilometresPerUnit = METRES_PER_DEGREE / 1e10;
  const real = (point: Point): PlanPoint => [
    (point[0] - middleX) * kilometresPerUnit * cosine,
    (point[1] - middleY) * kilometresPerUnit,
  ];
  let doubled = 0;
  for (const polygon of outline) for (const ring of polygon) doubled += doubledArea(ringPoints(ring).map(real));
  const scale = Math.sqrt(doubled / 2 / NOMINAL_SQUARE_KILOMETRES);
  const [right, top] = real([maxX, maxY]);
  return {
    scale,
    halfWidth: right / scale,
    halfHeight: top / scale,
    toPlan: (point) => {
      const [x, y] = real(point);
      return [x / scale, y / scale];
    },
    toLattice: ([x, y]) => [
      middleX + Math.round((x * scale) / (kilometresPerUnit * cosine)),
      middleY + Math.round((y * scale) / kilometresPerUnit),
    ],
    latticeUnits: (planDistance) => (planDistance * scale) / kilometresPerUnit,
  };
}
