import type { Kysely, Transaction } from 'kysely';
import type { StaffMember, StaffRole } from '../core/people/staff.ts';
import type { Tables } from '../db/tables.ts';

export interface Contact {
  name: string;
  phone: string;
  role: StaffRole;
}

/** Who answers for which area, kept in memory: a lookup names the wardens without a query. */
export class StaffDirectory {
  private readonly db: Kysely<Tables>;
  private byCode = new Map<string, Contact[]>();
  private wardens = new Map<string, Contact[]>();

  constructor(db: Kysely<Tables>) {
    this.db = db;
  }

  /** Reads all staff anew. */
  async reload(): Promise<void> {
    const rows = await this.db
      .selectFrom('grid_staff')
      .select(['code', 'name', 'phone', 'role'])
      .orderBy('code')
      .orderBy('name')
      .execute();
    const byCode = new Map<string, Contact[]>();
    for (const { code, name, phone, role } of rows) {
      const contacts = byCode.get(code);
      if (contacts === undefined) byCode.set(code, [{ name, phone, role }]);
      else contacts.push({ name, phone, role });
    }
    this.byCode = byCode;
    this.wardens = new Map();
  }

  /** Everybody who serves exactly the areas with these codes. */
  staffFor(codes: readonly string[]): Map<string, readonly Contact[]> {
    return new Map(codes.map((code) => [code, this.byCode.get(code) ?? []]));
  }

  /** The grid's wardens; where it has none, its unit's head; else nobody. */
  wardensOf(gridCode: string): readonly Contact[] {
    let found = this.wardens.get(gridCode);
    if (found === undefined) {
      found = (this.byCode.get(gridCode) ?? []).filter((contact) => contact.role === 'warden');
      if (found.length === 0)
        found = (this.byCode.get(gridCode.slice(0, 4)) ?? []).filter((contact) => contact.role === 'unitHead');
      this.wardens.set(gridCode, found);
    }
    return found;
  }
}

const ROWS_PER_INSERT = 1_000;

/** Replaces the whole staff of a district. The caller reloads the directory after the commit. */
export async function replaceStaff(
  trx: Transaction<Tables>,
  district: string,
  members: readonly StaffMember[],
): Promise<void> {
  await trx.deleteFrom('grid_staff').where('district', '=', district).execute();
  for (let start = 0; start < members.length; start += ROWS_PER_INSERT) {
    const rows = members
      .slice(start, start + ROWS_PER_INSERT)
      .map(({ code, name, phone, role }) => ({ district, code, name, phone, role }));
    await trx.insertInto('grid_staff').values(rows).execute();
  }
}
