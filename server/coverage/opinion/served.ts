import { isTrouble } from '../../db/trouble.ts';
import type { LoadedCoverage } from '../loadedCoverage.ts';
import type { PublishedCoverages } from '../publishedCoverages.ts';

/** A generation as the service answers from it, or why the service refuses it. */
export type Served = LoadedCoverage | { refused: string };

/** The generation as it is served. Throws when the database cannot be reached. */
export async function servedBy(published: PublishedCoverages, generation: number): Promise<Served> {
  try {
    return (await published.numbered(generation)) ?? { refused: 'it is not there' };
  } catch (error) {
    if (isTrouble(error)) throw error;
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
