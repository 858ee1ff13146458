import type { Point } from '../../server/core/geometry/lattice.ts';
import type { Drawing } from './drawing.ts';
import { distance, type Frame } from './frame.ts';
import type { NameGiver } from './names.ts';
import type { LineKind, Network, Piece } from './network.ts';

/** A street or river inside the district, as one run of points. A street cut by the outline has several, with one name. */
export interface NamedCourse {
  name: string;
  kind: LineKind;
  points: Point[];
}

/** Shorter runs than this (board kilometres) are scraps left by the clipping and are not drawn. */
const SHORTEST = 0.12;

/** The pieces of each line, joined to runs where they follow each other. */
function runs(network: Network, pieces: readonly Piece[]): { line: number; vertices: number[] }[] {
  const result: { line: number; vertices: number[] }[] = [];
  for (const { from, to, line } of pieces.toSorted((a, b) => a.line - b.line)) {
    const open = result.at(-1);
    if (open && open.line === line && open.vertices.at(-1) === from) open.vertices.push(to);
    else result.push({ line, vertices: [from, to] });
  }
  return result.filter(({ line }) => (network.lines[line] as { kind: LineKind }).kind !== 'outline');
}

function suffix(kind: LineKind, northSouth: boolean, inTown: boolean): string {
  if (kind === 'loop') return '环路';
  if (!inTown) return kind === 'arterial' ? '公路' : '村路';
  if (kind === 'arterial') return northSouth ? '路' : '大街';
  return northSouth ? '巷' : '街';
}

/** The rivers and the named streets of the clipped network, in the order they were drawn. */
export function nameCourses(
  { network, northSouth, density }: Drawing,
  pieces: readonly Piece[],
  frame: Frame,
  names: NameGiver,
): NamedCourse[] {
  const nameOf = new Map<number, string>();
  return runs(network, pieces).flatMap(({ line, vertices }): NamedCourse[] => {
    const points = vertices.map((vertex) => network.vertices.point(vertex));
    const plan = points.map(frame.toPlan);
    const length = plan.slice(1).reduce((sum, point, i) => sum + distance(plan[i] as typeof point, point), 0);
    const { kind, name } = network.lines[line] as Network['lines'][number];
    if (kind !== 'loop' && length < SHORTEST) return [];
    const inTown = density(plan[Math.floor(plan.length / 2)] as (typeof plan)[number]) > 0.1;
    const given = nameOf.get(line) ?? (name || names.street() + suffix(kind, northSouth.get(line) ?? false, inTown));
    nameOf.set(line, given);
    return [{ name: given, kind, points }];
  });
}
