import { type Arrangement, arrange } from '../geometry/arrangement.ts';
import type { ExactPoint } from '../geometry/exactPoint.ts';
import { toDegrees } from '../geometry/lattice.ts';
import type { Chain } from './chain.ts';
import { type FaceGroup, geometryOf, groupFaces, sourcesAround } from './faceGroups.ts';
import { boxOfCycle, CoverFinder } from './faces.ts';
import type { CoverageFault, CoverageFaultKind } from './model.ts';
import { cancelledEdgesNear, type FaceBox, type Members, type OwnedEdge, residualEdges } from './residual.ts';
import { aroundSpot, straightenedVertices } from './slivers.ts';

/** More uncancelled edges than this are not arranged all at once: only those around one spot are, and the list says so. */
export const RESIDUAL_LIMIT = 40_000;
/** How many are, from the first size at which they do not cross too often. */
const WINDOWS = [4_000, 1_000, 250, 60] as const;
/** Faces are told who covers them until so many edges have been looked at: seconds, not minutes, for any input. */
const MOST_EDGE_VISITS = 20_000_000;

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
  const whole = all.length <= RESIDUAL_LIMIT ? placesAmong(search, all, false) : null;
  if (whole) return whole;
  for (const size of WINDOWS) {
    const places = placesAmong(search, aroundSpot(all, size, around), true);
    if (places) return places;
  }
  return { faults: [mismatchFault(all[0] as OwnedEdge, nameOf)], truncated: true };
}

interface Search {
  chain: Chain;
  members: Members;
  nameOf: (member: number) => string;
}

/** The places among these uncancelled edges, which are all or, when `cutOff`, a window; null when they cross too often. */
function placesAmong({ chain, members, nameOf }: Search, residual: OwnedEdge[], cutOff: boolean): FaultPlaces | null {
  const first = arrange(residual);
  if (!first) return null;
  // In a window faces are cut open; the borders that cancelled close them again, cell by cell.
  const boxes = cutOff
    ? [boxAround(residual.slice(0, Math.ceil(residual.length / 4)))]
    : first.firstOfCycle.flatMap((_, cycle) => (mayBeFaulty(first, cycle, members) ? [boxOfCycle(first, cycle)] : []));
  const extra = cancelledEdgesNear(chain, members, boxes);
  const edges = extra.length > 0 && extra.length <= RESIDUAL_LIMIT * 5 ? [...residual, ...extra] : residual;
  const arrangement = edges === residual ? first : (arrange(edges) ?? first);
  const faces = faceFaults(arrangement, arrangement === first ? residual : edges, members, nameOf, cutOff);
  const faults = [...faces.faults, ...unmatchedVertices(arrangement, edges, nameOf)];
  if (faults.length === 0) faults.push(mismatchFault(residual[0] as OwnedEdge, nameOf));
  return { faults: withoutRepeats(faults), truncated: faces.truncated };
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

function boxAround(edges: readonly OwnedEdge[]): FaceBox {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const e of edges) {
    [minX, maxX] = [Math.min(minX, e.ax), Math.max(maxX, e.bx)];
    [minY, maxY] = [Math.min(minY, e.ay, e.by), Math.max(maxY, e.ay, e.by)];
  }
  return [minX, minY, maxX, maxY];
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
  cutOff: boolean,
): FaultPlaces {
  const finder = new CoverFinder(members);
  const verdicts = new Map<string, Verdict>();
  const labels = arrangement.firstOfCycle.map((_, cycle) => {
    if (!cutOff && !mayBeFaulty(arrangement, cycle, members)) return null;
    if (finder.visited > MOST_EDGE_VISITS || (cutOff && arrangement.hull[cycle])) return null;
    const verdict = verdictOf(finder.coverOf(arrangement, edges, cycle));
    if (!verdict) return null;
    const label = `${verdict.kind}:${verdict.members.join(',')}`;
    verdicts.set(label, verdict);
    return label;
  });
  const faults = groupFaces(arrangement, labels).flatMap((group) => {
    const verdict = verdicts.get(group.label) as Verdict;
    return faultsOfGroup(arrangement, edges, group, verdict, members.outline !== null, nameOf);
  });
  return { faults, truncated: cutOff || finder.visited > MOST_EDGE_VISITS };
}

function verdictOf(cover: { members: number[]; insideOutline: boolean }): Verdict | null {
  const count = cover.members.length;
  if (!cover.insideOutline) return count > 0 ? { kind: 'outside-parent', members: cover.members } : null;
  if (count === 0) return { kind: 'gap', members: [] };
  return count > 1 ? { kind: 'overlap', members: cover.members } : null;
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
  const grids = (verdict.kind === 'gap' ? bordering : verdict.members).map(nameOf);
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
