import { Fault } from '../fault.ts';
import { toGeoJson } from '../geometry/geoJson.ts';
import { type Area, toDegrees, vertexCount } from '../geometry/lattice.ts';
import { findDefect } from '../geometry/validity.ts';
import type { Change, Edge, PutGrid } from './change.ts';
import type { CoverageFault } from './model.ts';
import { areaOfChain } from './outlines.ts';
import type { CodedGround } from './passages.ts';
import { Chain } from './proof/chain.ts';
import { proveCoverage } from './proof/proof.ts';

/**
 * The faults a change would bring into a proven coverage: a put grid that is not a valid polygon, or boundaries that do not add up
 * to those of `removed` (what stood under its codes) and the bend of the outline. Empty: what was proven stays proven.
 * Looks at the change alone, so its cost is that of the edit (coverage.md, "An edit needs no look at the rest of the district").
 */
export function faultsOfChange(change: Change, before: readonly CodedGround[]): CoverageFault[] {
  const removed = before.map(({ area }) => area);
  const wasInvalid = (code: string) => before.some((grid) => grid.code === code && findDefect(grid.area) !== null);
  const invalid = change.put.flatMap(({ code, area }): CoverageFault[] => {
    const defect = findDefect(area);
    // What mends one fault may leave another that was there before.
    if (!defect || (change.mends && wasInvalid(code))) return [];
    const at: GeoJSON.Point = { type: 'Point', coordinates: [toDegrees(defect.x), toDegrees(defect.y)] };
    return [{ kind: 'not-simple', severity: 'error', grids: [code], at, message: messageOf(code, defect.reason) }];
  });
  if (invalid.length > 0) return invalid;
  // What mends a fault must change the sum; that only the fault goes is the verb's doing, and publication proves the whole.
  if (change.mends || chainOf(change.put, change, removed).isZero()) return [];
  const outline = chainOf([], change, removed, -1);
  // In a plan with faults what stood there may have overlapped: then there is no outline to place the faults in.
  if (outline.residual().some((e) => Math.abs(outline.net[e] as number) > 1)) return [unplaced(change)];
  const { faults } = proveCoverage(
    change.put.map(({ code, area }) => ({ name: code, area })),
    areaOfChain(outline),
  );
  const errors = faults.filter((fault) => fault.severity === 'error');
  return errors.length > 0 ? errors : [unplaced(change)];
}

/** Throws `coverage-broken` with the faults a change would bring; does nothing when it keeps the proof. */
export function checkChange(change: Change, before: readonly CodedGround[]): void {
  const faults = faultsOfChange(change, before);
  if (faults.length === 0) return;
  throw new Fault('coverage-broken', faults[0]?.message ?? 'The borders would no longer fit together.', [], { faults });
}

/** Boundaries put, less those taken away, less the outline's bend (times `sign`): zero when the proof is kept. */
function chainOf(put: readonly PutGrid[], { outline }: Change, removed: readonly Area[], sign: 1 | -1 = 1): Chain {
  const areas = [...put.map((grid) => grid.area), ...removed];
  const chain = new Chain(areas.reduce((sum, area) => sum + vertexCount(area), 16));
  put.forEach(({ area }, i) => chain.addBoundary(area, i));
  removed.forEach((area, i) => chain.addBoundary(area, put.length + i, sign === 1 ? -1 : 1));
  const add = ([ax, ay, bx, by]: Edge, forward: boolean) =>
    forward ? chain.add(ax, ay, bx, by, areas.length) : chain.add(bx, by, ax, ay, areas.length);
  for (const edge of outline?.gone ?? []) add(edge, sign === 1);
  for (const edge of outline?.come ?? []) add(edge, sign === -1);
  return chain;
}

function messageOf(code: string, reason: string): string {
  if (reason === 'empty' || reason === 'no-area' || reason === 'too-few-points')
    return `Nothing would be left of ${code || 'a new grid'}.`;
  return `The border of ${code || 'a new grid'} would cross or touch itself here.`;
}

function unplaced(change: Change): CoverageFault {
  return {
    kind: 'unmatched-vertex',
    severity: 'error',
    grids: change.put.map((grid) => grid.code),
    at: toGeoJson(change.put[0]?.area ?? []),
    message: 'The borders on both sides would no longer be the same.',
  };
}
