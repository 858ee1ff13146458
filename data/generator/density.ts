import { distance, type Frame, type PlanPoint } from './frame.ts';

/** A place in the district, as shares of its width and height from the south-west corner. */
export type Share = readonly [number, number];

/** Where the town is: centres with their reach in board kilometres and how built-up their middle is (0 to 1). */
const TOWN_CENTRES: readonly { at: Share; reach: number; built: number }[] = [
  { at: [0.36, 0.42], reach: 5.2, built: 1 },
  { at: [0.3, 0.68], reach: 5.6, built: 0.95 },
  { at: [0.48, 0.82], reach: 4.6, built: 0.8 },
  { at: [0.76, 0.56], reach: 3.6, built: 0.75 },
  { at: [0.52, 0.16], reach: 3, built: 0.6 },
];

export function placeOf([shareX, shareY]: Share, frame: Frame): PlanPoint {
  return [(shareX * 2 - 1) * frame.halfWidth, (shareY * 2 - 1) * frame.halfHeight];
}

/** How built-up a spot is: 1 in the middle of town, 0 in the hills. */
export function densityField(frame: Frame): (point: PlanPoint) => number {
  const centres = TOWN_CENTRES.map(({ at, reach, built }) => ({ at: placeOf(at, frame), reach, built }));
  return (point) => {
    let density = 0;
    for (const { at, reach, built } of centres) {
      const nearness = 1 - distance(point, at) / reach;
      if (nearness <= 0) continue;
      density = Math.max(density, built * nearness * nearness * (3 - 2 * nearness));
    }
    return density;
  };
}
