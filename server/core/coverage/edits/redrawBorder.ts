import { Fault } from '../../fault.ts';
import { doubledRingArea } from '../../geometry/area.ts';
import { edgesOf, piecesOf } from '../../geometry/edges.ts';
import { type Area, boundingBox, type Edge, toDegrees } from '../../geometry/lattice.ts';
import { nodeEdges } from '../../geometry/noding.ts';
import type { DraftChange } from '../change.ts';
import { checkChange } from '../checkChange.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import { facesOf } from '../outlines.ts';
import { readLine, readPoint } from './readArguments.ts';
import { broken, refusal, sentenceOf } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { sharedBorder } from './sharedBorder.ts';
import { Sketch } from './sketch.ts';
import { SNAP_METRES, snapLine } from './snapLine.ts';
import { refuseSelfCrossing, segmentsOf } from './split.ts';

/**
 * Leads the border of two grids along a path: the stretch between the path's ends, which must lie on their common border, is
 * replaced by the path. `between` names the two grids, or the two points on the border that the path connects. Refused with its
 * reason when an end lies off the border, the path crosses itself, or it would cut through another grid.
 */
export function redrawBorder(ground: EditableCoverage, edit: Extract<Edit, { op: 'redrawBorder' }>): DraftChange {
  const drawn = readLine(edit.between.every((end) => typeof end === 'string') ? edit.path : withEnds(edit), '/path');
  if (drawn.closed) throw refusal('/path', 'path-closed');
  refuseSelfCrossing(drawn, '/path');
  const metres = edit.snapMetres ?? SNAP_METRES;
  const pairs = pairsBetween(ground, edit, drawn.points, metres);
  const [first, ...others] = pairs.map((pair) => attempt(() => redrawn(ground, pair, drawn.points, metres)));
  const best = others.reduce((kept, next) => (isBetter(next, kept) ? next : kept), first as Attempt);
  if ('refused' in best) throw best.refused;
  return best.change;
}

/** A border redrawn and how much ground that moves, or why it cannot be. */
type Attempt = { change: DraftChange; moved: bigint } | { refused: Fault };

function attempt(draw: () => { change: DraftChange; moved: bigint }): Attempt {
  try {
    return draw();
  } catch (error) {
    if (error instanceof Fault) return { refused: error };
    throw error;
  }
}

/** Through two points several borders may go: the one fits that can be redrawn, and of those the one that moves least. */
const isBetter = (next: Attempt, kept: Attempt): boolean =>
  !('refused' in next) && ('refused' in kept || next.moved < kept.moved);

function redrawn(
  ground: EditableCoverage,
  [one, other]: readonly [string, string],
  points: readonly number[],
  metres: number,
): { change: DraftChange; moved: bigint } {
  const sketch = new Sketch(ground);
  const border = borderArea(sharedBorder(sketch.area(one), sketch.area(other)));
  const ends = snapEnds(points, border, metres);
  sketch.insertAlong(ends.lines);
  const path = ends.points;
  const stretch = stretchBetween(sharedBorder(sketch.area(one), sketch.area(other)), path);
  if (!stretch) {
    throw refusal('/path', 'path-off-border', { one, other });
  }
  refuseCutting(ground, [one, other], path);
  const along = isSame(stretch, path) ? path : stretch.turned ? reversedPoints(path) : path;
  for (const [code, line, instead] of [
    [one, stretch.points, along],
    [other, reversedPoints(stretch.points), reversedPoints(along)],
  ] as const) {
    sketch.reshape(code, exchanged(sketch.area(code), line, instead, [one, other]));
  }
  const doubledUnits = -enclosed(stretch.points, along);
  const asked = {
    between: [other, one] as const,
    doubledUnits,
    drawnUnits: lengthOf(stretch.points) + lengthOf(along),
  };
  const change = sketch.finish(`Redraw the border of ${one} and ${other}`, [], [asked]);
  const touched = [...change.put.map(({ code }) => code), ...change.remove];
  checkChange(
    change,
    touched.flatMap((code) => ground.find(code) ?? []),
  );
  return { change, moved: magnitude(doubledUnits) };
}

function withEnds(edit: Extract<Edit, { op: 'redrawBorder' }>): number[][] {
  const path = Array.isArray(edit.path) ? edit.path : edit.path.coordinates;
  const [a, b] = edit.between as number[][] as [number[], number[]];
  readPoint(a, '/between/0');
  readPoint(b, '/between/1');
  return [a, ...path, b];
}

/** The two grids: as named, or all pairs on whose common border both ends of the path lie. */
function pairsBetween(
  ground: EditableCoverage,
  edit: Extract<Edit, { op: 'redrawBorder' }>,
  points: readonly number[],
  metres: number,
): [string, string][] {
  if (edit.between.every((end) => typeof end === 'string')) {
    const [one, other] = edit.between as string[] as [string, string];
    ground.get(one, '/between/0');
    ground.get(other, '/between/1');
    if (one === other) throw refusal('/between', 'same-grid');
    return [[one, other]];
  }
  const near = ground.near(boundingBox([[Int32Array.from(points)]]));
  const pairs = near.flatMap((a, i) =>
    near.slice(i + 1).flatMap((b): [string, string][] => {
      const border = borderArea(sharedBorder(a.area, b.area));
      if (border.length === 0) return [];
      const { points: snapped, lines } = snapEnds(points, border, metres);
      const isBetween = isOn(border, lines, snapped, 0) && isOn(border, lines, snapped, snapped.length - 2);
      return isBetween ? [[a.code, b.code]] : [];
    }),
  );
  if (pairs.length === 0) throw refusal('/between', 'no-common-border');
  return pairs;
}

function isOn(border: Area, lines: readonly number[][], points: readonly number[], i: number): boolean {
  const [x, y] = [points[i] as number, points[i + 1] as number];
  for (const [ax, ay, bx, by] of edgesOf(border)) if ((ax === x && ay === y) || (bx === x && by === y)) return true;
  return lines.some((line) => line.some((value, at) => at % 2 === 0 && value === x && line[at + 1] === y));
}

/** Stretches of border as rings, so that they can be snapped to; they enclose nothing. */
const borderArea = (runs: readonly number[][]): Area =>
  runs.map((run) => {
    const thereAndBack = [...run];
    for (let i = run.length - 4; i >= 2; i -= 2) thereAndBack.push(run[i] as number, run[i + 1] as number);
    return [Int32Array.from(thereAndBack)];
  });

/** The path with its ends on the border; `lines` are the border's edges that gain a point by it, each once. */
function snapEnds(points: readonly number[], border: Area, metres: number): { points: number[]; lines: number[][] } {
  const snapped = [...points];
  const lines: number[][] = [];
  for (const i of [0, points.length - 2]) {
    const [x, y] = [points[i] as number, points[i + 1] as number];
    const next = i === 0 ? 2 : points.length - 4;
    const end = { points: [x, y, points[next] as number, points[next + 1] as number], closed: false };
    const near = snapLine({ ...end, points: [x, y, x, y] }, border, metres);
    snapped[i] = near.line.points[0] as number;
    snapped[i + 1] = near.line.points[1] as number;
    const line = near.lines[0];
    if (line) lines.push(line);
  }
  return { points: snapped, lines: oneInsertionPerEdge(lines) };
}

/** Two ends on one edge are one line with two points. */
function oneInsertionPerEdge(lines: readonly number[][]): number[][] {
  const [first, second] = lines;
  if (!first || !second) return [...lines];
  const isForward =
    first[0] === second[0] && first[1] === second[1] && first[4] === second[4] && first[5] === second[5];
  const isBackward =
    first[0] === second[4] && first[1] === second[5] && first[4] === second[0] && first[5] === second[1];
  if (!isForward && !isBackward) return [...lines];
  const [ax, ay] = [first[0] as number, first[1] as number];
  const inner = [first, second]
    .map((line) => [line[2] as number, line[3] as number] as const)
    .sort((p, q) => Math.hypot(p[0] - ax, p[1] - ay) - Math.hypot(q[0] - ax, q[1] - ay));
  return [[ax, ay, ...inner.flat(), first[4] as number, first[5] as number]];
}

interface Stretch {
  /** In the direction of the first grid's ring. */
  points: number[];
  /** True when the path runs against it. */
  turned: boolean;
}

const isSame = ({ points }: Stretch, path: readonly number[]): boolean =>
  points[0] === path[0] && points[1] === path[1];

/** The stretch of border between the path's ends; of a closed border the part that lies nearer to the path's own length. */
function stretchBetween(runs: readonly number[][], path: readonly number[]): Stretch | null {
  const [sx, sy, ex, ey] = [path[0], path[1], path.at(-2), path.at(-1)] as [number, number, number, number];
  for (const run of runs) {
    const isClosed = run[0] === run.at(-2) && run[1] === run.at(-1);
    const points = isClosed ? run.slice(0, -2) : run;
    const [s, e] = [indexOfPoint(points, sx, sy), indexOfPoint(points, ex, ey)];
    if (s < 0 || e < 0 || s === e) continue;
    if (!isClosed) {
      return s < e
        ? { points: points.slice(s, e + 2), turned: false }
        : { points: points.slice(e, s + 2), turned: true };
    }
    const forward = { points: around(points, s, e), turned: false };
    const backward = { points: around(points, e, s), turned: true };
    return magnitude(enclosed(forward.points, path)) <= magnitude(enclosed(backward.points, reversedPoints(path)))
      ? forward
      : backward;
  }
  return null;
}

const around = (points: readonly number[], from: number, to: number): number[] =>
  from < to ? points.slice(from, to + 2) : [...points.slice(from), ...points.slice(0, to + 2)];

/** Twice the area that a stretch and then the path that takes its place, run back, go around: positive on the left of the stretch. */
const enclosed = (stretch: readonly number[], path: readonly number[]): bigint =>
  doubledRingArea(Int32Array.from([...stretch, ...reversedPoints(path)]));

const lengthOf = (points: readonly number[]): number =>
  piecesOf(points).reduce((sum, [ax, ay, bx, by]) => sum + Math.hypot(bx - ax, by - ay), 0);

const magnitude = (size: bigint): bigint => (size < 0n ? -size : size);

function indexOfPoint(points: readonly number[], x: number, y: number): number {
  for (let i = 0; i < points.length; i += 2) if (points[i] === x && points[i + 1] === y) return i;
  return -1;
}

export function reversedPoints(points: readonly number[]): number[] {
  const turned: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) turned.push(points[i] as number, points[i + 1] as number);
  return turned;
}

/** An area with one stretch of its boundary exchanged for another between the same ends. */
function exchanged(area: Area, stretch: readonly number[], instead: readonly number[], grids: string[]): Area {
  const gone = new Set(piecesOf(stretch).map((edge) => edge.join(',')));
  const kept = [...edgesOf(area)].filter((edge) => !gone.has(edge.join(',')));
  const edges = new Map<string, Edge>();
  for (const edge of [...kept, ...piecesOf(instead)]) {
    const [ax, ay, bx, by] = edge;
    if (!edges.delete(`${bx},${by},${ax},${ay}`)) edges.set(edge.join(','), edge);
  }
  const faces = facesOf(edges.values());
  if (faces.length > 0) return faces;
  throw broken('nothing-left', { grid: grids.join(', '), grids });
}

/** Names the grid that a path would cut through, which the bare proof could only place. */
function refuseCutting(ground: EditableCoverage, own: readonly string[], path: readonly number[]): void {
  const segments = segmentsOf({ points: [...path], closed: false });
  const box = boundingBox([[Int32Array.from(path)]]);
  for (const grid of ground.near(box)) {
    if (own.includes(grid.code)) continue;
    const edges = [...edgesOf(grid.area)];
    const noded = nodeEdges([...edges, ...segments]);
    const crossing = noded?.slice(edges.length).findIndex((line) => line.length > 4) ?? -1;
    if (crossing < 0) continue;
    const [x, y] = segments[crossing] as Edge;
    const faults = [
      {
        kind: 'overlap',
        severity: 'error',
        grids: [grid.code],
        at: { type: 'Point', coordinates: [toDegrees(x), toDegrees(y)] },
        message: sentenceOf('path-cuts-through', { grid: grid.code }),
      },
    ];
    throw broken('path-cuts-through', { grid: grid.code, grids: [grid.code] }, faults);
  }
}
