import type { Grid } from '../../../server/core/coverage/model.ts';
import type { DraftInput, DraftLine } from '../../../server/core/drafting/model.ts';
import { type RandomCoverageOptions, randomCoverage, randomSource } from '../coverage/randomCoverage.ts';

const KINDS = ['river', 'arterial', 'street'] as const;

/** A random region of a random coverage, with random lines over it and beyond, and weights. Some grids are in several parts. */
export function randomDraft(seed: number, options: RandomCoverageOptions = {}): DraftInput & { all: Grid[] } {
  const random = randomSource(seed * 31 + 7);
  const { grids } = randomCoverage(seed, { columns: 6, rows: 6, cell: 200_000, ...options });
  const inside = grids.filter((_, i) => i === 0 || random() < 0.6);
  const chosen = new Set(inside.map(({ code }) => code));
  const [originX, originY] = options.origin ?? [1_090_000_000, 342_000_000];
  const across = (options.cell ?? 200_000) * 6;
  const spot = (): [number, number] => [
    originX + Math.round((random() * 1.2 - 0.1) * across),
    originY + Math.round((random() * 1.2 - 0.1) * across),
  ];
  const lines = Array.from({ length: Math.floor(random() * 12) }, (_, i): DraftLine => {
    const corners = Array.from({ length: 2 + Math.floor(random() * 5) }, spot);
    // Some streets run through corners that grids have, and along their borders.
    const ring = (grids[i % grids.length] as Grid).area[0]?.[0] as Int32Array;
    if (random() < 0.4) corners.push([ring[0] as number, ring[1] as number], [ring[2] as number, ring[3] as number]);
    return { kind: KINDS[i % 3] as 'river', points: Int32Array.from(corners.flat()) };
  });
  const points = Array.from({ length: 300 }, spot);
  const weights =
    random() < 0.3
      ? ('area' as const)
      : {
          x: Int32Array.from(points, ([x]) => x),
          y: Int32Array.from(points, ([, y]) => y),
          weight: Float64Array.from(points, () => Math.ceil(random() * 3)),
        };
  return {
    all: grids,
    grids: inside,
    neighbours: grids.filter(({ code }) => !chosen.has(code)),
    lines,
    weights,
    count: 1 + Math.floor(random() * 8),
    seed,
    share: 0,
  };
}
