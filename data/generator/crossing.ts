import type { Point } from '../../server/core/geometry/lattice.ts';
import { kindOf, type Network, type Piece } from './network.ts';
import type { VertexTable } from './vertices.ts';

/** A vertex that must be put into a piece (given by its index). */
export interface Cut {
  piece: number;
  vertex: number;
}

/** The crossing of two pieces that are known to cross, rounded to the lattice. */
function crossingPoint(vertices: VertexTable, p: Piece, q: Piece): Point {
  const before = vertices.orientation(q.from, q.to, p.from);
  const after = vertices.orientation(q.from, q.to, p.to);
  const share = before / (before - after);
  const [ax, ay] = vertices.point(p.from);
  const [bx, by] = vertices.point(p.to);
  return [Math.round(ax + (bx - ax) * share), Math.round(ay + (by - ay) * share)];
}

/** The ends a crossing may be moved to without bending an outline. */
function movableTo(network: Network, p: Piece, q: Piece): number[] {
  const pIsOutline = kindOf(network, p) === 'outline';
  const qIsOutline = kindOf(network, q) === 'outline';
  if (pIsOutline && qIsOutline) return [];
  if (pIsOutline) return [p.from, p.to];
  if (qIsOutline) return [q.from, q.to];
  return [p.from, p.to, q.from, q.to];
}

/** The vertex for a crossing: the nearest permitted end within the snapping distance, else the rounded crossing itself. */
function crossingVertex(network: Network, p: Piece, q: Piece, snapUnits: number): number {
  const { vertices } = network;
  const crossing = vertices.number(crossingPoint(vertices, p, q));
  let best = crossing;
  let bestSquared = snapUnits * snapUnits;
  for (const end of movableTo(network, p, q)) {
    const squared = vertices.squaredDistance(end, crossing);
    if (squared < bestSquared) {
      best = end;
      bestSquared = squared;
    }
  }
  return best;
}

/** Whether two orientations are of opposite sides, neither on the line. */
const apart = (a: number, b: number): boolean => (a > 0 && b < 0) || (a < 0 && b > 0);

/** The cuts two pieces impose on each other: ends that lie on the other piece, or the place where they cross. */
export function cutsBetween(network: Network, pIndex: number, qIndex: number, snapUnits: number): Cut[] {
  const { vertices, pieces } = network;
  const p = pieces[pIndex] as Piece;
  const q = pieces[qIndex] as Piece;
  const qFromSide = vertices.orientation(p.from, p.to, q.from);
  const qToSide = vertices.orientation(p.from, p.to, q.to);
  const pFromSide = vertices.orientation(q.from, q.to, p.from);
  const pToSide = vertices.orientation(q.from, q.to, p.to);
  const cuts: Cut[] = [];
  const touch = (side: number, vertex: number, piece: number, { from, to }: Piece): void => {
    if (side === 0 && vertices.isBetween(vertex, from, to)) cuts.push({ piece, vertex });
  };
  touch(qFromSide, q.from, pIndex, p);
  touch(qToSide, q.to, pIndex, p);
  touch(pFromSide, p.from, qIndex, q);
  touch(pToSide, p.to, qIndex, q);
  if (apart(qFromSide, qToSide) && apart(pFromSide, pToSide)) {
    const vertex = crossingVertex(network, p, q, snapUnits);
    if (vertex !== p.from && vertex !== p.to) cuts.push({ piece: pIndex, vertex });
    if (vertex !== q.from && vertex !== q.to) cuts.push({ piece: qIndex, vertex });
  }
  return cuts;
}
