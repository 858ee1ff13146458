import type { OpinionCheck, OpinionFinding } from '../../core/coverage/secondOpinion.ts';
import { sqlStateOf } from '../../db/transaction.ts';

/** More are counted, not listed. */
const MOST_LISTED = 100;
/** What PostGIS throws when it cannot compute (GEOS's exceptions come as internal errors), and a statement cut short by its time limit. */
const CANNOT_COMPUTE = /^(XX000|22...|57014)$/;

/** What PostGIS did not agree with, in the order it was found. */
export class Findings {
  readonly listed: OpinionFinding[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(check: OpinionCheck, codes: readonly string[], message: string): void {
    this.#count++;
    if (this.listed.length < MOST_LISTED) this.listed.push({ check, codes: [...codes], message });
  }

  /** Runs one check and gives its figures. That PostGIS cannot compute something is a finding as well; then there is no figure. */
  async of<T>(check: OpinionCheck, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!CANNOT_COMPUTE.test(sqlStateOf(error) ?? '')) throw error;
      this.add(check, [], `PostGIS could not compute this: ${(error as Error).message}`);
      return null;
    }
  }
}
