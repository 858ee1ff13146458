/**
 * Shares `count` grids out among units by their weights: each gets one at least and its `most` at most, the others go one by
 * one to the unit farthest below its fair share, ties to the earlier one. Gives null when that cannot be.
 */
export function shareOut(count: number, weights: readonly number[], most: readonly number[]): number[] | null {
  if (count < weights.length || count > most.reduce((sum, one) => sum + one, 0)) return null;
  const shares = weights.map(() => 1);
  for (let left = count - weights.length; left > 0; ) {
    const open = weights.flatMap((_, u) => ((shares[u] as number) < (most[u] as number) ? [u] : []));
    const total = open.reduce((sum, u) => sum + (weights[u] as number), 0);
    const fair = (u: number): number => (total > 0 ? ((weights[u] as number) / total) * count : count / open.length);
    // The unit that is farthest below its fair share gets the next grid.
    const next = open.reduce((a, b) => (fair(b) - (shares[b] as number) > fair(a) - (shares[a] as number) ? b : a));
    shares[next] = (shares[next] as number) + 1;
    left--;
  }
  return shares;
}
