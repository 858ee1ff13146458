import type { BookedGrid, Books } from '../../core/coverage/books.ts';
import type { ProofPool } from '../../threads/proofPool.ts';
import { readBothSides } from '../queries/planGridQueries.ts';
import type { PlanRow, Reader } from '../queries/planQueries.ts';

/** Books kept in memory; those not asked for longest go first. */
const MOST_BOOKS = 500;

/** The books of plans: what each changes of the generation it starts from, worked out once for each revision. */
export class PlanBooks {
  readonly #district: string;
  readonly #proofs: Pick<ProofPool, 'books' | 'proveForPublication'>;
  readonly #held = new Map<string, { key: string; books: Books }>();

  constructor(district: string, proofs: Pick<ProofPool, 'books' | 'proveForPublication'>) {
    this.#proofs = proofs;
    this.#district = district;
  }

  /** Compares two sets of grids, on a thread where they are large. */
  readonly compare = (before: readonly BookedGrid[], after: readonly BookedGrid[]): Promise<Books> =>
    this.#proofs.books(before, after);

  /** Proves what a plan would publish, on a thread where it is large. */
  readonly prove: ProofPool['proveForPublication'] = (coverage, unitAreas) =>
    this.#proofs.proveForPublication(coverage, unitAreas);

  async of(db: Reader, plan: PlanRow): Promise<Books> {
    return (await this.ofAll(db, [plan])).get(plan.id) as Books;
  }

  async ofAll(db: Reader, plans: readonly PlanRow[]): Promise<Map<string, Books>> {
    const found = new Map<string, Books>();
    for (const plan of plans) {
      const held = this.#held.get(plan.id);
      if (held?.key === keyOf(plan)) found.set(plan.id, held.books);
    }
    const missing = plans.filter(({ id }) => !found.has(id));
    const asked = missing.map(({ id, base_generation }) => ({ id, base: base_generation }));
    const sides = await readBothSides(db, this.#district, asked);
    for (const plan of missing) {
      const { before = [], after = [] } = sides.get(plan.id) ?? {};
      const books = await this.#proofs.books(before, after);
      found.set(plan.id, books);
      this.#keep(plan, books);
    }
    return found;
  }

  #keep(plan: PlanRow, books: Books): void {
    this.#held.delete(plan.id);
    this.#held.set(plan.id, { key: keyOf(plan), books });
    for (const id of this.#held.keys()) {
      if (this.#held.size <= MOST_BOOKS) break;
      this.#held.delete(id);
    }
  }
}

const keyOf = ({ revision, base_generation }: PlanRow): string => `${revision} ${base_generation}`;
