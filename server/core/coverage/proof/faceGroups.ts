import { signedAreaOfDegrees } from '../../geometry/area.ts';
import { type Arrangement, originOf, type Piece } from '../../geometry/arrangement.ts';
import { doubledAreaOfCycle } from '../../geometry/cycleArea.ts';
import type { ExactPoint } from '../../geometry/exactPoint.ts';
import { UNITS_PER_DEGREE } from '../../geometry/lattice.ts';
import { halfEdgesOfCycle } from './faces.ts';

/** Neighbouring faces with the same label, taken together: their outer border as rings of half-edges. */
export interface FaceGroup {
  label: string;
  cycles: number[];
  rings: number[][];
}

/** Groups of faces, the largest of them with their borders. */
export interface FaceGroups {
  largest: FaceGroup[];
  /** How many there are in all. */
  count: number;
}

/**
 * Joins neighbouring faces that carry the same label. `labels` has a text for each cycle that matters and null for the others;
 * a part that lies inside a labelled face is joined to it by its hull.
 */
export function groupFaces(arrangement: Arrangement, labels: readonly (string | null)[], most = Infinity): FaceGroups {
  const root = labels.map((_, cycle) => cycle);
  const find = (cycle: number): number => {
    let at = cycle;
    while (root[at] !== at) at = root[at] as number;
    root[cycle] = at;
    return at;
  };
  const join = (a: number, b: number) => {
    if (labels[a] !== null && labels[a] === labels[b]) root[find(a)] = find(b);
  };
  for (let p = 0; p < arrangement.pieces.length; p++)
    join(arrangement.cycle[2 * p] as number, arrangement.cycle[2 * p + 1] as number);
  joinHulls(arrangement, labels, join);
  const groups = new Map<number, FaceGroup>();
  labels.forEach((label, cycle) => {
    if (label === null) return;
    const key = find(cycle);
    const group = groups.get(key) ?? { label, cycles: [], rings: [] };
    group.cycles.push(cycle);
    groups.set(key, group);
  });
  const all = [...groups.values()].filter((group) => group.cycles.some((cycle) => !arrangement.hull[cycle]));
  const largest = all.length > most ? largestOf(arrangement, all, most) : all;
  for (const group of largest) group.rings = tracedRings(arrangement, group.cycles);
  return { largest, count: all.length };
}

function largestOf(arrangement: Arrangement, groups: readonly FaceGroup[], most: number): FaceGroup[] {
  const sized = groups.map((group) => {
    const doubled = group.cycles.reduce((sum, cycle) => sum + doubledAreaOfCycle(arrangement, cycle), 0n);
    return { group, size: Math.abs(Number(doubled)) };
  });
  return sized
    .sort((a, b) => b.size - a.size)
    .slice(0, most)
    .map(({ group }) => group);
}

function joinHulls(
  arrangement: Arrangement,
  labels: readonly (string | null)[],
  join: (a: number, b: number) => void,
): void {
  const hulls = labels.flatMap((label, cycle) => (label !== null && arrangement.hull[cycle] ? [cycle] : []));
  if (hulls.length === 0) return;
  const faces = labels.flatMap((label, cycle) =>
    label !== null && !arrangement.hull[cycle]
      ? [{ cycle, ring: positionsOf(arrangement, halfEdgesOfCycle(arrangement, cycle)) }]
      : [],
  );
  for (const hull of hulls) {
    const [x, y] = positionsOf(arrangement, halfEdgesOfCycle(arrangement, hull))[0] as [number, number];
    let best = -1;
    let least = Infinity;
    for (const { cycle, ring } of faces) {
      if (labels[cycle] !== labels[hull] || !contains(ring, x, y)) continue;
      const size = Math.abs(signedAreaOfDegrees(ring));
      if (size < least) [best, least] = [cycle, size];
    }
    if (best >= 0) join(hull, best);
  }
}

function contains(ring: readonly (readonly number[])[], x: number, y: number): boolean {
  let inside = false;
  let [px, py] = ring[ring.length - 1] as [number, number];
  for (const [qx, qy] of ring as [number, number][]) {
    if (py > y !== qy > y && x < px + ((y - py) / (qy - py)) * (qx - px)) inside = !inside;
    [px, py] = [qx, qy];
  }
  return inside;
}

function tracedRings(arrangement: Arrangement, cycles: readonly number[]): number[][] {
  const inGroup = new Set(cycles);
  const isInside = (half: number) => inGroup.has(arrangement.cycle[half] as number);
  const rings: number[][] = [];
  const done = new Set<number>();
  for (const cycle of cycles) {
    for (const start of halfEdgesOfCycle(arrangement, cycle)) {
      if (done.has(start) || isInside(start ^ 1)) continue;
      const ring: number[] = [];
      for (let h = start; !done.has(h); ) {
        done.add(h);
        ring.push(h);
        h = arrangement.next[h] as number;
        while (isInside(h ^ 1)) h = arrangement.next[h ^ 1] as number;
      }
      rings.push(ring);
    }
  }
  return rings;
}

/** Where the half-edges of a ring start, in degrees, not closed. */
export function positionsOf(arrangement: Arrangement, ring: readonly number[]): [number, number][] {
  return ring.map((half) => {
    const node = arrangement.nodes[originOf(arrangement, half)] as ExactPoint;
    return [node.x / UNITS_PER_DEGREE, node.y / UNITS_PER_DEGREE];
  });
}

/** A group's faces as one GeoJSON geometry, and its area in square metres. */
export function geometryOf(
  arrangement: Arrangement,
  group: FaceGroup,
): { at: GeoJSON.Polygon | GeoJSON.MultiPolygon; areaSquareMetres: number } {
  const rings = group.rings.map((ring) => {
    const positions = positionsOf(arrangement, ring);
    return { positions, size: signedAreaOfDegrees(positions) };
  });
  const areaSquareMetres = Math.abs(rings.reduce((sum, ring) => sum + ring.size, 0));
  const closed = (positions: [number, number][]) => [...positions, positions[0] as [number, number]];
  const largest = rings.reduce((best, ring) => (Math.abs(ring.size) > Math.abs(best.size) ? ring : best));
  const shells = rings.filter((ring) => ring === largest || ring.size > 0);
  const polygons = shells.map((shell) => [closed(shell.positions)]);
  for (const hole of rings.filter((ring) => !shells.includes(ring))) {
    const [x, y] = hole.positions[0] as [number, number];
    const host = shells.findIndex((shell) => contains(shell.positions, x, y));
    (polygons[Math.max(0, host)] as [number, number][][]).push(closed(hole.positions));
  }
  const at: GeoJSON.Polygon | GeoJSON.MultiPolygon =
    polygons.length === 1
      ? { type: 'Polygon', coordinates: polygons[0] as [number, number][][] }
      : { type: 'MultiPolygon', coordinates: polygons };
  return { at, areaSquareMetres };
}

/** The edges along a group's border, by their numbers. */
export function sourcesAround(arrangement: Arrangement, group: FaceGroup): number[] {
  const sources = new Set<number>();
  for (const half of group.rings.flat())
    for (const s of (arrangement.pieces[half >>> 1] as Piece).sources) sources.add(s);
  return [...sources];
}
