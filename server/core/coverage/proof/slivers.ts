import { type Arrangement, originOf, type Piece } from '../../geometry/arrangement.ts';
import type { ExactPoint } from '../../geometry/exactPoint.ts';
import type { FaceGroup } from './faceGroups.ts';
import type { OwnedEdge } from './residual.ts';

/** Rounding a point of an edge to the lattice moves it by at most √½ units; a little is added for the comparison in doubles. */
const ROUNDING_UNITS = 0.75;
/** A sliver with more corners is reported as the gap or overlap that it is. */
const MOST_CORNERS = 16;

/** A vertex that stands on one side of a border only, off the other side's edge by no more than the lattice's rounding. */
export interface StraightenedVertex {
  x: number;
  y: number;
  owners: number[];
}

/**
 * When a face is nothing but the lattice's rounding of vertices that one side of a border has and the other has not: those
 * vertices. Null for any face that is wider.
 */
export function straightenedVertices(
  arrangement: Arrangement,
  edges: readonly OwnedEdge[],
  group: FaceGroup,
): StraightenedVertex[] | null {
  const ring = group.rings[0] as number[];
  if (group.rings.length !== 1 || ring.length > MOST_CORNERS) return null;
  const corners = ring.map((half) => arrangement.nodes[originOf(arrangement, half)] as ExactPoint);
  for (const half of ring) {
    for (const source of (arrangement.pieces[half >>> 1] as Piece).sources) {
      const edge = edges[source] as OwnedEdge;
      if (edge.net === 0 || !corners.every((corner) => distanceToLine(edge, corner) <= ROUNDING_UNITS)) continue;
      const off = ring.filter((h) => {
        const corner = arrangement.nodes[originOf(arrangement, h)] as ExactPoint;
        return corner.fraction === null && distanceToLine(edge, corner) > 1e-6;
      });
      if (off.length === 0 || off.length === ring.length) continue;
      return off.map((h) => vertexOf(arrangement, edges, ring, h, edge));
    }
  }
  return null;
}

function vertexOf(
  arrangement: Arrangement,
  edges: readonly OwnedEdge[],
  ring: readonly number[],
  half: number,
  edge: OwnedEdge,
): StraightenedVertex {
  const corner = arrangement.nodes[originOf(arrangement, half)] as ExactPoint;
  const before = ring[(ring.indexOf(half) + ring.length - 1) % ring.length] as number;
  const sources = [half, before].flatMap((h) => (arrangement.pieces[h >>> 1] as Piece).sources);
  const owners = new Set([...edge.owners, ...sources.flatMap((s) => (edges[s] as OwnedEdge).owners)]);
  return { x: corner.x, y: corner.y, owners: [...owners].filter((owner) => owner >= 0).sort((a, b) => a - b) };
}

function distanceToLine(edge: OwnedEdge, point: ExactPoint): number {
  const dx = edge.bx - edge.ax;
  const dy = edge.by - edge.ay;
  return Math.abs(dx * (point.y - edge.ay) - dy * (point.x - edge.ax)) / Math.hypot(dx, dy);
}
