import { type Books, booksOf } from '../core/coverage/books.ts';
import { readBothSides } from './planGridQueries.ts';
import type { PlanRow, Reader } from './planQueries.ts';

/** Books kept in memory; those not asked for longest go first. */
const MOST_BOOKS = 500;

/** The books of plans: what each changes of the generation it starts from, worked out once for each revision. */
export class PlanBooks {
  readonly #district: string;
  readonly #held = new Map<string, { key: string; books: Books }>();

  constructor(district: string) {
    this.#district = district;
  }

  async of(db: Reader, plan: PlanRow): Promise<Books> {
    return (await this.ofAll(db, [plan])).get(plan.id) as Books;
  }

  async ofAll(db: Reader, plans: readonly PlanRow[]): Promise<Map<string, Books>> {
    const missing = plans.filter((plan) => this.#held.get(plan.id)?.key !== keyOf(plan));
    const asked = missing.map(({ id, base_generation }) => ({ id, base: base_generation }));
    const sides = await readBothSides(db, this.#district, asked);
    const found = new Map<string, Books>();
    for (const plan of plans) {
      const side = sides.get(plan.id);
      const books = side ? booksOf(side.before, side.after) : (this.#held.get(plan.id)?.books as Books);
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
