/** The three levels of a district's division. */
export type Level = 'district' | 'unit' | 'grid';

/** A code's level by its length: two digits a district, four a unit, six a grid; null for anything else. */
export function levelOfCode(code: string): Level | null {
  if (!/^[0-9]+$/.test(code)) return null;
  if (code.length === 2) return 'district';
  if (code.length === 4) return 'unit';
  return code.length === 6 ? 'grid' : null;
}

export const districtOf = (code: string): string => code.slice(0, 2);
export const unitOf = (code: string): string => code.slice(0, 4);

/** Does `code` lie inside `scope`, a code prefix of whole levels? */
export const isWithin = (code: string, scope: string): boolean => code.startsWith(scope);

/** The last number a grid can have in its unit. */
export const LAST_GRID = 99;

/**
 * The code for a new grid of a unit: one above the highest ever used there, retired ones included, so that a code never returns.
 * Null when the unit's 99 numbers are used up.
 */
export function nextGridCode(unit: string, everUsed: Iterable<string>): string | null {
  let highest = 0;
  for (const code of everUsed)
    if (code.length === 6 && unitOf(code) === unit) highest = Math.max(highest, Number(code.slice(4)));
  return highest >= LAST_GRID ? null : unit + String(highest + 1).padStart(2, '0');
}
