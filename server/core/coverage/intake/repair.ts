import { doubledRingArea } from '../../geometry/area.ts';
import { type Area, type Polygon, type Ring } from '../../geometry/lattice.ts';
import { orientation } from '../../geometry/orientation.ts';

/** What was taken out of rings because it bounds nothing. */
export interface RepairCounts {
  repeatedPoints: number;
  spikes: number;
  emptyRings: number;
}

/**
 * Takes out of an area what bounds nothing: repeated points, spikes (out along a line and straight back) and rings that have no area
 * left. The covered ground stays the same; an area that was nothing else comes out empty. Rings that cross themselves stay as they
 * are, for the planner to judge.
 */
export function repairArea(area: Area, counts: RepairCounts): Area {
  const polygons: Polygon[] = [];
  for (const polygon of area) {
    const rings = polygon.map((ring) => repairRing(ring, counts));
    const [shell] = rings;
    if (!shell || isEmpty(shell)) {
      counts.emptyRings += rings.length;
      continue;
    }
    const kept = rings.filter((ring) => !isEmpty(ring));
    counts.emptyRings += rings.length - kept.length;
    polygons.push(kept);
  }
  return polygons;
}

/** Does a ring surround nothing at all? A bow whose two sides are as large as each other has no area on balance, but surrounds both. */
const isEmpty = (ring: Ring): boolean => ring.length < 6 || (doubledRingArea(ring) === 0n && isStraight(ring));

function isStraight(ring: Ring): boolean {
  const [ax, ay, bx, by] = ring as unknown as [number, number, number, number];
  for (let i = 4; i < ring.length; i += 2)
    if (orientation(ax, ay, bx, by, ring[i] as number, ring[i + 1] as number) !== 0) return false;
  return true;
}

function repairRing(ring: Ring, counts: RepairCounts): Ring {
  const kept: number[] = [];
  const push = (x: number, y: number) => {
    for (;;) {
      const size = kept.length;
      if (size >= 2 && kept[size - 2] === x && kept[size - 1] === y) {
        counts.repeatedPoints++;
        return;
      }
      if (
        size < 4 ||
        !isSpike(
          kept[size - 4] as number,
          kept[size - 3] as number,
          kept[size - 2] as number,
          kept[size - 1] as number,
          x,
          y,
        )
      )
        break;
      kept.length = size - 2;
      counts.spikes++;
    }
    kept.push(x, y);
  };
  for (let i = 0; i < ring.length; i += 2) push(ring[i] as number, ring[i + 1] as number);
  return Int32Array.from(closeWithoutSpikes(kept, counts));
}

/** The same at the seam, where the last vertices meet the first. */
function closeWithoutSpikes(vertices: number[], counts: RepairCounts): number[] {
  let kept = vertices;
  for (;;) {
    const size = kept.length;
    if (size < 6) return kept;
    const at = (i: number) => kept[(i + size) % size] as number;
    if (at(0) === at(-2) && at(1) === at(-1)) {
      counts.repeatedPoints++;
      kept = kept.slice(0, -2);
    } else if (isSpike(at(-4), at(-3), at(-2), at(-1), at(0), at(1))) {
      counts.spikes++;
      kept = kept.slice(0, -2);
    } else if (isSpike(at(-2), at(-1), at(0), at(1), at(2), at(3))) {
      counts.spikes++;
      kept = kept.slice(2);
    } else {
      return kept;
    }
  }
}

/** Does the way a→b→c turn straight back at b? */
function isSpike(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): boolean {
  return orientation(ax, ay, bx, by, cx, cy) === 0 && (ax - bx) * (cx - bx) + (ay - by) * (cy - by) > 0;
}
