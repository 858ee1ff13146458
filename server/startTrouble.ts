import type { Config } from './config.ts';
import { fileTrouble } from './db/fileTrouble.ts';
import { troubleOf } from './db/trouble.ts';

/** Errors that say themselves what is wrong and what to do. */
const SENTENCES = new Set(['ConfigError', 'MigrationError', 'DatabaseUnfit', 'FatalStart', 'DirectoryLocked']);

/** What an operator has to know of an error that keeps the service from starting, in a sentence; null for a bug, which keeps its trace. */
export function startTrouble(error: unknown, config: Pick<Config, 'databaseUrl' | 'dataDir'> | null): string | null {
  if (!(error instanceof Error)) return null;
  if (SENTENCES.has(error.name)) return error.message;
  const code = codeOf(error);
  if ('syscall' in error && error.syscall === 'listen')
    return `The address (HOST, PORT) cannot be used: ${error.message}.`;
  const trouble = troubleOf(error);
  if (config?.databaseUrl && trouble !== null)
    return `${trouble.sentence}: ${placeOf(config.databaseUrl)} (DATABASE_URL) says “${wordsOf(error)}”.`;
  const known = fileTrouble(code);
  if (config && known !== null) return `The folder of DATA_DIR (${config.dataDir}) cannot be used: ${known}.`;
  return trouble === null ? null : `${trouble.sentence}: ${wordsOf(error)}.`;
}

function codeOf(error: Error): string {
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return own === '' && error instanceof AggregateError && error.errors[0] instanceof Error
    ? codeOf(error.errors[0])
    : own;
}

/** What it says itself; where a host's name stands for several addresses, what was said of the first. */
function wordsOf(error: Error): string {
  return error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0].message : error.message;
}

/** Host, port and database: no more of the address, which has a password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
