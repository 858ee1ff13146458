import type { Extension } from '@electric-sql/pglite';

/** What PostgreSQL says of itself while it runs. */
export interface PostgresWord {
  level: 'LOG' | 'FATAL' | 'PANIC';
  text: string;
}

/**
 * Errors of statements are left out: they go to whoever asked, and with their details and statements they would carry what people
 * have written into the log.
 */
const LINE = /\] (LOG|FATAL|PANIC): {2}(.+)$/;

/** Hears what PostgreSQL writes to its standard error, which PGlite throws away, and keeps the last word before an end. */
export class PostgresWords {
  readonly #hear: (word: PostgresWord) => void;
  #last: string | null = null;

  constructor(hear: (word: PostgresWord) => void) {
    this.#hear = hear;
  }

  /** Why PostgreSQL ended, in its own words; null while it has not said. */
  get last(): string | null {
    return this.#last;
  }

  /** To be given to PGlite among its extensions. */
  readonly extension: Extension = {
    name: 'words of PostgreSQL',
    setup: (_session, options: object) => {
      const printErr = (line: string): void => this.#take(line);
      return Promise.resolve({ emscriptenOpts: { ...options, printErr } });
    },
  };

  #take(line: string): void {
    const [, level, text] = LINE.exec(line) ?? [];
    if (level === undefined || text === undefined) return;
    if (level !== 'LOG') this.#last = text;
    this.#hear({ level: level as PostgresWord['level'], text });
  }
}
