import type { OutlineBend } from '../../core/coverage/change.ts';
import type { Edge } from '../../core/geometry/lattice.ts';

/**
 * What several bends of the working outline come to in the end. A bend that was taken back is none: on a newer generation its edges
 * may not be there any more.
 */
export function netBend(bends: readonly (OutlineBend | undefined)[]): OutlineBend {
  const counts = new Map<string, { edge: Edge; count: number }>();
  const count = (edge: Edge, by: number): void => {
    const key = edge.join();
    const known = counts.get(key);
    if (known) known.count += by;
    else counts.set(key, { edge, count: by });
  };
  for (const bend of bends) {
    for (const edge of bend?.gone ?? []) count(edge, -1);
    for (const edge of bend?.come ?? []) count(edge, 1);
  }
  const all = [...counts.values()];
  return {
    gone: all.filter((entry) => entry.count < 0).map(({ edge }) => edge),
    come: all.filter((entry) => entry.count > 0).map(({ edge }) => edge),
  };
}

/** The bend that takes a bend back. */
export const unbend = ({ gone, come }: OutlineBend): OutlineBend => ({ gone: come, come: gone });
