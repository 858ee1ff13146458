import Flatbush from 'flatbush';
import { type Arrangement, arrange, crossingNear } from '../../geometry/arrangement.ts';
import type { ExactPoint } from '../../geometry/exactPoint.ts';
import { toDegrees } from '../../geometry/lattice.ts';
import type { CoverageFault, CoverageFaultKind } from '../model.ts';
import { type Chain, OUTSIDE } from './chain.ts';
import { type FaceGroup, geometryOf, groupFaces, sourcesAround } from './faceGroups.ts';
import { boxOfCycle, CoverFinder, type FaceCover } from './faces.ts';
import { cancelledEdgesNear, type FaceBox, type Members, type OwnedEdge, residualEdges } from './residual.ts';
import { straightenedVertices } from './slivers.ts';

/** More uncancelled edges than this are not arranged all at once: only those in one window of the map are, and the list says so. */
export const RESIDUAL_LIMIT = 40_000;
/** Nor are edges that cross more often than this. */
const MOST_CROSSINGS = 40_000;
/** A window is made smaller until it has no more edges than this and they do not cross too often. */
const WINDOW_EDGES = 4_000;
/** Faces are told who covers them until so much has been looked at: seconds, not minutes, for any input. */
const MOST_VISITS = 5_000_000;
/** At most so many faults are placed, the largest first. */
export const MOST_PLACES = 1_000;
/** A window with so many is left as it is; one with fewer is made smaller, which may show more. */
const ENOUGH_PLACES = 100;
/** Around so many spots a window is tried, which are looked for among so many edges. */
const MOST_SPOTS = 3;
const SAMPLED_EDGES = 200;
/** At most so many grids are named with a fault. */
const MOST_NAMED = 50;

/** The faults found, and whether there are more than were looked at. */
export interface FaultPlaces {
  faults: CoverageFault[];
  truncated: boolean;
}

/**
 * Finds where a chain that did not cancel goes wrong, from the uncancelled edges alone: these are arranged exactly, the faces in
 * which the grids are not counted just once are named with who covers them, and vertices that stand on one side of a border only.
 * `around` is the spot to look at when there are too many edges for all. Nothing here decides whether there is a fault: the
 * chain has done that.
 */
export function findFaultPlaces(
  chain: Chain,
  members: Members,
  nameOf: (member: number) => string,
  around?: readonly [number, number],
): FaultPlaces {
  const all = residualEdges(chain, members);
  const search = { chain, members, nameOf };
  const whole = all.length <= RESIDUAL_LIMIT ? placesAmong(search, all, null) : null;
  const places = whole ?? placesInWindow(search, all, around);
  return places ?? { faults: [mismatchFault(all[0] as OwnedEdge, nameOf)], truncated: true };
}

interface Search {
  chain: Chain;
  members: Members;
  nameOf: (member: number) => string;
}

/** The places in a window of the map as large as can be arranged, around a spot or, where nothing is found there, around some edges. */
function placesInWindow(
  search: Search,
  all: readonly OwnedEdge[],
  around?: readonly [number, number],
): FaultPlaces | null {
  const index = new Flatbush(all.length, 16, Float64Array);
  for (const { ax, ay, bx, by } of all) index.add(ax, Math.min(ay, by), bx, Math.max(ay, by));
  index.finish();
  const { ax, ay, bx, by } = all[0] as OwnedEdge;
  const first = around ?? ([(ax + bx) / 2, (ay + by) / 2] as const);
  for (const spot of [...crossingsAmong(all, index), first]) {
    const places = placesAround(search, all, index, spot);
    if (places) return places;
  }
  return null;
}

/** Some spots where edges cross, looked for around edges all over the list: there the faces are small. */
function crossingsAmong(all: readonly OwnedEdge[], index: Flatbush): (readonly [number, number])[] {
  const spots: (readonly [number, number])[] = [];
  for (let sample = 0; sample < SAMPLED_EDGES && spots.length < MOST_SPOTS; sample++) {
    const edge = all[Math.floor((sample * all.length) / SAMPLED_EDGES)] as OwnedEdge;
    const near = index.search(edge.ax, Math.min(edge.ay, edge.by), edge.bx, Math.max(edge.ay, edge.by));
    const spot = near
      .slice(0, SAMPLED_EDGES)
      .reduce<readonly [number, number] | null>(
        (found, other) => found ?? crossingNear(edge, all[other] as OwnedEdge),
        null,
      );
    if (spot) spots.push(spot);
  }
  return spots;
}

/** Makes the window around a spot smaller until it shows enough. All edges that meet it are in it, so its faces are whole. */
function placesAround(
  search: Search,
  all: readonly OwnedEdge[],
  index: Flatbush,
  [x, y]: readonly [number, number],
): FaultPlaces | null {
  let best: FaultPlaces | null = null;
  let reach = Math.max(index.maxX - index.minX, index.maxY - index.minY);
  for (; reach > 1; reach /= 2) {
    const window: FaceBox = [x - reach, y - reach, x + reach, y + reach];
    const near = index.search(...window);
    if (near.length > WINDOW_EDGES) continue;
    const edges = near.sort((a, b) => a - b).map((e) => all[e] as OwnedEdge);
    const places = placesAmong(search, edges, window);
    // Where edges cross too often a little less will not do.
    if (!places) reach /= 2;
    if (places && places.faults.length > (best?.faults.length ?? 0)) best = places;
    if (best && best.faults.length >= ENOUGH_PLACES) break;
  }
  return best;
}

/** The places among these uncancelled edges, which are all or those of a window; null when they cross too often. */
function placesAmong(
  { chain, members, nameOf }: Search,
  residual: OwnedEdge[],
  window: FaceBox | null,
): FaultPlaces | null {
  const first = arrange(residual, MOST_CROSSINGS);
  if (!first) return null;
  // The borders that cancelled divide a face among the grids that lie in it.
  const boxes = window
    ? [window]
    : first.firstOfCycle.flatMap((_, cycle) => (mayBeFaulty(first, cycle, members) ? [boxOfCycle(first, cycle)] : []));
  const extra = cancelledEdgesNear(chain, members, boxes);
  const edges = extra.length > 0 && extra.length <= RESIDUAL_LIMIT * 5 ? [...residual, ...extra] : residual;
  const second = edges === residual ? first : arrange(edges, MOST_CROSSINGS);
  const [arrangement, arranged] = second ? [second, edges] : [first, residual];
  const faces = faceFaults(arrangement, arranged, members, nameOf, window);
  const faults = [...faces.faults, ...unmatchedVertices(arrangement, arranged, nameOf)];
  if (faults.length === 0 && !window) faults.push(mismatchFault(residual[0] as OwnedEdge, nameOf));
  const unique = withoutRepeats(faults);
  return { faults: unique.slice(0, MOST_PLACES), truncated: faces.truncated || unique.length > MOST_PLACES };
}

/** What can be said when the faces around an edge could not be closed: here the two sides differ. */
function mismatchFault(edge: OwnedEdge, nameOf: (m: number) => string): CoverageFault {
  const grids = edge.owners.filter((owner) => owner >= 0).map(nameOf);
  const ends = [
    [toDegrees(edge.ax), toDegrees(edge.ay)],
    [toDegrees(edge.bx), toDegrees(edge.by)],
  ];
  return {
    kind: 'unmatched-vertex',
    severity: 'error',
    grids,
    at: { type: 'LineString', coordinates: ends },
    message: `This border of ${grids.join(', ')} has no equal on its other side.`,
  };
}

/** Where the grids wind around a face as often as the outline does, nothing can be wrong. */
function mayBeFaulty(arrangement: Arrangement, cycle: number, members: Members): boolean {
  if (arrangement.hull[cycle]) return members.outline !== null && arrangement.winding[cycle] !== 0;
  const winding = arrangement.winding[cycle] as number;
  return members.outline ? winding !== 0 : winding !== 1;
}

interface Verdict {
  kind: CoverageFaultKind;
  members: number[];
}

function faceFaults(
  arrangement: Arrangement,
  edges: OwnedEdge[],
  members: Members,
  nameOf: (m: number) => string,
  window: FaceBox | null,
): FaultPlaces {
  const finder = new CoverFinder(members);
  const isWanted = (cycle: number): boolean =>
    window
      ? !arrangement.hull[cycle] && isWithin(boxOfCycle(arrangement, cycle), window)
      : mayBeFaulty(arrangement, cycle, members);
  const verdicts = new Map<string, Verdict>();
  const labels = finder.coversOf(arrangement, edges, isWanted, MOST_VISITS).map((cover) => {
    const kind = cover && kindOf(cover, members.outline !== null);
    if (!kind) return null;
    const label = `${kind}:${cover.key}`;
    if (!verdicts.has(label)) verdicts.set(label, { kind, members: membersOf(cover) });
    return label;
  });
  const groups = groupFaces(arrangement, labels, MOST_PLACES);
  const faults = groups.largest.flatMap((group) => {
    const verdict = verdicts.get(group.label) as Verdict;
    return faultsOfGroup(arrangement, edges, group, verdict, members.outline !== null, nameOf);
  });
  const truncated = window !== null || finder.visited > MOST_VISITS || groups.count > groups.largest.length;
  return { faults, truncated };
}

const isWithin = (box: FaceBox, [minX, minY, maxX, maxY]: FaceBox): boolean =>
  box[0] >= minX && box[1] >= minY && box[2] <= maxX && box[3] <= maxY;

const membersOf = ({ windings }: FaceCover): number[] =>
  [...windings].flatMap(([owner, count]) => (owner >= 0 && count > 0 ? [owner] : [])).sort((a, b) => a - b);

function kindOf({ windings }: FaceCover, hasOutline: boolean): CoverageFaultKind | null {
  let count = 0;
  for (const [owner, winding] of windings) if (owner >= 0 && winding > 0) count++;
  if (hasOutline && (windings.get(OUTSIDE) ?? 0) <= 0) return count > 0 ? 'outside-parent' : null;
  if (count === 0) return 'gap';
  return count > 1 ? 'overlap' : null;
}

function faultsOfGroup(
  arrangement: Arrangement,
  edges: OwnedEdge[],
  group: FaceGroup,
  verdict: Verdict,
  hasOutline: boolean,
  nameOf: (m: number) => string,
): CoverageFault[] {
  const { at, areaSquareMetres } = geometryOf(arrangement, group);
  const sources = sourcesAround(arrangement, group);
  const bordering = [...new Set(sources.flatMap((s) => (edges[s] as OwnedEdge).owners))]
    .filter((owner) => owner >= 0)
    .sort((a, b) => a - b);
  const grids = (verdict.kind === 'gap' ? bordering : verdict.members).slice(0, MOST_NAMED).map(nameOf);
  const straightened = straightenedVertices(arrangement, edges, group);
  if (straightened) {
    const sliver = { kind: verdict.kind, grids, at };
    return straightened.map((spot) => ({
      ...unmatchedVertexFault(spot.x, spot.y, spot.owners.map(nameOf), areaSquareMetres),
      sliver,
    }));
  }
  const severity = verdict.kind === 'gap' && !hasOutline ? 'warning' : 'error';
  const fault: CoverageFault = {
    kind: verdict.kind,
    severity,
    grids,
    at,
    areaSquareMetres,
    message: wordsFor(verdict.kind, grids, areaSquareMetres),
  };
  if (verdict.kind !== 'outside-parent' || verdict.members.length < 2) return [fault];
  return [fault, { ...fault, kind: 'overlap', message: wordsFor('overlap', grids, areaSquareMetres) }];
}

function wordsFor(kind: CoverageFaultKind, grids: readonly string[], areaSquareMetres: number): string {
  const size = areaInWords(areaSquareMetres);
  const list = grids.slice(0, 6).join(', ') + (grids.length > 6 ? ' …' : '');
  if (kind === 'gap') return grids.length > 0 ? `No grid covers ${size} beside ${list}.` : `No grid covers ${size}.`;
  if (kind === 'overlap') return `${list} cover the same ${size}.`;
  return `${list} reach ${size} beyond the mandated outline.`;
}

/** Square metres in words, from slivers to square kilometres. */
export function areaInWords(squareMetres: number): string {
  if (squareMetres >= 1e5) return `${(squareMetres / 1e6).toFixed(2)} km²`;
  if (squareMetres >= 1) return `${squareMetres.toFixed(1)} m²`;
  return `${(squareMetres * 1e4).toPrecision(2)} cm²`;
}

/** Vertices that end an edge of one member and lie inside an edge of another which the rest of the border cancels. */
function unmatchedVertices(
  arrangement: Arrangement,
  edges: OwnedEdge[],
  nameOf: (m: number) => string,
): CoverageFault[] {
  const owners = new Map<number, Set<number>>();
  arrangement.pieces.forEach((piece) => {
    const uncancelled = piece.sources.filter((s) => (edges[s] as OwnedEdge).net !== 0);
    if (piece.net !== 0 || uncancelled.length < 2) return;
    for (const node of [piece.from, piece.to]) {
      const point = arrangement.nodes[node] as ExactPoint;
      if (!uncancelled.some((s) => !isEnd(edges[s] as OwnedEdge, point))) continue;
      const seen = owners.get(node) ?? new Set<number>();
      for (const s of uncancelled) for (const owner of (edges[s] as OwnedEdge).owners) seen.add(owner);
      owners.set(node, seen);
    }
  });
  return [...owners].map(([node, seen]) => {
    const point = arrangement.nodes[node] as ExactPoint;
    const grids = [...seen].filter((owner) => owner >= 0).sort((a, b) => a - b);
    return unmatchedVertexFault(point.x, point.y, grids.map(nameOf));
  });
}

const isEnd = (e: OwnedEdge, point: ExactPoint): boolean =>
  (point.x === e.ax && point.y === e.ay) || (point.x === e.bx && point.y === e.by);

function unmatchedVertexFault(x: number, y: number, grids: string[], areaSquareMetres?: number): CoverageFault {
  return {
    kind: 'unmatched-vertex',
    severity: 'error',
    grids,
    at: { type: 'Point', coordinates: [toDegrees(x), toDegrees(y)] },
    ...(areaSquareMetres === undefined ? {} : { areaSquareMetres }),
    message: `A vertex of the border stands on one side only (${grids.join(', ')}).`,
  };
}

function withoutRepeats(faults: CoverageFault[]): CoverageFault[] {
  const seen = new Set<string>();
  return faults.filter((fault) => {
    if (fault.at.type !== 'Point') return true;
    const key = `${fault.kind}:${fault.at.coordinates.join(',')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
