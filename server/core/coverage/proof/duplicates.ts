import { doubledArea } from '../../geometry/area.ts';
import { toGeoJson } from '../../geometry/geoJson.ts';
import { type Area, boundingBox, vertexCount } from '../../geometry/lattice.ts';
import type { CoverageFault } from '../model.ts';
import { Chain } from './chain.ts';
import type { Member } from './memberFaults.ts';

/** Areas that look the same at first glance and are not: no more than this are held against each other. */
const MOST_LOOKALIKES = 8;

/** Members whose area was there before, each with the first that has it. */
export function findDuplicates(members: readonly Member[]): Map<number, number> {
  const bySignature = new Map<string, number[]>();
  const duplicates = new Map<number, number>();
  members.forEach((member, m) => {
    if (member.area.length === 0) return;
    const signature = `${vertexCount(member.area)}:${boundingBox(member.area).join(',')}:${mixOf(member.area)}`;
    const same = bySignature.get(signature);
    if (!same) {
      bySignature.set(signature, [m]);
      return;
    }
    const first = same.find((other) => sameBoundary((members[other] as Member).area, member.area));
    if (first === undefined && same.length < MOST_LOOKALIKES) same.push(m);
    else if (first === undefined) return;
    else duplicates.set(m, first);
  });
  return duplicates;
}

/** A number that is the same for the same vertices in any order, and hardly ever for others. */
function mixOf(area: Area): number {
  let mix = 0;
  for (const ring of area.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      const mixed = Math.imul((ring[i] as number) ^ Math.imul(ring[i + 1] as number, 0x9e3779b1), 0x85ebca6b);
      mix = (mix + (mixed ^ (mixed >>> 13))) | 0;
    }
  }
  return mix;
}

function sameBoundary(a: Area, b: Area): boolean {
  if (doubledArea(a) !== doubledArea(b)) return false;
  const chain = new Chain(vertexCount(a));
  chain.addBoundary(a, 0);
  chain.addBoundary(b, 1, -1);
  return chain.isZero();
}

/** A fault for each member whose area another one has. */
export function duplicateFaults(members: readonly Member[], duplicates: ReadonlyMap<number, number>): CoverageFault[] {
  return [...duplicates].map(([m, first]) => {
    const grids = [(members[first] as Member).name, (members[m] as Member).name];
    return {
      kind: 'duplicate',
      severity: 'error',
      grids,
      at: toGeoJson((members[m] as Member).area),
      message: `${grids.join(' and ')} have the same area.`,
      ...((members[m] as Member).path === undefined ? {} : { path: (members[m] as Member).path }),
    };
  });
}
