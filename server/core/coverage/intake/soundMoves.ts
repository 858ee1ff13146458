import type { Area, Point, Ring } from '../../geometry/lattice.ts';
import { findDefect } from '../../geometry/validity.ts';
import { repairArea } from './repair.ts';

/** What one step of the fitting would do: each move by itself may be left out. */
export interface Moves {
  /** An area as it would be without the moves of these numbers; the very same where nothing happens to it. */
  apply: (area: number, leftOut: ReadonlySet<number>) => Area;
  /** The moves that change an area, with the place of each. */
  of: (area: number) => readonly { move: number; x: number; y: number }[];
}

/** What came of a step, and the places of the moves that were left out of it. */
export interface SoundMoves {
  areas: Area[];
  leftOut: ReadonlySet<number>;
  places: Point[];
}

/** So often a single move, the nearest to the defect, is left out of an area before it is twice as many each time. */
const SINGLE_TRIES = 8;

/**
 * Makes the moves of a step except those that would make an area, or a ring of an area that is no valid polygon as it came, invalid or
 * nothing: these are left out, the nearest to where it would be invalid first. What was invalid before may stay so.
 */
export function makeSoundMoves(before: readonly Area[], moves: Moves): SoundMoves {
  const leftOut = new Set<number>();
  const places: Point[] = [];
  const tries = new Map<number, number>();
  let areasOf: Map<number, number[]> | null = null;
  const areas = before.map((_, a) => moves.apply(a, leftOut));
  let suspects = areas.flatMap((area, a) => (area === before[a] ? [] : [a]));
  while (suspects.length > 0) {
    const dropped = new Set<number>();
    for (const a of suspects) {
      const defect = newDefect(before[a] as Area, areas[a] as Area);
      if (!defect) continue;
      const tried = tries.get(a) ?? 0;
      tries.set(a, tried + 1);
      for (const { move, x, y } of nearest(moves, a, leftOut, defect, 2 ** Math.max(0, tried - SINGLE_TRIES))) {
        if (!dropped.has(move)) places.push([x, y]);
        dropped.add(move);
      }
    }
    if (dropped.size === 0) break;
    for (const move of dropped) leftOut.add(move);
    areasOf ??= byMove(moves, before.length);
    suspects = [...new Set([...dropped].flatMap((move) => areasOf?.get(move) ?? []))];
    for (const a of suspects) areas[a] = moves.apply(a, leftOut);
  }
  return { areas, leftOut, places };
}

/** The areas that each move changes. */
function byMove(moves: Moves, areas: number): Map<number, number[]> {
  const areasOf = new Map<number, number[]>();
  for (let a = 0; a < areas; a++) {
    for (const { move } of moves.of(a)) {
      const list = areasOf.get(move);
      if (list) list.push(a);
      else areasOf.set(move, [a]);
    }
  }
  return areasOf;
}

function nearest(moves: Moves, area: number, leftOut: ReadonlySet<number>, [x, y]: Point, count: number) {
  const distance = (place: { x: number; y: number }) => Math.hypot(place.x - x, place.y - y);
  return moves
    .of(area)
    .filter(({ move }) => !leftOut.has(move))
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, count);
}

const noCounts = () => ({ repeatedPoints: 0, spikes: 0, emptyRings: 0 });
const ringCount = (area: Area): number => area.reduce((sum, polygon) => sum + polygon.length, 0);

/** Where an area, or one of its rings, has become invalid or nothing; null where it has not. */
function newDefect(before: Area, after: Area): Point | null {
  if (findDefect(before)) return newRingDefect(before, after);
  const repaired = repairArea(after, noCounts());
  if (ringCount(repaired) < ringCount(before)) return newRingDefect(before, after);
  const defect = findDefect(repaired);
  return defect && [defect.x, defect.y];
}

/** The same ring by ring, for areas that are no valid polygons as wholes. */
function newRingDefect(before: Area, after: Area): Point | null {
  for (const [p, polygon] of after.entries()) {
    for (const [r, ring] of polygon.entries()) {
      const old = before[p]?.[r];
      if (!old || ring === old || !isSound(old, r > 0)) continue;
      if (!isSound(ring, r > 0)) return firstPoint(ring);
    }
  }
  return null;
}

const firstPoint = (ring: Ring): Point => [ring[0] ?? 0, ring[1] ?? 0];

function isSound(ring: Ring, isHole: boolean): boolean {
  const repaired = repairArea([[isHole ? reversed(ring) : ring]], noCounts());
  return repaired.length > 0 && findDefect(repaired) === null;
}

function reversed(ring: Ring): Ring {
  const turned = new Int32Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    turned[i] = ring[ring.length - 2 - i] as number;
    turned[i + 1] = ring[ring.length - 1 - i] as number;
  }
  return turned;
}
