import { metresPerUnit } from '../geometry/area.ts';
import { edgesOf } from '../geometry/edges.ts';
import { type Area, toDegrees } from '../geometry/lattice.ts';
import type { Blocks } from './blocks.ts';
import type { DraftBalance } from './model.ts';
import { ARTERIAL, RIVER, STREET, type Vertices } from './network.ts';

/** How evenly weights lie: their mean, the largest deviation from it and the coefficient of variation, as shares of the mean. */
export function balanceOf(weights: readonly number[]): DraftBalance {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const share = (value: number): number => (mean > 0 ? value / mean : 0);
  const squares = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0);
  return {
    weights: [...weights],
    mean,
    largestDeviation: share(Math.max(...weights.map((weight) => Math.abs(weight - mean)))),
    coefficientOfVariation: share(Math.sqrt(squares / weights.length)),
  };
}

/** Polsby and Popper 1991: 4πA/P² of an area on its local tangent plane, 1 for a circle. */
export function compactnessOf(area: Area): number {
  let [around, doubled] = [0, 0];
  const [ox, oy] = [area[0]?.[0]?.[0] ?? 0, area[0]?.[0]?.[1] ?? 0];
  const { east, north } = metresPerUnit(toDegrees(oy));
  for (const [ax, ay, bx, by] of edgesOf(area)) {
    around += Math.hypot((bx - ax) * east, (by - ay) * north);
    doubled += ((ax - ox) * (by - oy) - (bx - ox) * (ay - oy)) * east * north;
  }
  return around > 0 ? (2 * Math.PI * doubled) / (around * around) : 0;
}

/** The share of the length of the borders between parts that runs along streets and rivers; 1 where there are no such borders. */
export function shareOnLines(vertices: Vertices, { cycles, blockOf }: Blocks, partOf: Int32Array): number {
  let [onLines, all] = [0, 0];
  cycles.pieces.forEach(({ from, to, kind }, p) => {
    const [left, right] = [blockOf[2 * p] as number, blockOf[2 * p + 1] as number];
    if (left < 0 || right < 0 || partOf[left] === partOf[right]) return;
    const metres = vertices.metres(from, to);
    all += metres;
    if (kind === RIVER || kind === ARTERIAL || kind === STREET) onLines += metres;
  });
  return all > 0 ? onLines / all : 1;
}
