import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Pool } from 'pg';

/**
 * Runs every statement in a transaction that begins with the same settings (`SET LOCAL …`): those of a transaction in that one, and each
 * other in one of its own. The settings travel with the `start transaction`, so that they cost no way to the database and back.
 */
export class ScopedDriver extends PostgresDriver {
  readonly #settings: string;
  readonly #inner = new WeakMap<DatabaseConnection, DatabaseConnection>();

  /** `settings`: statements separated by semicolons, without values from outside. */
  constructor(pool: Pool, settings: string) {
    super({ pool });
    this.#settings = settings;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const inner = await super.acquireConnection();
    const scoped = new ScopedConnection(inner, this.#settings);
    this.#inner.set(scoped, inner);
    return scoped;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await (connection as ScopedConnection).begin(settings.isolationLevel);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as ScopedConnection).end('commit');
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as ScopedConnection).end('rollback');
  }

  override async releaseConnection(connection: DatabaseConnection): Promise<void> {
    // What it was made for (a Kysely on somebody's behalf) goes with it; the connection stays with the pool.
    await super.releaseConnection(this.#inner.get(connection) as Parameters<PostgresDriver['releaseConnection']>[0]);
  }

  /** The pool is everybody's: whoever opened it closes it. */
  override async destroy(): Promise<void> {}
}

class ScopedConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #settings: string;
  #isInTransaction = false;

  constructor(connection: DatabaseConnection, settings: string) {
    this.#connection = connection;
    this.#settings = settings;
  }

  async begin(isolation: string | undefined): Promise<void> {
    const level = isolation === undefined ? '' : ` isolation level ${isolation}`;
    try {
      await this.#run(`start transaction${level}; ${this.#settings}`);
    } catch (error) {
      // The transaction may be open though its settings were refused.
      await this.#run('rollback').catch(() => undefined);
      throw error;
    }
    this.#isInTransaction = true;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    this.#isInTransaction = false;
    await this.#run(how);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#isInTransaction) return this.#connection.executeQuery<R>(query);
    await this.begin(undefined);
    try {
      const result = await this.#connection.executeQuery<R>(query);
      await this.end('commit');
      return result;
    } catch (error) {
      // After a commit that failed there is nothing left to roll back, which is no error.
      await this.end('rollback').catch(() => undefined);
      throw error;
    }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Rows are read page by page, not by a cursor.');
  }

  #run(statement: string): Promise<unknown> {
    return this.#connection.executeQuery(CompiledQuery.raw(statement));
  }
}
