import type { Kysely } from 'kysely';
import type { Tables } from '../../db/tables.ts';
import type { Findings } from './findings.ts';
import type * as queries from './judgementQueries.ts';

/** What a check works with: one statement at a time, and a place for what it finds. */
export interface Inspection {
  findings: Findings;
  grids: readonly queries.StoredGrid[];
  /** Asks the database one thing about the generation. */
  ask: <T>(question: (db: Kysely<Tables>, subject: queries.Subject) => Promise<T>) => Promise<T>;
}
