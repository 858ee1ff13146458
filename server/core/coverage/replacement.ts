import { type Area, vertexCount } from '../geometry/lattice.ts';
import { findDefect } from '../geometry/validity.ts';
import { Chain } from './proof/chain.ts';

/**
 * Whether new areas can take the place of old ones in a proven coverage so that it stays proven: every new one is valid, and the sums
 * of their boundaries are equal. Looks at nothing else of the coverage, so its cost is that of the edit alone.
 */
export function keepsProof(removed: readonly Area[], put: readonly Area[]): boolean {
  if (put.some((area) => findDefect(area) !== null)) return false;
  const chain = new Chain([...removed, ...put].reduce((sum, area) => sum + vertexCount(area), 0));
  put.forEach((area, i) => chain.addBoundary(area, i));
  removed.forEach((area, i) => chain.addBoundary(area, i, -1));
  return chain.isZero();
}
