import type { Point } from '../../server/core/geometry/lattice.ts';
import type { NamedCourse } from './courses.ts';
import { distance, type Frame, type PlanPoint } from './frame.ts';
import { seededRandom } from './random.ts';

/** A house number at its street: odd numbers on the left, even ones on the right. */
export interface Address {
  street: string;
  number: string;
  at: Point;
}

/** Along the street between two doors looked at, metres; numbers count up by two per so many metres. */
const STEP_METRES = 45;
const METRES_PER_NUMBER = 15;
const SETBACK_METRES = 16;

/** Doors along one run, `walked` metres of the street lying behind it. */
function* doors(
  { name, points }: NamedCourse,
  frame: Frame,
  walked: number,
): Generator<{ spot: PlanPoint; ahead: PlanPoint; metres: number; name: string }> {
  const metresPerPlan = frame.scale * 1000;
  let passed = walked;
  let next = walked + STEP_METRES / 2;
  for (let i = 1; i < points.length; i++) {
    const from = frame.toPlan(points[i - 1] as Point);
    const to = frame.toPlan(points[i] as Point);
    const length = distance(from, to) * metresPerPlan;
    for (; next < passed + length; next += STEP_METRES) {
      const share = (next - passed) / length;
      const spot: PlanPoint = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
      const ahead: PlanPoint = [
        ((to[0] - from[0]) / length) * metresPerPlan,
        ((to[1] - from[1]) / length) * metresPerPlan,
      ];
      yield { spot, ahead, metres: next, name };
    }
    passed += length;
  }
}

const lengthMetres = ({ points }: NamedCourse, frame: Frame): number => {
  const plan = points.map(frame.toPlan);
  return plan.slice(1).reduce((sum, point, i) => sum + distance(plan[i] as PlanPoint, point), 0) * frame.scale * 1000;
};

/** House numbers along the streets, dense in town and rare in the hills; only spots that `isInside` accepts. */
export function numberHouses(
  courses: readonly NamedCourse[],
  frame: Frame,
  seed: number,
  density: (point: PlanPoint) => number,
  isInside: (point: Point) => boolean,
): Address[] {
  const random = seededRandom(seed, 'addresses');
  const walked = new Map<string, number>();
  const setback = SETBACK_METRES / (frame.scale * 1000);
  const addresses: Address[] = [];
  for (const course of courses) {
    if (course.kind === 'river') continue;
    const before = walked.get(course.name) ?? 0;
    for (const { spot, ahead, metres, name } of doors(course, frame, before)) {
      for (const side of [1, -1] as const) {
        if (random.next() > 0.03 + 0.3 * density(spot)) continue;
        const at = frame.toLattice([spot[0] - ahead[1] * setback * side, spot[1] + ahead[0] * setback * side]);
        const number = 2 * Math.floor(metres / METRES_PER_NUMBER) + (side === 1 ? 1 : 2);
        if (isInside(at)) addresses.push({ street: name, number: `${number}号`, at });
      }
    }
    walked.set(course.name, before + lengthMetres(course, frame));
  }
  return addresses;
}
