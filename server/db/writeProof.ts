import type { Pool } from 'pg';

/** A proof younger than this is given to whoever asks: being asked often costs the database nothing. */
const HOLDS_MS = 3_000;
const PATIENCE_MS = 2_000;

/**
 * In one transaction: about a megabyte written to a temporary file, which needs room on the disk beneath the database's tables (a row that
 * is changed in place finds room on a full disk too), and a message in the write-ahead log, which nobody reads and whose commit waits
 * for the disk (and for standbys, where commits wait for them) as every other does. No table of its own is needed, nothing grows, nothing is locked, and no
 * backup or migration has to know of it. The message alone would pass where transactions are read only, so that is asked.
 */
const PROOF = `SET LOCAL work_mem = '64kB';
SELECT count(*) FROM generate_series(1, 60000);
SELECT current_setting('transaction_read_only') AS read_only;
SELECT CASE WHEN current_setting('transaction_read_only') = 'off' THEN pg_logical_emit_message(true, 'gridwarden', 'ready') END`;

/** A refusal as PostgreSQL would give it to a write: the state by which such errors are told apart. */
class ReadOnly extends Error {
  readonly code = '25006';
}

/** Shows that a database takes a write now. */
export class WriteProof {
  readonly #pool: Pick<Pool, 'query'>;
  readonly #now: () => number;
  #newest: { at: number; proof: Promise<void> } | null = null;

  constructor(pool: Pick<Pool, 'query'>, now: () => number = () => performance.now()) {
    this.#pool = pool;
    this.#now = now;
  }

  /** Resolves when the database takes a write, or did so within three seconds; rejects with its error, or after two seconds of silence. */
  async give(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('timeout exceeded when asked for a write')), PATIENCE_MS);
    });
    try {
      await Promise.race([this.#shared(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** After a connection broke, what was shown before shows nothing any more. */
  forget(): void {
    this.#newest = null;
  }

  /** The proof under way, whoever asked for it, or one that still holds. What failed is tried again at the next question. */
  #shared(): Promise<void> {
    const known = this.#newest;
    if (known !== null && this.#now() - known.at < HOLDS_MS) return known.proof;
    const proof = this.#write();
    const begun = { at: Number.POSITIVE_INFINITY, proof };
    this.#newest = begun;
    proof.then(
      () => {
        begun.at = this.#now();
      },
      () => {
        if (this.#newest === begun) this.#newest = null;
      },
    );
    return proof;
  }

  async #write(): Promise<void> {
    const results = (await this.#pool.query(PROOF)) as unknown as { rows: { read_only?: string }[] }[];
    if (results.some(({ rows }) => rows[0]?.read_only === 'on')) throw new ReadOnly('Transactions are read only.');
  }
}
