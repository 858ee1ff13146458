import type { Area, Point } from '../../geometry/lattice.ts';
import { edgesOf, indexOf, nearestEdge, ROUNDING_UNITS, type Scale } from './edgeIndex.ts';
import { keyOf, type Layers } from './layers.ts';
import { makeSoundMoves } from './soundMoves.ts';
import { vertexMoves } from './vertexMoves.ts';

/** The outcome of pulling: the areas, how many vertices moved and how far at most, and where a move was left out. */
export interface Pulled {
  areas: Area[];
  moved: number;
  farthestMetres: number;
  leftOut: Point[];
}

/**
 * Moves vertices within reach of a fixed edge (and of no fixed vertex, which snapping has seen to) onto it, except where that would make
 * a valid area invalid.
 */
export function pullToFixed(layers: Layers, reach: number, scale: Scale): Pulled {
  const edges = edgesOf(layers.areas.slice(0, layers.fixed), layers.loose);
  const index = indexOf(edges);
  if (!index) return { areas: [...layers.areas], moved: 0, farthestMetres: 0, leftOut: [] };
  const fixedVertices = new Set(edges.map((e) => keyOf(e.ax, e.ay)));
  const targets = new Map<string, Point>();
  const metres: number[] = [];
  const pull = (x: number, y: number): void => {
    const key = keyOf(x, y);
    if (targets.has(key) || !layers.loose.hasVertex(x, y) || fixedVertices.has(key)) return;
    const best = nearestEdge(edges, index, x, y, reach, scale);
    if (!best || best.metres < Math.max(scale.east, scale.north) * ROUNDING_UNITS) return;
    const { edge, along } = best;
    targets.set(key, [
      Math.round(edge.ax + along * (edge.bx - edge.ax)),
      Math.round(edge.ay + along * (edge.by - edge.ay)),
    ]);
    metres.push(best.metres);
  };
  for (const ring of layers.areas.slice(layers.fixed).flat(2))
    for (let i = 0; i < ring.length; i += 2) pull(ring[i] as number, ring[i + 1] as number);
  const moves = vertexMoves(layers.areas, layers.fixed, targets);
  const { areas, leftOut, places } = makeSoundMoves(layers.areas, moves);
  const farthestMetres = metres.reduce((far, each, move) => (leftOut.has(move) ? far : Math.max(far, each)), 0);
  return { areas, moved: moves.count(leftOut), farthestMetres, leftOut: places };
}
