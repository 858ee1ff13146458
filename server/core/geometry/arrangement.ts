import Flatbush from 'flatbush';
import { crossingPoint, type ExactPoint, keyOf, latticePoint, order } from './exactPoint.ts';
import { orientation } from './orientation.ts';

/** A straight piece of a chain, from its lexicographically smaller end a to its larger end b; `net` counts a→b less b→a. */
export interface ChainEdge {
  ax: number;
  ay: number;
  bx: number;
  by: number;
  net: number;
}

/** A piece of one or more edges between neighbouring nodes, from the smaller node to the larger. */
export interface Piece {
  from: number;
  to: number;
  net: number;
  /** The edges that run along it. */
  sources: number[];
}

/**
 * Edges cut at every point in which they meet. Half-edge `2p` runs along piece p from its smaller to its larger node, `2p + 1`
 * back. Following `next` keeps one face on the left; `cycle` numbers these rounds, `winding` says how often the chain winds
 * around the face there. `hull` marks the rounds that run around a connected part from outside.
 */
export interface Arrangement {
  nodes: ExactPoint[];
  pieces: Piece[];
  next: Int32Array;
  cycle: Int32Array;
  firstOfCycle: number[];
  winding: Int32Array;
  hull: Uint8Array;
}

/** More pairs of edges than this are not looked at, nor more crossings kept, unless asked for: such an arrangement would take minutes. */
const MOST_PAIRS = 8_000_000;
const MOST_CROSSINGS = 150_000;

/**
 * Builds the arrangement of a chain's edges, or gives null when they cross more often than `mostCrossings`. Exact: points where edges cross are
 * kept as fractions, and every decision on order and side is made on integers. O((n + k) log n) for n edges that meet k times,
 * when they are about evenly spread.
 */
export function arrange(edges: readonly ChainEdge[], mostCrossings = MOST_CROSSINGS): Arrangement | null {
  const cut = cutAtMeetings(edges, mostCrossings);
  if (!cut) return null;
  const { nodes, pieces } = cut;
  const { next, outgoing } = linkHalfEdges(pieces, nodes.length, edges);
  const { cycle, firstOfCycle } = traceCycles(next);
  const hull = new Uint8Array(firstOfCycle.length);
  const winding = windings(edges, nodes, pieces, outgoing, cycle, hull);
  return { nodes, pieces, next, cycle, firstOfCycle, winding, hull };
}

/** The node a half-edge starts at. */
export const originOf = (arrangement: Arrangement, half: number): number => {
  const piece = arrangement.pieces[half >>> 1] as Piece;
  return (half & 1) === 0 ? piece.from : piece.to;
};

class NodeTable {
  readonly nodes: ExactPoint[] = [];
  readonly #byKey = new Map<string, number>();

  numberOf(point: ExactPoint): number {
    const key = keyOf(point);
    let number = this.#byKey.get(key);
    if (number === undefined) {
      number = this.nodes.length;
      this.nodes.push(point);
      this.#byKey.set(key, number);
    }
    return number;
  }
}

function cutAtMeetings(
  edges: readonly ChainEdge[],
  mostCrossings: number,
): { nodes: ExactPoint[]; pieces: Piece[] } | null {
  const table = new NodeTable();
  const cuts: number[][] = edges.map((e) => [
    table.numberOf(latticePoint(e.ax, e.ay)),
    table.numberOf(latticePoint(e.bx, e.by)),
  ]);
  const meeting = meetingPairs(edges, mostCrossings);
  if (!meeting) return null;
  for (const [i, j] of meeting)
    cutPair(edges[i] as ChainEdge, edges[j] as ChainEdge, cuts[i] as number[], cuts[j] as number[], table);
  return { nodes: table.nodes, pieces: piecesBetween(cuts, table.nodes) };
}

/** The pairs of edges that meet; null when more than `mostCrossings` cross, found before any crossing is worked out. */
function meetingPairs(edges: readonly ChainEdge[], mostCrossings: number): [number, number][] | null {
  const meeting: [number, number][] = [];
  if (edges.length < 2) return meeting;
  const index = new Flatbush(edges.length, 16, Float64Array);
  for (const e of edges) index.add(e.ax, Math.min(e.ay, e.by), e.bx, Math.max(e.ay, e.by));
  index.finish();
  let [pairs, crossings] = [0, 0];
  for (const [i, e] of edges.entries()) {
    const near = index.search(e.ax, Math.min(e.ay, e.by), e.bx, Math.max(e.ay, e.by));
    pairs += near.length;
    for (const j of near) {
      if (j <= i) continue;
      const ends = endsBeside(e, edges[j] as ChainEdge);
      if (!ends) continue;
      meeting.push([i, j]);
      if (ends.every((side) => side !== 0)) crossings++;
    }
    if (pairs > Math.max(MOST_PAIRS, mostCrossings) || crossings > mostCrossings) return null;
  }
  return meeting;
}

/** Where two edges cross inside both, near enough to look there; null where they do not. */
export function crossingNear(s: ChainEdge, t: ChainEdge): readonly [number, number] | null {
  const ends = endsBeside(s, t);
  if (!ends || ends.some((side) => side === 0)) return null;
  const [, , sA, sB] = ends;
  const along = sA / (sA - sB);
  return [s.ax + along * (s.bx - s.ax), s.ay + along * (s.by - s.ay)];
}

/** On which sides of each other the ends of two edges lie: of t beside s, then of s beside t; null when the edges cannot meet. */
function endsBeside(s: ChainEdge, t: ChainEdge): readonly [number, number, number, number] | null {
  const tA = orientation(s.ax, s.ay, s.bx, s.by, t.ax, t.ay);
  const tB = orientation(s.ax, s.ay, s.bx, s.by, t.bx, t.by);
  if ((tA > 0 && tB > 0) || (tA < 0 && tB < 0)) return null;
  const sA = orientation(t.ax, t.ay, t.bx, t.by, s.ax, s.ay);
  const sB = orientation(t.ax, t.ay, t.bx, t.by, s.bx, s.by);
  return (sA > 0 && sB > 0) || (sA < 0 && sB < 0) ? null : [tA, tB, sA, sB];
}

/** Cuts two edges where they meet: at an end of one that lies on the other, or at a point inside both. */
function cutPair(s: ChainEdge, t: ChainEdge, cutsOfS: number[], cutsOfT: number[], table: NodeTable): void {
  const ends = endsBeside(s, t);
  if (!ends) return;
  const [tA, tB, sA, sB] = ends;
  const inBox = (e: ChainEdge, x: number, y: number) =>
    x >= e.ax && x <= e.bx && y >= Math.min(e.ay, e.by) && y <= Math.max(e.ay, e.by);
  if (tA === 0 && inBox(s, t.ax, t.ay)) cutsOfS.push(table.numberOf(latticePoint(t.ax, t.ay)));
  if (tB === 0 && inBox(s, t.bx, t.by)) cutsOfS.push(table.numberOf(latticePoint(t.bx, t.by)));
  if (sA === 0 && inBox(t, s.ax, s.ay)) cutsOfT.push(table.numberOf(latticePoint(s.ax, s.ay)));
  if (sB === 0 && inBox(t, s.bx, s.by)) cutsOfT.push(table.numberOf(latticePoint(s.bx, s.by)));
  if (tA === 0 || tB === 0 || sA === 0 || sB === 0) return;
  const node = table.numberOf(crossingPoint(s, t));
  cutsOfS.push(node);
  cutsOfT.push(node);
}

function piecesBetween(cuts: readonly number[][], nodes: readonly ExactPoint[]): Piece[] {
  const pieces: Piece[] = [];
  const byEnds = new Map<number, number>();
  cuts.forEach((along, source) => {
    along.sort((a, b) => (a === b ? 0 : order(nodes[a] as ExactPoint, nodes[b] as ExactPoint)));
    for (let i = 1; i < along.length; i++) {
      const from = along[i - 1] as number;
      const to = along[i] as number;
      if (from === to) continue;
      const key = from * nodes.length + to;
      let number = byEnds.get(key);
      if (number === undefined) {
        number = pieces.length;
        pieces.push({ from, to, net: 0, sources: [] });
        byEnds.set(key, number);
      }
      (pieces[number] as Piece).sources.push(source);
    }
  });
  return pieces;
}

/** Puts the half-edges that leave each node in counter-clockwise order, from straight down, and links each to the next of its face. */
function linkHalfEdges(
  pieces: Piece[],
  nodeCount: number,
  edges: readonly ChainEdge[],
): { next: Int32Array; outgoing: number[][] } {
  const outgoing: number[][] = Array.from({ length: nodeCount }, () => []);
  pieces.forEach((piece, p) => {
    for (const source of piece.sources) piece.net += (edges[source] as ChainEdge).net;
    (outgoing[piece.from] as number[]).push(2 * p);
    (outgoing[piece.to] as number[]).push(2 * p + 1);
  });
  const direction = (half: number): [number, number] => {
    const e = edges[(pieces[half >>> 1] as Piece).sources[0] as number] as ChainEdge;
    return (half & 1) === 0 ? [e.bx - e.ax, e.by - e.ay] : [e.ax - e.bx, e.ay - e.by];
  };
  const next = new Int32Array(pieces.length * 2);
  for (const around of outgoing) {
    if (around.length > 1) around.sort((g, h) => compareDirections(direction(g), direction(h), g, h));
    for (let i = 0; i < around.length; i++) {
      const before = around[i === 0 ? around.length - 1 : i - 1] as number;
      next[(around[i] as number) ^ 1] = before;
    }
  }
  return { next, outgoing };
}

/** Counter-clockwise order, starting just past straight down; a half-edge that runs back along an even number runs left. */
function compareDirections(u: [number, number], v: [number, number], g: number, h: number): number {
  const leftwards = (g & 1) - (h & 1);
  if (leftwards !== 0) return leftwards;
  return -orientation(0, 0, u[0], u[1], v[0], v[1]);
}

function traceCycles(next: Int32Array): { cycle: Int32Array; firstOfCycle: number[] } {
  const cycle = new Int32Array(next.length).fill(-1);
  const firstOfCycle: number[] = [];
  for (let start = 0; start < next.length; start++) {
    if (cycle[start] !== -1) continue;
    const number = firstOfCycle.length;
    firstOfCycle.push(start);
    for (let h = start; cycle[h] === -1; h = next[h] as number) cycle[h] = number;
  }
  return { cycle, firstOfCycle };
}

/**
 * The winding number of every cycle's face. A connected part's smallest node is a lattice point with the part wholly to its
 * right, so the face around the part is the one left of its topmost outgoing half-edge there, and its winding number is what
 * the edges left of that node add up to. From there each piece that is crossed adds its net count.
 */
function windings(
  edges: readonly ChainEdge[],
  nodes: readonly ExactPoint[],
  pieces: readonly Piece[],
  outgoing: readonly number[][],
  cycle: Int32Array,
  hull: Uint8Array,
): Int32Array {
  const winding = new Int32Array(hull.length);
  const known = new Uint8Array(hull.length);
  const halvesOfCycle: number[][] = Array.from({ length: hull.length }, () => []);
  for (let h = 0; h < cycle.length; h++) (halvesOfCycle[cycle[h] as number] as number[]).push(h);
  const byOrder = nodes.map((_, n) => n).sort((a, b) => order(nodes[a] as ExactPoint, nodes[b] as ExactPoint));
  const rays = new RowIndex(edges);
  for (const node of byOrder) {
    const top = (outgoing[node] as number[]).findLast((half) => (half & 1) === 0);
    if (top === undefined) continue;
    const outer = cycle[top] as number;
    if (known[outer]) continue;
    // A part's smallest node comes first of its nodes, and its pieces all leave it to the right.
    if ((outgoing[node] as number[]).some((half) => (half & 1) === 1)) continue;
    hull[outer] = 1;
    known[outer] = 1;
    const point = nodes[node] as ExactPoint;
    winding[outer] = rays.windingLeftOf(point.x, point.y);
    spread(outer, winding, known, halvesOfCycle, cycle, pieces);
  }
  return winding;
}

function spread(
  from: number,
  winding: Int32Array,
  known: Uint8Array,
  halves: readonly number[][],
  cycle: Int32Array,
  pieces: readonly Piece[],
): void {
  const stack = [from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const half of halves[at] as number[]) {
      const other = cycle[half ^ 1] as number;
      if (known[other]) continue;
      const net = (pieces[half >>> 1] as Piece).net;
      winding[other] = (winding[at] as number) + ((half & 1) === 0 ? -net : net);
      known[other] = 1;
      stack.push(other);
    }
  }
}

/** Finds the edges of a chain that cross the row of a lattice point, to its left. */
class RowIndex {
  readonly #edges: readonly ChainEdge[];
  readonly #index: Flatbush | null;
  readonly #minX: number;

  constructor(edges: readonly ChainEdge[]) {
    this.#edges = edges;
    this.#minX = edges.reduce((least, e) => Math.min(least, e.ax), Infinity);
    this.#index = edges.length > 0 ? new Flatbush(edges.length, 16, Float64Array) : null;
    for (const e of edges) this.#index?.add(e.ax, Math.min(e.ay, e.by), e.bx, Math.max(e.ay, e.by));
    this.#index?.finish();
  }

  /** The winding number just left of a lattice point (x, y), a touch above its row. */
  windingLeftOf(x: number, y: number): number {
    let winding = 0;
    for (const i of this.#index?.search(this.#minX, y, x, y) ?? []) {
      const e = this.#edges[i] as ChainEdge;
      const rising = e.ay <= y && y < e.by;
      const falling = e.by <= y && y < e.ay;
      if (!rising && !falling) continue;
      const side = orientation(e.ax, e.ay, e.bx, e.by, x, y);
      if (rising && side < 0) winding -= e.net;
      if (falling && side > 0) winding += e.net;
    }
    return winding;
  }
}
