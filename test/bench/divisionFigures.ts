import { drawBorders } from '../../server/core/drafting/borders.ts';
import { balanceOf, compactnessOf, shareOnLines } from '../../server/core/drafting/measures.ts';
import type { DraftInput } from '../../server/core/drafting/model.ts';
import type { RegionBlocks } from '../../server/core/drafting/regionBlocks.ts';

/** A region's blocks handed out to `count` parts, by whomever, in so many seconds. */
export interface Division {
  laid: RegionBlocks;
  neighbours: DraftInput['neighbours'];
  count: number;
  partOf: Int32Array;
  seconds: number;
}

export interface DivisionFigures {
  seconds: number;
  /** From its region's mean weight, as a share of it. */
  deviation: number;
  /** The mean over the regions, by their numbers of parts. */
  onLines: number;
  leastCompactness: number;
  meanCompactness: number;
}

/** One yardstick for every division: the borders are drawn, and what is drawn is measured. */
export function figuresOf(divisions: readonly Division[]): DivisionFigures {
  const measured = divisions.map((division) => {
    const { laid, neighbours, count, partOf } = division;
    const weights = Array.from({ length: count }, () => 0);
    partOf.forEach((part, block) => {
      weights[part] = (weights[part] as number) + (laid.graph.weight[block] as number);
    });
    return {
      count,
      deviation: balanceOf(weights).largestDeviation,
      onLines: shareOnLines(laid.vertices, laid.blocks, partOf),
      compactness: drawBorders(laid.vertices, laid.blocks, partOf, count, laid.outline, neighbours).parts.map(
        compactnessOf,
      ),
    };
  });
  const all = measured.flatMap(({ compactness }) => compactness);
  return {
    seconds: divisions.reduce((sum, { seconds }) => sum + seconds, 0),
    deviation: Math.max(...measured.map(({ deviation }) => deviation)),
    onLines: measured.reduce((sum, { count, onLines }) => sum + count * onLines, 0) / all.length,
    leastCompactness: Math.min(...all),
    meanCompactness: all.reduce((sum, one) => sum + one, 0) / all.length,
  };
}
