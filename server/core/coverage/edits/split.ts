import { unitOf } from '../../codes/codes.ts';
import { doubledArea } from '../../geometry/area.ts';
import { edgesOf } from '../../geometry/edges.ts';
import { latticePoint } from '../../geometry/exactPoint.ts';
import { type Area, type Edge, toDegrees } from '../../geometry/lattice.ts';
import { orientation } from '../../geometry/orientation.ts';
import { WindingIndex } from '../../geometry/windingIndex.ts';
import type { Change } from '../change.ts';
import type { EditableCoverage } from '../editableCoverage.ts';
import type { Grid } from '../model.ts';
import { outlineOf } from '../outlines.ts';
import { type CutPart, Overlay } from '../proof/overlay.ts';
import { type LatticeLine, readLine } from './readArguments.ts';
import { refusal } from './refusals.ts';
import type { Edit } from './schemas.ts';
import { Sketch } from './sketch.ts';
import { SNAP_METRES, snapLine } from './snapLine.ts';

/**
 * Splits a grid along a line: from border to border, or closed, which cuts out an enclave. The largest piece keeps code and name,
 * the others get the next codes of the unit; parts the line does not meet stay with the largest piece. A line through several
 * parts of a grid makes two grids, what lies left and what lies right of it. Refused with its reason: a line that ends inside
 * the grid, that crosses itself, or that parts nothing.
 */
export function split(ground: EditableCoverage, edit: Extract<Edit, { op: 'split' }>): Change {
  const grid = ground.get(edit.grid, '/grid');
  const drawn = readLine(edit.line, '/line');
  refuseSelfCrossing(drawn);
  const sketch = new Sketch(ground);
  const snapped = snapLine(drawn, grid.area, edit.snapMetres ?? SNAP_METRES);
  sketch.insertAlong(snapped.lines);
  const area = sketch.area(grid.code);
  refuseLooseEnds(snapped.line, area, grid.code);
  const overlay = Overlay.of([area], segmentsOf(snapped.line));
  if (!overlay) throw refusal('/line', 'too-close-to-border');
  sketch.insertAlong(overlay.linesOf(0));
  const parts = overlay.cutParts((windings) => (windings.get(0) ?? 0) > 0);
  const pieces = piecesOfGrid(parts, snapped.line.closed);
  if (pieces.length < 2) throw refusal('/line', 'line-parts-nothing', { grid: grid.code });
  const names = (edit.names ?? []).map((name) => name.trim());
  return layOut(ground, sketch, grid, pieces, names);
}

function layOut(
  ground: EditableCoverage,
  sketch: Sketch,
  grid: Grid,
  pieces: Area[],
  names: readonly string[],
): Change {
  const codes = ground.newCodes(unitOf(grid.code), pieces.length - 1);
  const namesOfAll = names.length >= pieces.length ? names : [grid.name, ...names];
  sketch.put({ id: grid.id, code: grid.code, name: namesOfAll[0] as string, area: pieces[0] as Area });
  codes.forEach((code, i) => {
    const name = namesOfAll[i + 1] ?? `${grid.name}-${code.slice(4)}`;
    sketch.put({ id: '', code, name, area: pieces[i + 1] as Area });
  });
  const lineage = [grid.code, ...codes].map((code) => ({ code, from: [grid.code] }));
  const asked = codes.map((code) => ({ between: [grid.code, code] as const }));
  return sketch.finish(`Split ${grid.code}`, lineage, asked);
}

export function segmentsOf({ points, closed }: LatticeLine): Edge[] {
  const segments: Edge[] = [];
  for (let i = 0; i < (closed ? points.length : points.length - 2); i += 2) {
    const n = (i + 2) % points.length;
    segments.push([points[i], points[i + 1], points[n], points[n + 1]] as unknown as Edge);
  }
  return segments;
}

/** Refuses a line that meets itself other than by being closed. */
export function refuseSelfCrossing(line: LatticeLine, path = '/line'): void {
  const segments = segmentsOf(line);
  for (let s = 0; s < segments.length; s++) {
    for (let t = s + 1; t < segments.length; t++) {
      const isNext = t === s + 1 || (line.closed && s === 0 && t === segments.length - 1);
      const meets = isNext
        ? turnsBack(segments[s] as Edge, segments[t] as Edge)
        : meet(segments[s] as Edge, segments[t] as Edge);
      if (!meets) continue;
      const [x, y] = segments[t] as Edge;
      throw refusal(path, 'line-crosses-itself', { at: [toDegrees(x), toDegrees(y)] });
    }
  }
}

function meet([ax, ay, bx, by]: Edge, [cx, cy, dx, dy]: Edge): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false;
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  const c = Math.sign(orientation(ax, ay, bx, by, cx, cy));
  const d = Math.sign(orientation(ax, ay, bx, by, dx, dy));
  const a = Math.sign(orientation(cx, cy, dx, dy, ax, ay));
  const b = Math.sign(orientation(cx, cy, dx, dy, bx, by));
  return c * d <= 0 && a * b <= 0;
}

/** Two segments that follow each other meet in their common point; do they run along each other as well? */
function turnsBack(s: Edge, t: Edge): boolean {
  const [px, py, qx, qy] = s[2] === t[0] && s[3] === t[1] ? [s[0], s[1], t[2], t[3]] : [s[2], s[3], t[0], t[1]];
  const [x, y] = s[2] === t[0] && s[3] === t[1] ? [s[2], s[3]] : [s[0], s[1]];
  return orientation(px, py, x, y, qx, qy) === 0 && (px - x) * (qx - x) + (py - y) * (qy - y) > 0;
}

function refuseLooseEnds({ points, closed }: LatticeLine, area: Area, code: string): void {
  if (closed) return;
  const index = new WindingIndex(area);
  const vertices = new Set([...edgesOf(area)].map(([x, y]) => `${x},${y}`));
  for (const i of [0, points.length - 2]) {
    const [x, y] = [points[i] as number, points[i + 1] as number];
    if (vertices.has(`${x},${y}`) || isOnBorder(area, x, y)) continue;
    if (index.windingBeside(latticePoint(x, y), 1, 0) <= 0) continue;
    const reason = i === 0 ? 'line-starts-inside' : 'line-ends-inside';
    throw refusal(`/line/${i / 2}`, reason, { grid: code, at: [toDegrees(x), toDegrees(y)] });
  }
}

function isOnBorder(area: Area, x: number, y: number): boolean {
  for (const [ax, ay, bx, by] of edgesOf(area)) {
    if (x < Math.min(ax, bx) || x > Math.max(ax, bx) || y < Math.min(ay, by) || y > Math.max(ay, by)) continue;
    if (orientation(ax, ay, bx, by, x, y) === 0) return true;
  }
  return false;
}

/** The grids-to-be, largest first. */
function piecesOfGrid(parts: readonly CutPart[], closed: boolean): Area[] {
  const met = parts.filter((part) => part.leftOfLine || part.rightOfLine);
  const rest = parts.filter((face) => !met.includes(face)).map((face) => face.polygon);
  const pieces = groups(met, closed).sort(bySize);
  if (pieces.length === 0) return [];
  return [[...(pieces[0] as Area), ...rest], ...pieces.slice(1)];
}

/** Each face by itself; but when a line runs through several parts, and every face lies on one side of it, the two sides. */
function groups(met: readonly CutPart[], closed: boolean): Area[] {
  const isOneSided = met.every((face) => face.leftOfLine !== face.rightOfLine);
  const apart = met.length > 2 && !closed && isOneSided && !isConnected(met);
  if (!apart) return met.map((face) => [face.polygon]);
  const left = met.filter((face) => face.leftOfLine).map((face) => face.polygon);
  const right = met.filter((face) => face.rightOfLine).map((face) => face.polygon);
  return [left, right];
}

/** Do the faces touch along edges, one and all, so that they were one part before the cut? */
function isConnected(faces: readonly CutPart[]): boolean {
  const together = outlineOf(faces.map((face) => [face.polygon]));
  return together.length === 1;
}

const bySize = (a: Area, b: Area): number => {
  const difference = doubledArea(b) - doubledArea(a);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};
