import type { Area, Edge } from '../geometry/lattice.ts';
import { type Passage, reversedPassages } from './passages.ts';

export type { Edge } from '../geometry/lattice.ts';

/** A grid as a change writes it. `id` is empty for a grid that is new; whoever records the change gives it one. */
export interface PutGrid {
  id: string;
  code: string;
  name: string;
  area: Area;
}

/** Where a grid's ground came from: the codes it was made of, itself included when it kept its code. */
export interface Descent {
  code: string;
  from: readonly string[];
}

/**
 * How the working outline bends where corners are put on it: `gone` edges give way to `come` ones, both running as the outline runs
 * (the district on their left). The mandated outline itself never changes.
 */
export interface OutlineBend {
  gone: readonly Edge[];
  come: readonly Edge[];
}

/**
 * A change of a coverage: the browser's undo step, the server's record and the difference of two states in one value. Applying it
 * (`EditableCoverage.apply`) gives its reverse.
 *
 * `base` has the revision of every grid that was looked at to change it (0 for a code that was not there), `put` the grids as they
 * are afterwards, `remove` the codes that are no more. The boundaries of what is put, less those of what was there, add up to
 * `outline.come − outline.gone`; with `mends`, a fault of an imported coverage goes and nothing else changes.
 */
export interface Change {
  note: string;
  base: Readonly<Record<string, number>>;
  put: readonly PutGrid[];
  remove: readonly string[];
  lineage: readonly Descent[];
  outline?: OutlineBend;
  mends?: boolean;
  /** The books of ground: what passed between the grids touched, and what stayed (`passagesBetween`). */
  passages?: readonly Passage[];
}

/**
 * Ground that a verb was asked to move between two grids: twice how much in units², from the first to the second less the way back,
 * where the arguments say so, and the length in units of the edges they drew, along which rounding may move the border by a unit.
 */
export interface AskedPassage {
  between: readonly [string, string];
  doubledUnits?: bigint;
  drawnUnits?: number;
}

/** A change as a verb lays it out. Without `asked` it may move any ground between the grids it touches. */
export interface DraftChange extends Change {
  asked?: readonly AskedPassage[];
}

/** The codes a change touches, in order. */
export const codesOf = (change: Change): string[] =>
  [...new Set([...change.put.map((grid) => grid.code), ...change.remove])].sort();

/** The reverse of a change, from how those of its grids that there were stood before it. Its `base` is empty. */
export function reverseOf(change: Change, before: readonly PutGrid[]): Change {
  const codes = codesOf(change);
  const there = new Map(before.map((grid) => [grid.code, grid]));
  const { note, outline, mends, passages } = change;
  return {
    note,
    base: {},
    put: codes.flatMap((code) => {
      const grid = there.get(code);
      return grid ? [{ id: grid.id, code, name: grid.name, area: grid.area }] : [];
    }),
    remove: codes.filter((code) => !there.has(code)),
    lineage: [],
    ...(outline ? { outline: { gone: outline.come, come: outline.gone } } : {}),
    ...(mends ? { mends } : {}),
    ...(passages ? { passages: reversedPassages(passages) } : {}),
  };
}
