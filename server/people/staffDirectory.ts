import type { Kysely } from 'kysely';
import type { StaffRole } from '../core/people/staff.ts';
import type { Tables } from '../db/tables.ts';
import { allStaff } from './queries/staffQueries.ts';

export interface Contact {
  name: string;
  phone: string;
  role: StaffRole;
}

/** Who answers for which area, kept in memory: a lookup names the wardens without a query. */
export class StaffDirectory {
  readonly #db: Kysely<Tables>;
  #byCode = new Map<string, Contact[]>();
  #wardens = new Map<string, Contact[]>();

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Reads all staff anew. */
  async reload(): Promise<void> {
    const rows = await allStaff(this.#db);
    const byCode = new Map<string, Contact[]>();
    for (const { code, name, phone, role } of rows) {
      const contacts = byCode.get(code);
      if (contacts === undefined) byCode.set(code, [{ name, phone, role }]);
      else contacts.push({ name, phone, role });
    }
    this.#byCode = byCode;
    this.#wardens = new Map();
  }

  /** Everybody who serves exactly the areas with these codes. */
  staffFor(codes: readonly string[]): Map<string, readonly Contact[]> {
    return new Map(codes.map((code) => [code, this.#byCode.get(code) ?? []]));
  }

  /** The grid's wardens; where it has none, its unit's head; else nobody. */
  wardensOf(gridCode: string): readonly Contact[] {
    let found = this.#wardens.get(gridCode);
    if (found === undefined) {
      found = (this.#byCode.get(gridCode) ?? []).filter((contact) => contact.role === 'warden');
      if (found.length === 0)
        found = (this.#byCode.get(gridCode.slice(0, 4)) ?? []).filter((contact) => contact.role === 'unitHead');
      this.#wardens.set(gridCode, found);
    }
    return found;
  }
}
