import { areaSquareMetres } from '../../geometry/area.ts';
import { edgesOf } from '../../geometry/edges.ts';
import { toGeoJson } from '../../geometry/geoJson.ts';
import { type Area, type Edge, type Polygon, vertexCount } from '../../geometry/lattice.ts';
import { allocateSegments, setSegment } from '../../geometry/segments.ts';
import { findWindingDefect } from '../../geometry/validitySweep.ts';
import type { CoverageFault } from '../model.ts';
import { facesOf, uncancelled } from '../outlines.ts';
import { Chain, OUTSIDE } from './chain.ts';
import { duplicateFaults, findDuplicates } from './duplicates.ts';
import { areaInWords, type FaultPlaces, findFaultPlaces } from './faultPlaces.ts';
import { defectFault, type Member, multiPartWarning } from './memberFaults.ts';
import { MandatedOutline, type Refinement } from './refinement.ts';

export type { Member } from './memberFaults.ts';

/** The outcome of a proof. `chain` holds every border edge with the members on both sides (outside: `OUTSIDE`). */
export interface Proof {
  ok: boolean;
  faults: CoverageFault[];
  /** True where more is wrong than `faults` lists. */
  truncated: boolean;
  counts: { grids: number; vertices: number; edges: number; gaps: number; overlaps: number };
  chain: Chain;
  /** The outline proven against, with the points that the areas put on it; null without one. */
  refinement: Refinement | null;
}

/** At most so many faults are listed, the largest first. */
export const MOST_FAULTS = 1000;

/**
 * Proves that areas tile the mandated outline: every area valid, and the sum of their boundary chains equal to the outline's
 * chain. Then the indicator functions of the areas sum to the outline's: no gap, no overlap, nothing outside. On a `MandatedOutline`
 * the areas may put points within its bend; a bare area is taken to the letter. Without an outline overlaps and unmatched vertices
 * are faults and enclosed gaps warnings. Exact and linear in the number of edges; what is wrong is placed from the uncancelled
 * edges alone.
 */
export function proveCoverage(members: readonly Member[], given: MandatedOutline | Area | null): Proof {
  const validity = members.flatMap((member) => defectFault(member));
  const duplicates = findDuplicates(members);
  const distinct = members.map((member, m) => (duplicates.has(m) ? [] : member.area));
  const vertices = members.reduce((sum, member) => sum + vertexCount(member.area), 0);
  const chain = chainOf(distinct, vertices);
  const refinement = refinementOf(given, chain);
  const outline = refinement?.outline ?? null;
  if (outline) {
    validity.push(...defectFault({ name: 'outline', area: outline, path: '/parent' }));
    chain.addBoundary(outline, OUTSIDE, -1);
  }
  const nameOf = (m: number) => (members[m] as Member).name;
  const places = outline
    ? placesAgainstOutline(chain, distinct, outline, nameOf)
    : placesWithoutOutline(chain, distinct, nameOf);
  const faults = [
    ...validity,
    ...duplicateFaults(members, duplicates),
    ...places.faults,
    ...members.flatMap(multiPartWarning),
  ];
  const broken = places.broken || faults.some((fault) => fault.severity === 'error');
  const count = (kind: CoverageFault['kind']) => faults.filter((fault) => fault.kind === kind).length;
  return {
    ok: !broken,
    faults: largestFirst(faults).slice(0, MOST_FAULTS),
    truncated: places.truncated || faults.length > MOST_FAULTS,
    counts: {
      grids: members.length,
      vertices,
      edges: chain.size,
      gaps: count('gap'),
      overlaps: count('overlap') + duplicates.size,
    },
    chain,
    refinement,
  };
}

/** The sum of the areas' boundaries. */
function chainOf(areas: readonly Area[], vertices: number): Chain {
  const chain = new Chain(Math.ceil(vertices * 0.55));
  areas.forEach((area, m) => chain.addBoundary(area, m));
  return chain;
}

function refinementOf(given: MandatedOutline | Area | null, chain: Chain): Refinement | null {
  if (given instanceof MandatedOutline) return given.refinedBy(uncancelled(chain));
  return given && { outline: given, insertions: [] };
}

interface Places extends FaultPlaces {
  broken: boolean;
}

const PROVEN: Places = { faults: [], truncated: false, broken: false };

function placesAgainstOutline(
  chain: Chain,
  areas: readonly Area[],
  outline: Area,
  nameOf: (m: number) => string,
): Places {
  if (chain.isZero()) return PROVEN;
  return { ...findFaultPlaces(chain, { areas, outline }, nameOf), broken: true };
}

/** Without an outline the uncancelled edges must themselves bound an area once; what they enclose besides are gaps. */
function placesWithoutOutline(chain: Chain, areas: readonly Area[], nameOf: (m: number) => string): Places {
  const residual = chain.residual();
  if (residual.length === 0) return PROVEN;
  const broken = (x: number, y: number) => ({
    ...findFaultPlaces(chain, { areas, outline: null }, nameOf, [x, y]),
    broken: true,
  });
  const multiple = residual.find((e) => Math.abs(chain.net[e] as number) > 1);
  if (multiple !== undefined) return broken(chain.ax[multiple] as number, chain.ay[multiple] as number);
  const segments = allocateSegments(residual.length);
  residual.forEach((e, i) => {
    const [ax, ay, bx, by] = [chain.ax[e], chain.ay[e], chain.bx[e], chain.by[e]] as [number, number, number, number];
    if (chain.net[e] === 1) setSegment(segments, i, ax, ay, bx, by, 0, i);
    else setSegment(segments, i, bx, by, ax, ay, 0, i);
  });
  const defect = findWindingDefect(segments);
  if (defect) return broken(defect.x, defect.y);
  // Seen from outside, with every edge run the other way, an enclosed gap is a face like any other, be it closed by points alone.
  const faces = facesOf(Array.from(uncancelled(chain), ([ax, ay, bx, by]): Edge => [bx, by, ax, ay]));
  return { faults: faces.map((face) => enclosedGap(face, chain, nameOf)), truncated: false, broken: false };
}

function enclosedGap(face: Polygon, chain: Chain, nameOf: (m: number) => string): CoverageFault {
  const around = new Set<number>();
  for (const [ax, ay, bx, by] of edgesOf([face])) {
    const e = chain.find(ax, ay, bx, by);
    for (const owner of [chain.left[e] as number, chain.right[e] as number]) if (owner >= 0) around.add(owner);
  }
  const size = areaSquareMetres([face]);
  const grids = [...around].sort((a, b) => a - b).map(nameOf);
  return {
    kind: 'gap',
    severity: 'warning',
    grids,
    at: toGeoJson([face]),
    areaSquareMetres: size,
    message: `No grid covers ${areaInWords(size)} enclosed by ${grids.slice(0, 6).join(', ')}.`,
  };
}

function largestFirst(faults: CoverageFault[]): CoverageFault[] {
  const weight = (fault: CoverageFault) => (fault.severity === 'warning' ? -1 : (fault.areaSquareMetres ?? 0));
  return faults
    .map((fault, i) => ({ fault, i }))
    .sort((a, b) => weight(b.fault) - weight(a.fault) || a.i - b.i)
    .map(({ fault }) => fault);
}
