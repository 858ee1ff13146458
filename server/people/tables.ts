import type { Generated } from 'kysely';
import type { Role } from '../core/people/schemas.ts';
import type { StaffRole } from '../core/people/staff.ts';

/** migrations/0001-people */
export interface AccountsTable {
  id: Generated<string>;
  /** Lower case, the name one signs in with. */
  username: string;
  name: string;
  password_hash: string;
  active: Generated<boolean>;
  demo: Generated<boolean>;
  created_at: Generated<Date>;
  password_changed_at: Generated<Date>;
}

export interface AccountRolesTable {
  account_id: string;
  role: Role;
  scope: string;
}

export interface SessionsTable {
  secret_hash: Buffer;
  account_id: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

export interface TokensTable {
  id: Generated<string>;
  secret_hash: Buffer;
  account_id: string;
  name: string;
  created_at: Date;
  expires_at: Date;
}

export interface TokenRolesTable {
  token_id: string;
  role: Role;
  scope: string;
}

export interface GridStaffTable {
  id: Generated<string>;
  district: string;
  /** Of the grid, unit or district the person serves. */
  code: string;
  name: string;
  phone: string;
  role: StaffRole;
}

/** migrations/0009-people-safety: failed sign-ins by the hash of the name given, whether or not there is such an account. */
export interface SignInFailuresTable {
  /** Empty: all names. */
  name_hash: string;
  /** Empty: all networks that are strange to the name. */
  network: string;
  failures: number;
  last_at: Date;
  forgotten_at: Date;
}

/** The networks somebody has signed in to an account from. */
export interface FamiliarNetworksTable {
  account_id: string;
  network: string;
  last_at: Date;
}

declare module '../db/tables.ts' {
  interface Tables {
    accounts: AccountsTable;
    account_roles: AccountRolesTable;
    sessions: SessionsTable;
    tokens: TokensTable;
    token_roles: TokenRolesTable;
    grid_staff: GridStaffTable;
    sign_in_failures: SignInFailuresTable;
    familiar_networks: FamiliarNetworksTable;
  }
}
