import { edgesOf } from '../geometry/edges.ts';
import { type Area, vertexCount } from '../geometry/lattice.ts';
import type { Named } from './model.ts';
import { NOBODYS, type Passage, passagesBetween } from './passages.ts';

/** A grid on one side of a comparison. */
export interface BookedGrid extends Named {
  area: Area;
}

/**
 * How a grid differs: it is new, it is gone, ground of it passed, only its name is another, or it only got (or lost) corners where
 * a border next door ends, which moves no ground: then it is `touched`, and not counted as changed.
 */
export const GRID_CHANGES = ['created', 'retired', 'changed', 'renamed', 'touched'] as const;
export type GridChangeKind = (typeof GRID_CHANGES)[number];

export interface GridChange {
  code: string;
  name: string;
  /** The name it had, where it had another. */
  formerName: string | null;
  kind: GridChangeKind;
  /** The codes its ground came from, itself among them where some stayed; what is mere rounding is not named. */
  from: readonly string[];
}

/** What two sets of grids differ in: the grids, and the ground that passed between them. */
export interface Books {
  grids: readonly GridChange[];
  passages: readonly Passage[];
}

/**
 * The one account of what a change, a plan or a publication does: every list, count, dialog and page reads it. Give the grids that may
 * differ; those that are the same on both sides are not in it.
 */
export function booksOf(before: readonly BookedGrid[], after: readonly BookedGrid[]): Books {
  const [old, now] = [
    new Map(before.map((grid) => [grid.code, grid])),
    new Map(after.map((grid) => [grid.code, grid])),
  ];
  const passages = passagesBetween(before, after);
  const moved = new Set(passages.flatMap(({ from, to, rounding }) => (from === to || rounding ? [] : [from, to])));
  const origins = originsIn(passages);
  const codes = [...new Set([...old.keys(), ...now.keys()])].sort();
  const grids = codes.flatMap((code): GridChange[] => {
    const [was, is] = [old.get(code), now.get(code)];
    const kind = kindOf(was, is, moved.has(code));
    if (!kind) return [];
    const formerName = was && is && was.name !== is.name ? was.name : null;
    return [{ code, name: (is ?? was)?.name ?? code, formerName, kind, from: is ? (origins.get(code) ?? []) : [] }];
  });
  return { grids, passages };
}

function kindOf(was: BookedGrid | undefined, is: BookedGrid | undefined, hasMoved: boolean): GridChangeKind | null {
  if (!was) return 'created';
  if (!is) return 'retired';
  if (hasMoved) return 'changed';
  if (was.name !== is.name) return 'renamed';
  return isSameArea(was.area, is.area) ? null : 'touched';
}

function originsIn(passages: readonly Passage[]): Map<string, string[]> {
  const origins = new Map<string, string[]>();
  for (const { from, to, rounding, doubledUnits } of passages) {
    if (rounding || from === NOBODYS || to === NOBODYS || doubledUnits <= 0n) continue;
    const list = origins.get(to);
    if (list) list.push(from);
    else origins.set(to, [from]);
  }
  return origins;
}

function isSameArea(a: Area, b: Area): boolean {
  if (a === b) return true;
  if (vertexCount(a) !== vertexCount(b)) return false;
  const edges = new Set([...edgesOf(a)].map(String));
  return [...edgesOf(b)].every((edge) => edges.has(String(edge)));
}

/**
 * Where each grid's ground came from, for the record of a publication: of the grids that are new or changed, each donor with the
 * square metres it gave. They add up to the grid's area: what is mere rounding counts with what stayed, or with the largest donor.
 */
export function descentOf({ grids, passages }: Books): { code: string; from: string; areaSquareMetres: number }[] {
  return grids
    .filter(({ kind }) => kind === 'created' || kind === 'changed')
    .flatMap(({ code, from }) => {
      const own = passages.filter(({ to }) => to === code);
      const named = own.filter((passage) => from.includes(passage.from));
      const rest = own.reduce((sum, passage) => (named.includes(passage) ? sum : sum + passage.areaSquareMetres), 0);
      const main = named.find((passage) => passage.from === code) ?? largest(named);
      return named.map((passage) => ({
        code,
        from: passage.from,
        areaSquareMetres: passage.areaSquareMetres + (passage === main ? rest : 0),
      }));
    });
}

const largest = (passages: readonly Passage[]): Passage | undefined =>
  passages.reduce<Passage | undefined>(
    (best, passage) => (best && best.doubledUnits >= passage.doubledUnits ? best : passage),
    undefined,
  );
