import type { Area, Ring } from '../../geometry/lattice.ts';
import { nearestOnEdge, type Scale, scaleAt } from '../../geometry/scale.ts';
import { findDefect } from '../../geometry/validity.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { type BorderRun, sharedBorder } from './sharedBorder.ts';
import { Sketch } from './sketch.ts';

/** When a tolerance would make borders cross, a smaller one may not: so often it is halved. */
const MOST_HALVINGS = 6;

/**
 * Leaves out corners of the border of two grids that lie within a tolerance of the straight line without them (Douglas and Peucker
 * 1973). The ends of each stretch stay and corners that other grids touch, both sides change alike, and where the border would cross another it stays closer to
 * what it was. Refused when no corner can go.
 */
export function simplifyBorder(ground: EditableCoverage, edit: Extract<Edit, { op: 'simplifyBorder' }>): Change {
  const [a, b] = edit.between as [string, string];
  const [one, other] = [ground.get(a, '/between/0'), ground.get(b, '/between/1')];
  const runs = sharedBorder(one.area, other.area);
  if (runs.length === 0) throw refusal('/between', 'no-shared-border', { one: a, other: b });
  const gone = new Set<string>();
  // A corner that a third grid touches holds it there.
  const holdsOthers = (x: number, y: number) => ground.withVertex(x, y).some(({ code }) => code !== a && code !== b);
  for (const run of runs)
    for (const key of spareCorners(run, edit.toleranceMetres, [one.area, other.area], gone, holdsOthers)) gone.add(key);
  if (gone.size === 0)
    throw refusal('/toleranceMetres', 'no-spare-corner', { one: a, other: b, metres: edit.toleranceMetres });
  const sketch = new Sketch(ground);
  for (const { code, area } of [one, other]) sketch.reshape(code, without(area, gone));
  return sketch.finish(`Simplify the border of ${a} and ${b} by ${gone.size} corners`, [], [{ between: [a, b] }]);
}

function spareCorners(
  run: BorderRun,
  toleranceMetres: number,
  areas: readonly Area[],
  already: ReadonlySet<string>,
  holdsOthers: (x: number, y: number) => boolean,
): string[] {
  let tolerance = toleranceMetres;
  for (let halving = 0; halving <= MOST_HALVINGS; halving++, tolerance /= 2) {
    const keys = leftOut(run, tolerance, holdsOthers);
    if (keys.length === 0) return [];
    const gone = new Set([...already, ...keys]);
    if (areas.every((area) => !findDefect(without(area, gone)))) return keys;
  }
  return [];
}

function leftOut(run: BorderRun, tolerance: number, holdsOthers: (x: number, y: number) => boolean): string[] {
  const scale = scaleAt(run[1] as number);
  const count = run.length / 2;
  const keep = new Uint8Array(count);
  keep[0] = keep[count - 1] = 1;
  const isClosed = run[0] === run.at(-2) && run[1] === run.at(-1);
  const far = isClosed ? farthestFrom(run, scale) : -1;
  if (far > 0) keep[far] = 1;
  for (let i = 1; i < count - 1; i++) if (holdsOthers(run[2 * i] as number, run[2 * i + 1] as number)) keep[i] = 1;
  const kept = [...keep.keys()].filter((i) => keep[i]);
  const stack = kept.slice(1).map((to, i): [number, number] => [kept[i] as number, to]);
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    let [worst, farthest] = [-1, isClosed && to - from > 1 && tolerance > 0 ? -1 : tolerance];
    for (let i = from + 1; i < to; i++) {
      const off = offLine(run, from, to, i, scale);
      if (off > farthest) [worst, farthest] = [i, off];
    }
    if (worst < 0 || (farthest <= tolerance && !mustKeep(isClosed, keep))) continue;
    keep[worst] = 1;
    stack.push([from, worst], [worst, to]);
  }
  const keys: string[] = [];
  for (let i = 0; i < count; i++) if (!keep[i]) keys.push(`${run[2 * i]},${run[2 * i + 1]}`);
  return keys;
}

/** A closed border needs three corners: its start, the one farthest from it, and one more. */
const mustKeep = (isClosed: boolean, keep: Uint8Array): boolean =>
  isClosed && keep.reduce((sum, one) => sum + one, 0) < 4;

const offLine = (run: BorderRun, from: number, to: number, i: number, scale: Scale): number =>
  nearestOnEdge(
    scale,
    run[2 * from] as number,
    run[2 * from + 1] as number,
    run[2 * to] as number,
    run[2 * to + 1] as number,
    run[2 * i] as number,
    run[2 * i + 1] as number,
  ).metres;

function farthestFrom(run: BorderRun, scale: Scale): number {
  let [best, most] = [-1, 0];
  for (let i = 1; i < run.length / 2 - 1; i++) {
    const metres = Math.hypot(
      ((run[2 * i] as number) - (run[0] as number)) * scale.east,
      ((run[2 * i + 1] as number) - (run[1] as number)) * scale.north,
    );
    if (metres > most) [best, most] = [i, metres];
  }
  return best;
}

const without = (area: Area, gone: ReadonlySet<string>): Area =>
  area.map((polygon) =>
    polygon.map((ring): Ring => {
      const points: number[] = [];
      for (let i = 0; i < ring.length; i += 2)
        if (!gone.has(`${ring[i]},${ring[i + 1]}`)) points.push(ring[i] as number, ring[i + 1] as number);
      return points.length === ring.length ? ring : Int32Array.from(points);
    }),
  );
