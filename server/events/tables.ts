import type { ColumnType, Generated } from 'kysely';

/** migrations/0013-jobs */
export interface EventsTable {
  sequence: Generated<number>;
  kind: string;
  scope: string;
  /** Whom alone it is for; null: whoever may see what it is about. */
  account: string | null;
  at: Date;
  data: ColumnType<unknown, string, never>;
}

declare module '../db/tables.ts' {
  interface Tables {
    events: EventsTable;
  }
}
