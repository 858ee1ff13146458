import type { Edge } from '../coverage/change.ts';
import type { Grid } from '../coverage/model.ts';
import { Chain } from '../coverage/proof/chain.ts';
import { edgesOf } from '../geometry/edges.ts';
import { vertexCount } from '../geometry/lattice.ts';

/** An edge of the region's outline, the region on its left. `beyond`: the place of the neighbour behind it, −1: nobody. */
export interface OutlineEdge {
  edge: Edge;
  beyond: number;
}

/** The outline of a region that grids make up, the borders between them, and who is beyond. */
export interface RegionEdges {
  outline: OutlineEdge[];
  inner: Edge[];
}

/** Sorts the edges of the region's grids: those that cancel lie between them, the others are its outline. O(edges). */
export function regionEdges(grids: readonly Grid[], neighbours: readonly Grid[]): RegionEdges {
  const chain = new Chain(grids.reduce((sum, { area }) => sum + vertexCount(area), 16));
  grids.forEach(({ area }, g) => chain.addBoundary(area, g));
  const beyond = new Map<number, number>();
  neighbours.forEach(({ area }, n) => {
    for (const [ax, ay, bx, by] of edgesOf(area)) {
      const entry = chain.find(ax, ay, bx, by);
      if (entry >= 0 && chain.net[entry] !== 0) beyond.set(entry, n);
    }
  });
  const outline: OutlineEdge[] = [];
  const inner: Edge[] = [];
  for (let e = 0; e < chain.size; e++) {
    const a: [number, number] = [chain.ax[e] as number, chain.ay[e] as number];
    const b: [number, number] = [chain.bx[e] as number, chain.by[e] as number];
    const net = chain.net[e] as number;
    if (net === 0) inner.push([...a, ...b]);
    else outline.push({ edge: net > 0 ? [...a, ...b] : [...b, ...a], beyond: beyond.get(e) ?? -1 });
  }
  return { outline, inner };
}
