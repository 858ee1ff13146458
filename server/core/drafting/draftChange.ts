import { unitOf } from '../codes/codes.ts';
import type { Change, Descent, PutGrid } from '../coverage/change.ts';
import type { Grid, Named } from '../coverage/model.ts';
import { Fault } from '../fault.ts';
import { type DraftedUnit, MOST_GRIDS_PER_UNIT, type UnitsDraft } from './draftUnits.ts';
import { successorsOf } from './successors.ts';

/** What a draft is written over: the grids it was made from and how new codes are given. */
export interface DraftGround {
  grids: readonly Grid[];
  units: ReadonlyMap<string, Named>;
  /** Throws `conflict` when the unit's numbers are used up. */
  newCodes: (unit: string, count: number) => string[];
}

/**
 * A draft as one change of the grids it was made from. A part goes on as the old grid it has most ground in common with and keeps its
 * code and name; the others get new codes, old grids without a successor go, and the lineage says who came from whom.
 */
export function changeOfDraft(ground: DraftGround, draft: UnitsDraft, note: string): Change {
  const put: PutGrid[] = [];
  const lineage: Descent[] = [];
  const remove: string[] = [];
  for (const drafted of draft.units) {
    const old = ground.grids.filter(({ code }) => unitOf(code) === drafted.unit);
    const settled = settleUnit(ground, old, drafted);
    put.push(...settled.put);
    lineage.push(...settled.lineage);
    const kept = new Set(settled.put.map(({ code }) => code));
    remove.push(...old.flatMap(({ code }) => (kept.has(code) ? [] : [code])));
  }
  const before = new Map(ground.grids.map((grid) => [grid.code, grid]));
  for (const { code, area } of draft.neighbours) {
    const { id, name } = before.get(code) as Grid;
    put.push({ id, code, name, area });
  }
  const touched = [...put.map(({ code }) => code), ...remove];
  return {
    note,
    base: Object.fromEntries(touched.map((code) => [code, before.get(code)?.revision ?? 0])),
    put: put.sort((a, b) => (a.code < b.code ? -1 : 1)),
    remove: remove.sort(),
    lineage,
    ...(draft.outline.gone.length > 0 ? { outline: draft.outline } : {}),
  };
}

/** How many numbers a unit has left. */
function codesLeft(ground: DraftGround, unit: string): number {
  try {
    const [next] = ground.newCodes(unit, 1);
    return MOST_GRIDS_PER_UNIT + 1 - Number((next as string).slice(4));
  } catch (error) {
    if (error instanceof Fault && error.code === 'conflict') return 0;
    throw error;
  }
}

/** Codes, names and descent of one unit's parts. */
function settleUnit(
  ground: DraftGround,
  old: readonly Grid[],
  { unit, parts }: DraftedUnit,
): { put: PutGrid[]; lineage: Descent[] } {
  const successors = successorsOf(
    old.map(({ area }) => area),
    parts,
    codesLeft(ground, unit),
  );
  const fresh = ground.newCodes(unit, successors.filter(({ keeps }) => keeps < 0).length);
  const unitName = ground.units.get(unit)?.name ?? unit;
  const put: PutGrid[] = [];
  const lineage: Descent[] = [];
  successors.forEach(({ keeps, from }, p) => {
    const area = parts[p] as PutGrid['area'];
    const kept = old[keeps];
    const code = kept?.code ?? fresh.shift() ?? '';
    put.push(
      kept
        ? { id: kept.id, code, name: kept.name, area }
        : { id: '', code, name: `${unitName}${Number(code.slice(4))}`, area },
    );
    const codes = from.map((o) => (old[o] as Grid).code);
    if (codes.length > 1 || codes[0] !== code) lineage.push({ code, from: codes });
  });
  return { put, lineage };
}
