import { Chain } from '../coverage/proof/chain.ts';
import { type Area, vertexCount } from '../geometry/lattice.ts';
import { PointIndex } from '../locate/pointIndex.ts';
import { boxAround } from './network.ts';

/** Spots across the longer side of the ground. */
const SPOTS = 400;

/** What each new part has of each old grid: `shares[part][old]` is the part of the old grid's ground, 0 to 1. */
export interface Overlaps {
  ofOld: Float64Array[];
  ofPart: Float64Array[];
}

/**
 * How much parts and old grids have in common, by looking at the spots of a fine raster: good for telling who came from whom, blind to
 * slivers. Both must tile the same ground.
 */
export function overlapsOf(old: readonly Area[], parts: readonly Area[]): Overlaps {
  const [before, after] = [indexOf(old), indexOf(parts)];
  const [minX, minY, maxX, maxY] = boxAround(old);
  const step = Math.max(1, Math.ceil(Math.max(maxX - minX, maxY - minY) / SPOTS));
  const counts = parts.map(() => new Float64Array(old.length));
  for (let x = minX + (step >> 1); x < maxX; x += step) {
    for (let y = minY + (step >> 1); y < maxY; y += step) {
      const [o, p] = [before.ownerOf(x, y), after.ownerOf(x, y)];
      if (o < 0 || p < 0) continue;
      const row = counts[p] as Float64Array;
      row[o] = (row[o] as number) + 1;
    }
  }
  const oldTotals = old.map((_, o) => counts.reduce((sum, row) => sum + (row[o] as number), 0));
  const partTotals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  return {
    ofOld: counts.map((row) => row.map((count, o) => count / Math.max(1, oldTotals[o] as number))),
    ofPart: counts.map((row, p) => row.map((count) => count / Math.max(1, partTotals[p] as number))),
  };
}

function indexOf(areas: readonly Area[]): PointIndex {
  const chain = new Chain(areas.reduce((sum, area) => sum + vertexCount(area), 16));
  areas.forEach((area, owner) => chain.addBoundary(area, owner));
  return new PointIndex(chain, areas.length);
}
