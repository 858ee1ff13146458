import { areaSquareMetres, doubledArea } from '../geometry/area.ts';
import { type Arrangement, arrange, type ChainEdge } from '../geometry/arrangement.ts';
import { doubledAreaOfCycle, lengthOfCycle, squareMetresOfCycle } from '../geometry/cycleArea.ts';
import { type FaceLabels, labelFaces, type Turn, type Windings } from '../geometry/faceLabels.ts';
import { type Area, type Edge, type Ring, vertexCount } from '../geometry/lattice.ts';
import { Chain } from './proof/chain.ts';
import { type FaceGroup, geometryOf, groupFaces } from './proof/faceGroups.ts';

/** A grid's area under its code, before or after a change. */
export interface CodedGround {
  code: string;
  area: Area;
}

/** Nobody's ground: what no grid had, or has. */
export const NOBODYS = '';

/**
 * Ground that passes from one code to another, or stays with one (`from` and `to` the same). `doubledUnits` is twice its area in
 * square lattice units. `rounding`: it is nowhere wider than a lattice unit, as where a border bends through a corner put on it.
 */
export interface Passage {
  from: string;
  to: string;
  doubledUnits: bigint;
  areaSquareMetres: number;
  rounding: boolean;
}

/** A passage with where it lies. */
export interface PlacedPassage extends Passage {
  at: GeoJSON.Polygon | GeoJSON.MultiPolygon;
}

/**
 * The books of ground of a change: which ground passes from which old grid to which new one. Found from the faces between old and
 * new edges alone, so it costs as much as what differs; no face is skipped. For each old grid the passages out add up to its area, for
 * each new one the passages in, to the half unit² by which each passage is rounded. Where grids overlap, ground counts once for each.
 */
export function passagesBetween(before: readonly CodedGround[], after: readonly CodedGround[]): Passage[] {
  const moves = movesBetween(before, after);
  const kept = new Set(after.map(({ code }) => code));
  const outOf = groupedBy(moves, 'from');
  const staying = [...areasByCode(before)].flatMap(([code, area]): Passage[] => {
    if (!kept.has(code)) return [];
    const out = outOf.get(code) ?? [];
    const doubledUnits = out.reduce((rest, passage) => rest - passage.doubledUnits, doubledArea(area));
    const metres = out.reduce((rest, passage) => rest - passage.areaSquareMetres, areaSquareMetres(area));
    return [{ from: code, to: code, doubledUnits, areaSquareMetres: metres, rounding: false }];
  });
  return [...moves, ...staying].sort(inOrder);
}

/** Does ground of a grid pass, more than rounding? */
export const movesGround = (passages: readonly Passage[], code: string): boolean =>
  passages.some(({ from, to, rounding }) => !rounding && from !== to && (from === code || to === code));

/** The passages of a change as its reverse has them. */
export const reversedPassages = (passages: readonly Passage[]): Passage[] =>
  passages.map((passage) => ({ ...passage, from: passage.to, to: passage.from }));

/** The passages in which ground changes hands, each with where it lies; what is nowhere wider than a lattice unit is left out. */
export function placedPassages(before: readonly CodedGround[], after: readonly CodedGround[]): PlacedPassage[] {
  const difference = new Difference(before, after);
  const { arrangement, labels } = difference;
  const names = labels.of.map((windings) =>
    windings.size === 0 ? null : pairsOf(windings, difference.codes).join(';'),
  );
  const byPassage = new Map<string, { from: string; to: string; groups: FaceGroup[] }>();
  for (const group of groupFaces(arrangement, names).largest) {
    const outer = group.cycles.filter((cycle) => !arrangement.hull[cycle]);
    if (outer.every((cycle) => isRounding(arrangement, cycle))) continue;
    for (const pair of group.label.split(';')) {
      const [from, to] = pair.split('>') as [string, string];
      const entry = byPassage.get(pair) ?? { from, to, groups: [] };
      entry.groups.push(group);
      byPassage.set(pair, entry);
    }
  }
  return [...byPassage.values()]
    .map(({ from, to, groups }): PlacedPassage => {
      const placed = groups.map((group) => geometryOf(arrangement, group));
      const metres = placed.reduce((sum, one) => sum + one.areaSquareMetres, 0);
      const doubledUnits = groups
        .flatMap(({ cycles }) => cycles)
        .reduce((sum, cycle) => sum + doubledAreaOfCycle(arrangement, cycle), 0n);
      return {
        from,
        to,
        doubledUnits,
        areaSquareMetres: metres,
        rounding: false,
        at: together(placed.map(({ at }) => at)),
      };
    })
    .sort(inOrder);
}

const inOrder = (a: Passage, b: Passage): number => (a.from + a.to < b.from + b.to ? -1 : 1);

const together = (
  parts: readonly (GeoJSON.Polygon | GeoJSON.MultiPolygon)[],
): GeoJSON.Polygon | GeoJSON.MultiPolygon => {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return {
    type: 'MultiPolygon',
    coordinates: parts.flatMap((part) => (part.type === 'Polygon' ? [part.coordinates] : part.coordinates)),
  };
};

function movesBetween(before: readonly CodedGround[], after: readonly CodedGround[]): Passage[] {
  const { arrangement, labels, codes } = new Difference(before, after);
  const moves = new Map<string, Passage>();
  labels.of.forEach((windings, cycle) => {
    if (windings.size === 0) return;
    const doubledUnits = doubledAreaOfCycle(arrangement, cycle);
    const metres = squareMetresOfCycle(arrangement, cycle);
    const rounding = arrangement.hull[cycle] === 1 || isRounding(arrangement, cycle);
    for (const pair of pairsOf(windings, codes)) {
      const [from, to] = pair.split('>') as [string, string];
      const known = moves.get(pair) ?? { from, to, doubledUnits: 0n, areaSquareMetres: 0, rounding: true };
      moves.set(pair, {
        ...known,
        doubledUnits: known.doubledUnits + doubledUnits,
        areaSquareMetres: known.areaSquareMetres + metres,
        rounding: known.rounding && rounding,
      });
    }
  });
  return [...moves.values()];
}

/** What differs between two sets of grids: the edges that each has alone, arranged, each face told who lost and who won it. */
class Difference {
  readonly codes: readonly string[];
  readonly arrangement: Arrangement;
  readonly labels: FaceLabels;

  constructor(before: readonly CodedGround[], after: readonly CodedGround[]) {
    const [old, now] = [areasByCode(before), areasByCode(after)];
    this.codes = [...new Set([...old.keys(), ...now.keys()])].sort();
    const edges = new Map<string, ChainEdge & { turns: Turn[] }>();
    this.codes.forEach((code, owner) => {
      const chain = differenceOf(old.get(code) ?? [], now.get(code) ?? []);
      for (const e of chain.residual()) {
        const [ax, ay, bx, by] = [chain.ax[e], chain.ay[e], chain.bx[e], chain.by[e]] as [
          number,
          number,
          number,
          number,
        ];
        const key = `${ax},${ay},${bx},${by}`;
        const edge = edges.get(key) ?? { ax, ay, bx, by, net: 0, turns: [] };
        edge.turns.push({ owner, net: chain.net[e] as number });
        edges.set(key, edge);
      }
    });
    const list = [...edges.values()];
    this.arrangement = arrange(list, Infinity) as Arrangement;
    this.labels = labelFaces(this.arrangement, list, (edge) => (list[edge] as { turns: Turn[] }).turns);
  }
}

function areasByCode(grids: readonly CodedGround[]): Map<string, Area> {
  const areas = new Map<string, Area>();
  for (const { code, area } of grids) areas.set(code, [...(areas.get(code) ?? []), ...area]);
  return areas;
}

/** The edges of an area's boundary after a change less those before it: what both have in a row in the same ring is not looked at. */
function differenceOf(before: Area, after: Area): Chain {
  const [old, now] = [before.flat(), after.flat()];
  const [gone, come]: [Edge[], Edge[]] = [[], []];
  for (let r = 0; r < Math.max(old.length, now.length); r++) {
    const [was, is] = [old[r] ?? NO_RING, now[r] ?? NO_RING];
    const common = commonEnds(was, is);
    gone.push(...edgesBetween(was, common));
    come.push(...edgesBetween(is, common));
  }
  const chain = new Chain(gone.length + come.length);
  for (const [ax, ay, bx, by] of come) chain.add(ax, ay, bx, by, 0);
  for (const [ax, ay, bx, by] of gone) chain.add(bx, by, ax, ay, 1);
  return chain;
}

const NO_RING: Ring = new Int32Array(0);

/** How many vertices two rings have in common at their beginnings and at their ends; null where they are the same. */
function commonEnds(a: Ring, b: Ring): { first: number; last: number } | null {
  const count = Math.min(a.length, b.length) / 2;
  const isSame = (i: number, j: number) => a[i] === b[j] && a[i + 1] === b[j + 1];
  let first = 0;
  while (first < count && isSame(2 * first, 2 * first)) first++;
  if (first === count && a.length === b.length) return null;
  let last = 0;
  while (last < count - first && isSame(a.length - 2 - 2 * last, b.length - 2 - 2 * last)) last++;
  return { first, last };
}

/** The edges of a ring that are not among its common first or last vertices. */
function edgesBetween(ring: Ring, common: { first: number; last: number } | null): Edge[] {
  const count = ring.length / 2;
  if (!common || count === 0) return [];
  const edge = (i: number): Edge => {
    const n = (i + 1) % count;
    return [ring[2 * i], ring[2 * i + 1], ring[2 * n], ring[2 * n + 1]] as unknown as Edge;
  };
  const edges: Edge[] = [];
  for (let i = Math.max(0, common.first - 1); i < count - common.last; i++) edges.push(edge(i));
  // The closing edge lies before the first vertex, when that is not common and the last one is.
  if (common.first === 0 && common.last > 0) edges.push(edge(count - 1));
  return edges;
}

/** Who lost a face and who won it, one to one; what is left over goes to or comes from nobody. */
function pairsOf(windings: Windings, codes: readonly string[]): string[] {
  const [lost, won]: [string[], string[]] = [[], []];
  for (const [owner, count] of [...windings].sort(([a], [b]) => a - b)) {
    const times = Array.from({ length: Math.abs(count) }, () => codes[owner] as string);
    (count < 0 ? lost : won).push(...times);
  }
  const length = Math.max(lost.length, won.length);
  return Array.from({ length }, (_, i) => `${lost[i] ?? NOBODYS}>${won[i] ?? NOBODYS}`);
}

/** Is a face on the whole no wider than a lattice unit? Then it is where a border bends through corners put on it. */
const isRounding = (arrangement: Arrangement, cycle: number): boolean =>
  Math.abs(Number(doubledAreaOfCycle(arrangement, cycle))) <= lengthOfCycle(arrangement, cycle);

/** A grid whose passages do not add up to its area, with what is missing in units², doubled; null when the books balance. */
export function imbalanceOf(
  before: readonly CodedGround[],
  after: readonly CodedGround[],
  passages: readonly Passage[],
): { code: string; missing: bigint } | null {
  const most = (own: number, area: Area) => BigInt(own + vertexCount(area));
  const [old, now] = [areasByCode(before), areasByCode(after)];
  const [outOf, into] = [groupedBy(passages, 'from'), groupedBy(passages, 'to')];
  for (const [areas, others, own, back] of [
    [old, now, outOf, into],
    [now, old, into, outOf],
  ] as const) {
    for (const [code, area] of areas) {
      // A border that crosses itself runs round some ground the wrong way: the grid owes that, which counts the other way.
      const owed = others.has(code) ? [] : (back.get(code) ?? []);
      const count = (own.get(code) ?? []).length + owed.length;
      const sum = (list: readonly Passage[]) => list.reduce((total, { doubledUnits }) => total + doubledUnits, 0n);
      const missing = doubledArea(area) - sum(own.get(code) ?? []) + sum(owed);
      // Each crossing of an old and a new border may have been rounded by half a unit.
      if (missing > most(count, area) || missing < -most(count, area)) return { code, missing };
    }
  }
  return null;
}

/** Throws an `Error`, since it is a bug, when the books of a change do not balance. */
export function demandBalance(...books: Parameters<typeof imbalanceOf>): void {
  const imbalance = imbalanceOf(...books);
  if (imbalance)
    throw new Error(
      `the books of ground do not balance: ${imbalance.missing} units² of ${imbalance.code} are unaccounted for`,
    );
}

function groupedBy(passages: readonly Passage[], side: 'from' | 'to'): Map<string, Passage[]> {
  const groups = new Map<string, Passage[]>();
  for (const passage of passages) {
    const group = groups.get(passage[side]);
    if (group) group.push(passage);
    else groups.set(passage[side], [passage]);
  }
  return groups;
}
