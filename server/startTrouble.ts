import { relative } from 'node:path';
import type { Config } from './config.ts';
import { fileTrouble } from './db/fileTrouble.ts';
import { troubleOf } from './db/trouble.ts';

/** Errors that say themselves what is wrong and what to do. */
const SENTENCES = new Set([
  'ConfigError',
  'MigrationError',
  'DatabaseUnfit',
  'FatalStart',
  'DirectoryLocked',
  'UsageError',
  'BackupError',
]);

type Places = Pick<Config, 'databaseUrl' | 'dataDir' | 'host'>;

/**
 * What an operator has to know of an error that keeps the service from starting or a command from its work, in a sentence; null for
 * a bug, which keeps its trace.
 */
export function startTrouble(error: unknown, config: Places | null): string | null {
  if (!(error instanceof Error)) return null;
  if (SENTENCES.has(error.name)) return error.message;
  if (isOfListening(error, config)) return `The address (HOST, PORT) cannot be used: ${error.message}.`;
  const file = config === null ? null : troubleWithFile(error, config);
  if (file !== null) return file;
  const place = config?.databaseUrl ? `${placeOf(config.databaseUrl)} (DATABASE_URL)` : 'the embedded database';
  const trouble = troubleOf(error);
  return trouble === null ? null : `${trouble.sentence}: ${place} says “${wordsOf(error)}”.`;
}

/** Fails to listen, or to find the host that it is to listen on. */
function isOfListening(error: Error, config: Places | null): boolean {
  if ('syscall' in error && error.syscall === 'listen') return true;
  return 'hostname' in error && error.hostname === config?.host;
}

function troubleWithFile(error: Error, { dataDir }: Places): string | null {
  if (!('syscall' in error && 'code' in error && typeof error.code === 'string')) return null;
  const known = fileTrouble(error.code);
  if (known === null) return null;
  if (!('path' in error && typeof error.path === 'string')) return `A file cannot be used: ${known}.`;
  const { path } = error;
  const isOurs = !relative(dataDir, path).startsWith('..');
  return isOurs ? `The folder of DATA_DIR (${dataDir}) cannot be used: ${known}.` : `${path} cannot be used: ${known}.`;
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
