import { outlineOf } from '../../server/core/coverage/outlines.ts';
import { Chain } from '../../server/core/coverage/proof/chain.ts';
import type { Area, Ring } from '../../server/core/geometry/lattice.ts';

/** The grids and the working outline after needless corners are gone. */
export interface Borders {
  grids: Area[];
  outline: Area;
}

const keyOf = (x: number, y: number): string => `${x},${y}`;

/** How many border edges meet in each point, and the points where at least three do: corners that must stay. */
function meetingPoints(areas: readonly Area[]): Set<string> {
  const chain = new Chain(1024);
  areas.forEach((area, owner) => chain.addBoundary(area, owner));
  const degree = new Map<string, number>();
  for (let e = 0; e < chain.size; e++) {
    for (const key of [
      keyOf(chain.ax[e] as number, chain.ay[e] as number),
      keyOf(chain.bx[e] as number, chain.by[e] as number),
    ]) {
      degree.set(key, (degree.get(key) ?? 0) + 1);
    }
  }
  return new Set([...degree].filter(([, count]) => count > 2).map(([key]) => key));
}

const rewrite = (area: Area, keeps: (x: number, y: number) => boolean): Area =>
  area.map((polygon) =>
    polygon.map((ring): Ring => {
      const kept: number[] = [];
      for (let i = 0; i < ring.length; i += 2) {
        const [x, y] = [ring[i] as number, ring[i + 1] as number];
        if (keeps(x, y)) kept.push(x, y);
      }
      return Int32Array.from(kept);
    }),
  );

/**
 * The outlines of groups of blocks. Corners that noding put into the district's outline are taken out again where no border
 * ends on them, on both sides alike, so that the outline keeps its given shape there.
 */
export function drawBorders(groups: readonly (readonly Area[])[], workingOutline: Area, given: Area): Borders {
  const grids = groups.map((areas) => outlineOf(areas));
  const meeting = meetingPoints(grids);
  const onOutline = new Set<string>();
  for (const ring of workingOutline.flat()) {
    for (let i = 0; i < ring.length; i += 2) onOutline.add(keyOf(ring[i] as number, ring[i + 1] as number));
  }
  for (const ring of given.flat()) {
    for (let i = 0; i < ring.length; i += 2) onOutline.delete(keyOf(ring[i] as number, ring[i + 1] as number));
  }
  const keeps = (x: number, y: number): boolean => !onOutline.has(keyOf(x, y)) || meeting.has(keyOf(x, y));
  return { grids: grids.map((grid) => rewrite(grid, keeps)), outline: rewrite(workingOutline, keeps) };
}
