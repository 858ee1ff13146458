import type { ColumnType } from 'kysely';

export interface MigrationsTable {
  name: string;
  checksum: string;
  applied_at: ColumnType<Date, never, never>;
}

/**
 * The columns of every table, as Kysely sees them. What stands here belongs to the database itself; each slice adds its own tables in its
 * `tables.ts`.
 */
export interface Tables {
  gridwarden_migrations: MigrationsTable;
}
