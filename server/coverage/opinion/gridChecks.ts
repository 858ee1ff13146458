import type { Inspection } from './inspection.ts';
import { invalidGrids, overlappingPairs, type StoredGrid } from './judgementQueries.ts';

/** Grids are asked about in batches of so many points: some 20 ms of PostGIS's time on the embedded database. */
const BATCH_POINTS = 4_000;
/** Pairs are no longer counted beyond this. */
const MOST_PAIRS = 1_000;

/** Every grid is a valid polygon to PostGIS. Gives the number of those that are not. */
export async function checkValidity({ findings, grids, ask }: Inspection): Promise<number> {
  let invalid = 0;
  for (const ids of batchesOf(grids)) {
    const found = await ask((db, subject) => invalidGrids(db, subject, ids));
    for (const { code, reason } of found) findings.add('valid', [code], `${code} is not a valid polygon: ${reason}`);
    invalid += found.length;
  }
  return invalid;
}

/** The insides of no two grids meet. Gives the number of pairs whose do, at most a little over a thousand. */
export async function checkOverlaps({ findings, grids, ask }: Inspection): Promise<number> {
  let pairs = 0;
  for (const ids of batchesOf(grids)) {
    const found = await ask((db, subject) => overlappingPairs(db, subject, ids, MOST_PAIRS));
    for (const { code, other } of found) {
      const codes = [code, other].sort();
      findings.add('overlap', codes, `${codes.join(' and ')} overlap.`);
    }
    pairs += found.length;
    if (pairs >= MOST_PAIRS) break;
  }
  return pairs;
}

function batchesOf(grids: readonly StoredGrid[]): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let points = 0;
  for (const grid of grids) {
    if (batch.length === 0 || points + grid.points > BATCH_POINTS) {
      batch = [];
      batches.push(batch);
      points = 0;
    }
    batch.push(grid.id);
    points += grid.points;
  }
  return batches;
}
