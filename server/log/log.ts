/** How much is logged, as pino names it. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What we ask of a logger; pino and Fastify's are ones. The object first, then a sentence without personal data. */
export interface Log {
  error(fields: object, sentence: string): void;
  error(sentence: string): void;
  warn(fields: object, sentence: string): void;
  warn(sentence: string): void;
  info(fields: object, sentence: string): void;
  info(sentence: string): void;
}

/** A logger for commands and tests that says nothing. */
export const silentLog: Log = { error: () => {}, warn: () => {}, info: () => {} };

/** Lines kept until there is a log to write them to. */
const MOST_KEPT = 200;

/** The log of what starts before the service's own log is there: keeps its lines until `to` says where they go. */
export class EarlyLog implements Log {
  #target: Log | null = null;
  #kept: ((log: Log) => void)[] = [];

  to(log: Log): void {
    this.#target = log;
    for (const write of this.#kept) write(log);
    this.#kept = [];
  }

  error(...line: [object, string] | [string]): void {
    this.#write((log) => log.error(...(line as [object, string])));
  }

  warn(...line: [object, string] | [string]): void {
    this.#write((log) => log.warn(...(line as [object, string])));
  }

  info(...line: [object, string] | [string]): void {
    this.#write((log) => log.info(...(line as [object, string])));
  }

  #write(write: (log: Log) => void): void {
    if (this.#target !== null) write(this.#target);
    else if (this.#kept.length < MOST_KEPT) this.#kept.push(write);
  }
}
