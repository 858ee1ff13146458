import type { Generated } from 'kysely';

/** migrations/0001-people */
export interface AuditLogTable {
  sequence: number;
  at: Date;
  actor: string;
  action: string;
  target: string;
  /** The code prefix the entry is about; null: the service as a whole. */
  scope: string | null;
  /** Canonical JSON, as it was hashed. */
  before: string | null;
  after: string | null;
  address: string | null;
  previous_hash: string;
  hash: string;
}

export interface AuditHeadTable {
  single: Generated<boolean>;
  sequence: number;
  hash: string;
}

/** migrations/0011-audit-tallies */
export interface AuditTalliesTable {
  action: string;
  count: number;
  first_at: Date;
  last_at: Date;
}

declare module '../db/tables.ts' {
  interface Tables {
    audit_log: AuditLogTable;
    audit_head: AuditHeadTable;
    audit_tallies: AuditTalliesTable;
  }
}
