import { unitOf } from '../../../../server/core/codes/codes.ts';
import type { Change } from '../../../../server/core/coverage/change.ts';
import type { EditableCoverage } from '../../../../server/core/coverage/editableCoverage.ts';
import { movesGround } from '../../../../server/core/coverage/passages.ts';
import type { Figures, GridFigures } from './figures.ts';

/** A grid in the table: what is counted in it now, and what a change under way would add or take. */
export interface BalanceRow {
  code: string;
  name: string;
  kind: 'same' | 'changed' | 'created' | 'retired';
  now: GridFigures;
  /** Less than nothing where the change takes away. */
  difference: GridFigures;
}

const NOTHING: GridFigures = { area: 0, businesses: 0, addresses: 0 };

const less = (a: GridFigures, b: GridFigures): GridFigures => ({
  area: a.area - b.area,
  businesses: a.businesses - b.businesses,
  addresses: a.addresses - b.addresses,
});

/** The grids of a unit in order of their codes, as a change under way would have them. */
export function balanceRows(
  ground: EditableCoverage,
  unit: string,
  figures: Figures,
  change: Change | undefined,
): BalanceRow[] {
  const put = new Map((change?.put ?? []).map((grid) => [grid.code, grid]));
  const removed = new Set(change?.remove ?? []);
  const rows: BalanceRow[] = [];
  for (const grid of ground.grids()) {
    if (unitOf(grid.code) !== unit) continue;
    const before = figures.of(grid.area);
    const next = put.get(grid.code);
    if (removed.has(grid.code)) {
      rows.push({ ...grid, kind: 'retired', now: NOTHING, difference: less(NOTHING, before) });
    } else if (next) {
      const now = figures.of(next.area);
      const kind = movesGround(change?.passages ?? [], grid.code) ? 'changed' : 'same';
      rows.push({ code: grid.code, name: next.name, kind, now, difference: less(now, before) });
    } else rows.push({ code: grid.code, name: grid.name, kind: 'same', now: before, difference: NOTHING });
  }
  for (const { code, name, area } of put.values()) {
    if (unitOf(code) !== unit || ground.find(code)) continue;
    const now = figures.of(area);
    rows.push({ code, name, kind: 'created', now, difference: now });
  }
  return rows.sort((a, b) => (a.code < b.code ? -1 : 1));
}
