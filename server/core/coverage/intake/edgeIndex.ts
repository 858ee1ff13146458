import Flatbush from 'flatbush';
import type { Area } from '../../geometry/lattice.ts';
import type { LooseEdges } from './layers.ts';

/** Even without a tolerance a vertex counts as on an edge when it is as near as rounding to the lattice can leave it. */
export const ROUNDING_UNITS = 0.75;

/** Metres to a lattice unit. */
export interface Scale {
  east: number;
  north: number;
}

/** An edge of a ring: area, polygon, ring, and where it starts and ends. */
export interface Edge {
  area: number;
  place: string;
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/** The edges of the areas that no other area answers with its own. */
export function edgesOf(areas: readonly Area[], loose: LooseEdges): Edge[] {
  const edges: Edge[] = [];
  areas.forEach((area, a) => {
    area.forEach((polygon, p) => {
      polygon.forEach((ring, r) => {
        for (let i = 0; i < ring.length; i += 2) {
          const n = (i + 2) % ring.length;
          const [ax, ay, bx, by] = [ring[i], ring[i + 1], ring[n], ring[n + 1]] as [number, number, number, number];
          if (loose.hasEdge(ax, ay, bx, by)) edges.push({ area: a, place: `${a}/${p}/${r}/${i}`, ax, ay, bx, by });
        }
      });
    });
  });
  return edges;
}

/** The edges by their boxes; null where there are none. */
export function indexOf(edges: readonly Edge[]): Flatbush | null {
  if (edges.length === 0) return null;
  const index = new Flatbush(edges.length, 16, Float64Array);
  for (const e of edges)
    index.add(Math.min(e.ax, e.bx), Math.min(e.ay, e.by), Math.max(e.ax, e.bx), Math.max(e.ay, e.by));
  index.finish();
  return index;
}

/** How far along an edge (0 to 1) a point lies and how far off it, in metres. */
export function project(e: Edge, x: number, y: number, { east, north }: Scale): { along: number; metres: number } {
  const [dx, dy, px, py] = [(e.bx - e.ax) * east, (e.by - e.ay) * north, (x - e.ax) * east, (y - e.ay) * north];
  const along = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
  return { along, metres: Math.hypot(px - along * dx, py - along * dy) };
}

/** The nearest edge within reach of a point. */
export function nearestEdge(
  edges: readonly Edge[],
  index: Flatbush,
  x: number,
  y: number,
  reach: number,
  scale: Scale,
): { edge: Edge; along: number; metres: number } | null {
  const [rx, ry] = [reach / scale.east, reach / scale.north];
  let best: { edge: Edge; along: number; metres: number } | null = null;
  for (const i of index.search(x - rx, y - ry, x + rx, y + ry)) {
    const edge = edges[i] as Edge;
    const { along, metres } = project(edge, x, y, scale);
    if (metres <= (best?.metres ?? reach)) best = { edge, along, metres };
  }
  return best;
}
