import type { Edge } from '../coverage/change.ts';
import type { Grid } from '../coverage/model.ts';
import { areaOfChain } from '../coverage/outlines.ts';
import { Chain } from '../coverage/proof/chain.ts';
import type { Area, Ring } from '../geometry/lattice.ts';
import type { Blocks } from './blocks.ts';
import { originOf } from './cycles.ts';
import { OUTLINE, type Piece, type Vertices } from './network.ts';
import type { OutlineEdge } from './outlineEdges.ts';

/** The parts as areas, and what the corners that their borders put on the region's outline do beyond it. */
export interface DrawnBorders {
  parts: Area[];
  neighbours: { code: string; area: Area }[];
  outline: { gone: Edge[]; come: Edge[] };
  /** How far a new corner lies beside the edge it was put on, lattice units at most. */
  farthestOffUnits: number;
}

/**
 * Draws the parts: what is left of their blocks' boundaries when shared edges have cancelled. Of the corners that the network put on the
 * region's outline only those stay on which a border ends; they go into the neighbours beyond, too.
 */
export function drawBorders(
  vertices: Vertices,
  blocks: Blocks,
  partOf: Int32Array,
  count: number,
  outline: readonly OutlineEdge[],
  neighbours: readonly Grid[],
): DrawnBorders {
  const beside: Beside = (half) => {
    const block = blocks.blockOf[half] as number;
    return block < 0 ? -1 : (partOf[block] as number);
  };
  const chains = Array.from({ length: count }, () => new Chain(64));
  const corners = drawInside(vertices, blocks.cycles.pieces, beside, chains);
  const added = drawOutline(vertices, blocks.cycles.pieces, beside, chains, corners);
  return {
    parts: chains.map((chain) => areaOfChain(chain)),
    ...beyondOutline(vertices, added, outline, neighbours),
  };
}

/** The part on the left of a half-edge, −1 outside the region. */
type Beside = (half: number) => number;

/** Adds the borders between parts to their chains; gives the vertices they run through. */
function drawInside(
  vertices: Vertices,
  pieces: readonly Piece[],
  beside: Beside,
  chains: readonly Chain[],
): Set<number> {
  const corners = new Set<number>();
  pieces.forEach(({ kind, from, to }, p) => {
    const [left, right] = [beside(2 * p), beside(2 * p + 1)];
    if (left === right || kind === OUTLINE) return;
    corners.add(from).add(to);
    addEdge(chains[left] as Chain, vertices, from, to);
    addEdge(chains[right] as Chain, vertices, to, from);
  });
  return corners;
}

/** Adds the outline to the chains, with the corners on which borders end; gives these by the outline's edge, in its direction. */
function drawOutline(
  vertices: Vertices,
  pieces: readonly Piece[],
  beside: Beside,
  chains: readonly Chain[],
  corners: ReadonlySet<number>,
): Map<number, number[]> {
  const along = new Map<number, number[]>();
  pieces.forEach(({ kind, edge }, p) => {
    if (kind !== OUTLINE) return;
    const known = along.get(edge);
    if (known) known.push(p);
    else along.set(edge, [p]);
  });
  const added = new Map<number, number[]>();
  for (const [edge, list] of along) {
    const stops = stopsAlong(vertices, pieces, list, corners);
    for (let i = 1; i < stops.length; i++) {
      const [from, to] = [stops[i - 1], stops[i]] as [Stop, Stop];
      addEdge(chains[beside(from.half)] as Chain, vertices, from.vertex, to.vertex);
    }
    if (stops.length > 2)
      added.set(
        edge,
        stops.slice(1, -1).map(({ vertex }) => vertex),
      );
  }
  return added;
}

function addEdge(chain: Chain, { x, y }: Vertices, from: number, to: number): void {
  chain.add(x[from] as number, y[from] as number, x[to] as number, y[to] as number, 0);
}

/** A corner along an edge of the outline, and the half-edge that goes on from there with the region on its left. */
interface Stop {
  vertex: number;
  half: number;
}

/** The ends of an outline's edge and the corners between them on which borders end, in its direction. */
function stopsAlong(
  vertices: Vertices,
  pieces: readonly Piece[],
  list: readonly number[],
  corners: ReadonlySet<number>,
): Stop[] {
  const ends = new Set(list.map((p) => (pieces[p] as Piece).to));
  const first = (list.find((p) => !ends.has((pieces[p] as Piece).from)) ?? list[0]) as number;
  const start = (pieces[first] as Piece).from;
  const inOrder = [...list].sort(
    (p, q) => vertices.metres(start, (pieces[p] as Piece).from) - vertices.metres(start, (pieces[q] as Piece).from),
  );
  const stops = inOrder.flatMap((p, i): Stop[] => {
    const vertex = originOf(pieces, 2 * p);
    return i === 0 || corners.has(vertex) ? [{ vertex, half: 2 * p }] : [];
  });
  const last = inOrder.at(-1) as number;
  return [...stops, { vertex: (pieces[last] as Piece).to, half: -1 }];
}

function beyondOutline(
  { x, y }: Vertices,
  added: ReadonlyMap<number, number[]>,
  outline: readonly OutlineEdge[],
  neighbours: readonly Grid[],
): Omit<DrawnBorders, 'parts'> {
  let farthestOffUnits = 0;
  const bend: DrawnBorders['outline'] = { gone: [], come: [] };
  const insertions = new Map<number, Map<string, number[]>>();
  for (const [e, corners] of added) {
    const { edge, beyond } = outline[e] as OutlineEdge;
    const points = corners.flatMap((vertex) => [x[vertex] as number, y[vertex] as number]);
    for (const vertex of corners)
      farthestOffUnits = Math.max(farthestOffUnits, offUnits(edge, x[vertex] as number, y[vertex] as number));
    if (beyond < 0) {
      const through = [edge[0], edge[1], ...points, edge[2], edge[3]];
      bend.gone.push(edge);
      for (let i = 2; i < through.length; i += 2) bend.come.push(through.slice(i - 2, i + 2) as unknown as Edge);
      continue;
    }
    const into = insertions.get(beyond) ?? new Map<string, number[]>();
    insertions.set(beyond, into);
    const backwards: number[] = [];
    for (let i = points.length - 2; i >= 0; i -= 2) backwards.push(points[i] as number, points[i + 1] as number);
    into.set(`${edge[2]},${edge[3]},${edge[0]},${edge[1]}`, backwards);
  }
  const changed = [...insertions].map(([n, into]) => {
    const { code, area } = neighbours[n] as Grid;
    return { code, area: area.map((polygon) => polygon.map((ring) => insertCorners(ring, into))) };
  });
  return { neighbours: changed.sort((a, b) => (a.code < b.code ? -1 : 1)), outline: bend, farthestOffUnits };
}

/** How far a point lies beside the line of an edge. */
const offUnits = ([ax, ay, bx, by]: Edge, x: number, y: number): number =>
  Math.abs((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / Math.hypot(bx - ax, by - ay);

function insertCorners(ring: Ring, into: ReadonlyMap<string, number[]>): Ring {
  const corners: number[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const n = i + 2 === ring.length ? 0 : i + 2;
    const [ax, ay] = [ring[i] as number, ring[i + 1] as number];
    corners.push(ax, ay, ...(into.get(`${ax},${ay},${ring[n]},${ring[n + 1]}`) ?? []));
  }
  return corners.length === ring.length ? ring : Int32Array.from(corners);
}
