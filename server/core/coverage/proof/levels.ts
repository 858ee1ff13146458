import { unitOf } from '../../codes/codes.ts';
import { toGeoJson } from '../../geometry/geoJson.ts';
import type { Area } from '../../geometry/lattice.ts';
import type { CodedArea, Coverage, CoverageFault, Grid } from '../model.ts';
import { outlineOf } from '../outlines.ts';
import type { Chain } from './chain.ts';
import { type Proof, proveCoverage } from './proof.ts';
import { MandatedOutline, type Refinement } from './refinement.ts';

/** A coverage proven at three levels, with what was derived on the way. */
export interface ThreeLevelProof extends Proof {
  units: CodedArea[];
  districtArea: Area;
}

/**
 * Proves a whole coverage: the grids tile the mandated outline, on which they may put points within its bend, every grid belongs to a known unit by its code and no code is
 * given twice, and the units, derived as sums of their grids, tile the derived district, which is the mandated outline. `unitAreas`
 * are mandated unit outlines, where there are some: a grid that leaves its unit's is a `wrong-parent`.
 */
export function proveThreeLevels(
  coverage: Coverage,
  unitAreas: ReadonlyMap<string, Area> = new Map(),
): ThreeLevelProof {
  const grids = coverage.grids;
  const proof = proveCoverage(
    grids.map((grid) => ({ name: grid.code, area: grid.area })),
    new MandatedOutline(coverage.outline),
  );
  const codes = codeFaults(coverage);
  const faults = [...codes, ...proof.faults];
  if (!proof.ok || codes.length > 0) return { ...proof, ok: false, faults, units: [], districtArea: [] };
  const units = deriveUnits(grids);
  const district = proveCoverage(
    units.map(({ code, area }) => ({ name: code, area })),
    proof.refinement?.outline ?? null,
  );
  const astray = units.flatMap(({ code }) => strayGrids(code, grids, unitAreas.get(code)));
  return {
    ...proof,
    ok: district.ok && astray.length === 0,
    faults: [...faults, ...astray, ...district.faults.filter((fault) => fault.severity === 'error')],
    units,
    districtArea: outlineOf(units.map(({ area }) => area)),
  };
}

/** What of a proof a publication needs, as plain data. */
export interface PublicationProof
  extends Pick<ThreeLevelProof, 'ok' | 'faults' | 'truncated' | 'units' | 'districtArea'> {
  refinement: Pick<Refinement, 'outline' | 'insertions'> | null;
}

/** Proves a whole coverage for a publication. */
export function proveForPublication(
  coverage: Coverage,
  unitAreas: ReadonlyMap<string, Area> = new Map(),
): PublicationProof {
  const { ok, faults, truncated, units, districtArea, refinement } = proveThreeLevels(coverage, unitAreas);
  const working = refinement && { outline: refinement.outline, insertions: refinement.insertions };
  return { ok, faults, truncated, units, districtArea, refinement: working };
}

/** The units' areas, each the sum of its grids. The grids must not overlap. */
export function deriveUnits(grids: readonly Grid[]): CodedArea[] {
  const byUnit = new Map<string, Area[]>();
  for (const grid of grids) {
    const unit = unitOf(grid.code);
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), grid.area]);
  }
  return [...byUnit]
    .map(([code, areas]) => ({ code, area: outlineOf(areas) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function codeFaults(coverage: Coverage): CoverageFault[] {
  const known = new Set(coverage.units.map((unit) => unit.code));
  const seen = new Set<string>();
  return coverage.grids.flatMap((grid): CoverageFault[] => {
    const fault = (kind: 'duplicate' | 'wrong-parent', message: string): CoverageFault => ({
      kind,
      severity: 'error',
      grids: [grid.code],
      at: toGeoJson(grid.area),
      message,
    });
    if (!/^[0-9]{6}$/.test(grid.code))
      return [fault('wrong-parent', `${grid.code || 'A grid'} has no six-digit code.`)];
    if (seen.has(grid.code)) return [fault('duplicate', `The code ${grid.code} is given twice.`)];
    seen.add(grid.code);
    if (!grid.code.startsWith(coverage.district.code))
      return [fault('wrong-parent', `${grid.code} is not a code of district ${coverage.district.code}.`)];
    return known.has(unitOf(grid.code))
      ? []
      : [fault('wrong-parent', `${grid.code} belongs to unit ${unitOf(grid.code)}, which is not there.`)];
  });
}

function strayGrids(unit: string, grids: readonly Grid[], mandated: Area | undefined): CoverageFault[] {
  if (!mandated) return [];
  const own = grids.filter((grid) => unitOf(grid.code) === unit);
  const proof = proveCoverage(
    own.map((grid) => ({ name: grid.code, area: grid.area })),
    mandated,
  );
  return proof.faults.flatMap((fault) =>
    fault.kind === 'outside-parent' || fault.kind === 'not-simple'
      ? [
          {
            ...fault,
            kind: 'wrong-parent' as const,
            message: `${fault.grids.join(', ')} leaves the mandated outline of unit ${unit}.`,
          },
        ]
      : [],
  );
}

/** For each area, by its place in the chain's owners, the owners behind its borders, in ascending order. */
export function neighboursIn(chain: Chain, count: number): number[][] {
  const neighbours = Array.from({ length: count }, () => new Set<number>());
  for (let e = 0; e < chain.size; e++) {
    const left = chain.left[e] as number;
    const right = chain.right[e] as number;
    if (left < 0 || right < 0 || left === right) continue;
    neighbours[left]?.add(right);
    neighbours[right]?.add(left);
  }
  return neighbours.map((set) => [...set].sort((a, b) => a - b));
}
