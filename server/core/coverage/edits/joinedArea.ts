import { Fault } from '../../fault.ts';
import { type Area, vertexCount } from '../../geometry/lattice.ts';
import { areaOfChain } from '../outlines.ts';
import { Chain } from '../proof/chain.ts';
import { type Member, proveCoverage } from '../proof/proof.ts';

/**
 * The ground of some areas together. Where a plan has faults they may overlap, and their boundaries bound no area then: throws
 * `coverage-broken` with the overlaps.
 */
export function joinedArea(members: readonly Member[]): Area {
  const chain = new Chain(members.reduce((sum, { area }) => sum + vertexCount(area), 0));
  members.forEach(({ area }, m) => chain.addBoundary(area, m));
  if (chain.residual().every((e) => Math.abs(chain.net[e] as number) === 1)) return areaOfChain(chain);
  const faults = proveCoverage(members, null).faults.filter(({ severity }) => severity === 'error');
  throw new Fault('coverage-broken', faults[0]?.message ?? 'These areas overlap.', [], { faults });
}
