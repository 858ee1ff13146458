import { placeOf, type Share } from './density.ts';
import { distance, type Frame, type PlanPoint } from './frame.ts';
import { noiseField } from './random.ts';

/** A drawn line: its points on the board and a name. */
export interface Course {
  name: string;
  points: PlanPoint[];
}

/** The general run of the two rivers; both end in the north, the second one in the first. Names are real, courses are not. */
const RIVERS: readonly { name: string; through: readonly Share[] }[] = [
  {
    name: '灞河',
    through: [
      [1.1, 0.2],
      [0.9, 0.26],
      [0.7, 0.33],
      [0.52, 0.47],
      [0.42, 0.61],
      [0.4, 0.76],
      [0.44, 0.9],
      [0.4, 1.1],
    ],
  },
  {
    name: '浐河',
    through: [
      [0.4, -0.1],
      [0.38, 0.1],
      [0.27, 0.27],
      [0.2, 0.42],
      [0.22, 0.56],
      [0.31, 0.66],
      [0.4, 0.76],
    ],
  },
];

const STEP = 0.12;
const MEANDER = 0.55;
const MEANDER_LENGTH = 1.5;

/** A point on the Catmull-Rom curve through b and c (a and d are their neighbours), t from 0 to 1. */
function curvePoint(a: PlanPoint, b: PlanPoint, c: PlanPoint, d: PlanPoint, t: number): PlanPoint {
  const along = (axis: 0 | 1): number =>
    b[axis] +
    0.5 *
      t *
      (c[axis] -
        a[axis] +
        t * (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis] + t * (3 * (b[axis] - c[axis]) + d[axis] - a[axis])));
  return [along(0), along(1)];
}

function smoothCourse(through: readonly PlanPoint[]): PlanPoint[] {
  const at = (i: number): PlanPoint => through[Math.max(0, Math.min(through.length - 1, i))] as PlanPoint;
  const points: PlanPoint[] = [];
  for (let i = 0; i + 1 < through.length; i++) {
    const steps = Math.max(1, Math.ceil(distance(at(i), at(i + 1)) / STEP));
    for (let step = 0; step < steps; step++) {
      points.push(curvePoint(at(i - 1), at(i), at(i + 1), at(i + 2), step / steps));
    }
  }
  points.push(at(through.length - 1));
  return points;
}

/** The rivers with their bends. The bends come from a field over the board, so that both rivers bend alike where they meet. */
export function layRivers(frame: Frame, seed: number): Course[] {
  const east = noiseField(seed, 'meander east', MEANDER_LENGTH);
  const north = noiseField(seed, 'meander north', MEANDER_LENGTH);
  return RIVERS.map(({ name, through }) => ({
    name,
    points: smoothCourse(through.map((share) => placeOf(share, frame))).map(
      ([x, y]): PlanPoint => [x + MEANDER * east(x, y), y + MEANDER * north(x, y)],
    ),
  }));
}
