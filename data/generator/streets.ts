import type { Frame, PlanPoint } from './frame.ts';
import { noiseField } from './random.ts';

/** A street as drawn, before it has a name. */
export interface StreetCourse {
  kind: 'arterial' | 'street';
  /** Runs north-south (路) rather than east-west (街). */
  northSouth: boolean;
  points: PlanPoint[];
}

/** Distance between parallel streets in town, in board kilometres; every second one is an arterial that runs through. */
const BLOCK = 0.72;
const ARTERIAL_EVERY = 2;
/** Points along a street between two arterials. */
const STEPS = 12;
/** Below this density only arterials exist; other streets reach from arterial to arterial. */
const TOWN = 0.16;
/** The street plan is turned by about −7° (slope of the rows). */
const SLOPE = -0.12;

/** Bends the regular plan: wide sweeps everywhere, and in the hills the small turns of country roads. */
function warp(seed: number, density: (point: PlanPoint) => number): (point: PlanPoint) => PlanPoint {
  const fields = ['east', 'north'].map((axis) => ({
    sweep: noiseField(seed, `sweep ${axis}`, 5.5),
    turn: noiseField(seed, `turn ${axis}`, 1.4),
    kink: noiseField(seed, `kink ${axis}`, 0.45),
  }));
  return ([x, y]) => {
    const wild = 1 - density([x, y]);
    const [dx, dy] = fields.map(
      ({ sweep, turn, kink }) => 0.55 * sweep(x, y) + 0.3 * wild * wild * turn(x, y) + 0.06 * wild * kink(x, y),
    ) as [number, number];
    return [x - SLOPE * y + dx, y + SLOPE * x + dy];
  };
}

/** Drops points that lie within `tolerance` of the straight line between their kept neighbours (Douglas-Peucker). */
export function straighten(points: readonly PlanPoint[], tolerance: number): PlanPoint[] {
  const first = points[0] as PlanPoint;
  const last = points.at(-1) as PlanPoint;
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = Math.sqrt(dx * dx + dy * dy);
  let farthest = 0;
  let split = -1;
  for (let i = 1; i + 1 < points.length; i++) {
    const [x, y] = points[i] as PlanPoint;
    const off = Math.abs(dx * (y - first[1]) - dy * (x - first[0])) / length;
    if (off > farthest) [farthest, split] = [off, i];
  }
  if (farthest <= tolerance) return [first, last];
  return [...straighten(points.slice(0, split + 1), tolerance), ...straighten(points.slice(split), tolerance).slice(1)];
}

const STRAIGHT_WITHIN = 0.006;

/** The streets of one direction: each line of the plan, cut where it leaves the town unless it is an arterial. `reach` counts spans between arterials. */
function layDirection(
  northSouth: boolean,
  reach: number,
  count: number,
  density: (point: PlanPoint) => number,
  bend: (point: PlanPoint) => PlanPoint,
): StreetCourse[] {
  const place = (line: number, along: number): PlanPoint =>
    northSouth ? [line * BLOCK, along * BLOCK] : [along * BLOCK, line * BLOCK];
  const courses: StreetCourse[] = [];
  for (let line = -count; line <= count; line++) {
    const kind = line % ARTERIAL_EVERY === 0 ? 'arterial' : 'street';
    let open: PlanPoint[] = [];
    const close = (): void => {
      if (open.length > 1) courses.push({ kind, northSouth, points: open });
      open = [];
    };
    for (let span = -reach; span < reach; span++) {
      const block = span * ARTERIAL_EVERY;
      if (kind === 'street' && density(place(line, block + ARTERIAL_EVERY / 2)) < TOWN) {
        close();
        continue;
      }
      const points: PlanPoint[] = [];
      for (let step = 0; step <= STEPS; step++) points.push(bend(place(line, block + (step * ARTERIAL_EVERY) / STEPS)));
      const straight = straighten(points, STRAIGHT_WITHIN);
      open.push(...(open.length === 0 ? straight : straight.slice(1)));
    }
    close();
  }
  return courses;
}

/** The street network over the whole board, wider than the district on all sides. */
export function layStreets(frame: Frame, seed: number, density: (point: PlanPoint) => number): StreetCourse[] {
  const bend = warp(seed, density);
  const spansAcross = (half: number): number => Math.ceil((half * 1.25) / (BLOCK * ARTERIAL_EVERY)) + 2;
  const [columns, rows] = [spansAcross(frame.halfWidth), spansAcross(frame.halfHeight)];
  return [
    ...layDirection(true, rows, columns * ARTERIAL_EVERY, density, bend),
    ...layDirection(false, columns, rows * ARTERIAL_EVERY, density, bend),
  ];
}
