import { edgesOf } from '../../geometry/edges.ts';
import { type Area, boundingBox, type Edge } from '../../geometry/lattice.ts';
import { metresBetween, nearestOnEdge, type Scale, scaleAt } from '../../geometry/scale.ts';
import type { LatticeLine } from './readArguments.ts';

/** Ends within this distance of a border are on it, unless an edit says otherwise. */
export const SNAP_METRES = 0.5;

/** A line whose points near the area's vertices lie on them, and its ends on the border; `lines` are edges with the points put on them. */
export interface Snapped {
  line: LatticeLine;
  lines: number[][];
}

/**
 * Draws a line to the border of an area: a point within `metres` of a vertex moves onto it, an end within `metres` of an edge onto
 * that edge, and where the line crosses the border that near to a vertex it is led through the vertex, so that no crumbs of edges
 * come about.
 */
export function snapLine(line: LatticeLine, area: Area, metres: number): Snapped {
  const scale = scaleAt(line.points[1] as number);
  const edges = edgesNear(area, line, metres, scale);
  const lines: number[][] = [];
  const points: number[] = [];
  for (let i = 0; i < line.points.length; i += 2) {
    const isEnd = !line.closed && (i === 0 || i === line.points.length - 2);
    const [x, y] = [line.points[i] as number, line.points[i + 1] as number];
    const onto = vertexNear(edges, x, y, metres, scale) ?? (isEnd ? edgeNear(edges, x, y, metres, scale, lines) : null);
    push(points, ...(onto ?? [x, y]));
  }
  const through = throughVertices(points, line.closed, edges, metres, scale);
  if (line.closed && through[0] === through.at(-2) && through[1] === through.at(-1)) through.splice(-2);
  return { line: { points: through, closed: line.closed }, lines };
}

function edgesNear(area: Area, line: LatticeLine, metres: number, scale: Scale): Edge[] {
  const [minX, minY, maxX, maxY] = boundingBox([[Int32Array.from(line.points)]]);
  const [mx, my] = [metres / scale.east + 1, metres / scale.north + 1];
  return [...edgesOf(area)].filter(
    ([ax, ay, bx, by]) =>
      Math.max(ax, bx) >= minX - mx &&
      Math.min(ax, bx) <= maxX + mx &&
      Math.max(ay, by) >= minY - my &&
      Math.min(ay, by) <= maxY + my,
  );
}

function push(points: number[], x: number, y: number): void {
  if (points.length >= 2 && points.at(-2) === x && points.at(-1) === y) return;
  points.push(x, y);
}

function vertexNear(
  edges: readonly Edge[],
  x: number,
  y: number,
  metres: number,
  scale: Scale,
): [number, number] | null {
  let best: [number, number] | null = null;
  let least = metres;
  for (const [ax, ay, bx, by] of edges) {
    for (const [vx, vy] of [[ax, ay] as const, [bx, by] as const]) {
      const distance = metresBetween(scale, vx, vy, x, y);
      if (distance > least || (distance === least && best)) continue;
      [best, least] = [[vx, vy], distance];
    }
  }
  return best;
}

function edgeNear(
  edges: readonly Edge[],
  x: number,
  y: number,
  metres: number,
  scale: Scale,
  lines: number[][],
): [number, number] | null {
  let best: { edge: Edge; along: number } | null = null;
  let least = metres;
  for (const edge of edges) {
    const near = nearestOnEdge(scale, ...edge, x, y);
    if (near.metres > least) continue;
    [best, least] = [{ edge, along: near.along }, near.metres];
  }
  if (!best) return null;
  const [ax, ay, bx, by] = best.edge;
  const onto: [number, number] = [Math.round(ax + best.along * (bx - ax)), Math.round(ay + best.along * (by - ay))];
  const isEnd = (onto[0] === ax && onto[1] === ay) || (onto[0] === bx && onto[1] === by);
  if (!isEnd) lines.push([ax, ay, ...onto, bx, by]);
  return onto;
}

/** Leads a line through the vertices that its crossings with the border come near to. */
function throughVertices(
  points: readonly number[],
  closed: boolean,
  edges: readonly Edge[],
  metres: number,
  scale: Scale,
): number[] {
  const led: number[] = [];
  const count = closed ? points.length : points.length - 2;
  for (let i = 0; i < count; i += 2) {
    const n = (i + 2) % points.length;
    const segment = [points[i], points[i + 1], points[n], points[n + 1]] as unknown as Edge;
    push(led, segment[0], segment[1]);
    for (const { x, y } of vertexCrossings(segment, edges, metres, scale)) push(led, x, y);
  }
  if (!closed) push(led, points.at(-2) as number, points.at(-1) as number);
  return led;
}

function vertexCrossings(
  segment: Edge,
  edges: readonly Edge[],
  metres: number,
  scale: Scale,
): { x: number; y: number }[] {
  const [px, py, qx, qy] = segment;
  const found: { x: number; y: number; along: number }[] = [];
  for (const [ax, ay, bx, by] of edges) {
    const turn = (qx - px) * (by - ay) - (qy - py) * (bx - ax);
    if (turn === 0) continue;
    const along = ((ax - px) * (by - ay) - (ay - py) * (bx - ax)) / turn;
    const across = ((ax - px) * (qy - py) - (ay - py) * (qx - px)) / turn;
    if (along <= 0 || along >= 1 || across <= 0 || across >= 1) continue;
    const [cx, cy] = [px + along * (qx - px), py + along * (qy - py)];
    const toA = metresBetween(scale, ax, ay, cx, cy);
    const toB = metresBetween(scale, bx, by, cx, cy);
    if (Math.min(toA, toB) > metres) continue;
    const [x, y] = toA <= toB ? [ax, ay] : [bx, by];
    if (!found.some((other) => other.x === x && other.y === y)) found.push({ x, y, along });
  }
  return found.sort((a, b) => a.along - b.along);
}
