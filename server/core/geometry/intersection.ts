import { type Arrangement, arrange, type ChainEdge } from './arrangement.ts';
import { doubledAreaOfCycle } from './cycleArea.ts';
import { edgesOf } from './edges.ts';
import { labelFaces, type Turn } from './faceLabels.ts';
import type { Area } from './lattice.ts';

/** Twice the area that two areas have in common, in square lattice units, each face rounded to a whole one; nothing is noded for it. */
export function doubledIntersection(a: Area, b: Area): bigint {
  const edges: (ChainEdge & { turns: Turn[] })[] = [];
  for (const [owner, area] of [a, b].entries()) {
    for (const [px, py, qx, qy] of edgesOf(area)) {
      const isForward = px < qx || (px === qx && py < qy);
      const [ax, ay, bx, by] = isForward ? [px, py, qx, qy] : [qx, qy, px, py];
      edges.push({ ax, ay, bx, by, net: 0, turns: [{ owner, net: isForward ? 1 : -1 }] });
    }
  }
  const arrangement = arrange(edges, Infinity) as Arrangement;
  const { of } = labelFaces(arrangement, edges, (edge) => (edges[edge] as { turns: Turn[] }).turns);
  return of.reduce((sum, windings, cycle) => {
    const isCommon = (windings.get(0) ?? 0) > 0 && (windings.get(1) ?? 0) > 0;
    return isCommon ? sum + doubledAreaOfCycle(arrangement, cycle) : sum;
  }, 0n);
}
