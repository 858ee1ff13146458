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
