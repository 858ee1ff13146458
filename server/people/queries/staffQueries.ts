import type { Kysely, Transaction } from 'kysely';
import type { StaffMember, StaffRole } from '../../core/people/staff.ts';
import type { Tables } from '../../db/tables.ts';

export interface StaffRow {
  code: string;
  name: string;
  phone: string;
  role: StaffRole;
}

/** Everybody, by area and name. */
export const allStaff = (db: Kysely<Tables>): Promise<StaffRow[]> =>
  db.selectFrom('grid_staff').select(['code', 'name', 'phone', 'role']).orderBy('code').orderBy('name').execute();

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
