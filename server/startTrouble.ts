import type { Config } from './config.ts';
import { isDatabaseUnreachable } from './db/transaction.ts';

/** Errors that say themselves what is wrong and what to do. */
const SENTENCES = new Set(['ConfigError', 'MigrationError', 'DatabaseUnfit', 'FatalStart', 'DirectoryLocked']);

const FILE_TROUBLE: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file in its place',
  ENOTDIR: 'part of its path is a file',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'this account may not use more of the disk',
};

const SERVER_TROUBLE: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the password',
  '28000': 'it refuses the account',
  '3D000': 'it has no such database',
  '42501': 'the account may not do what is needed there',
  '25006': 'it can only be read',
  '53100': 'its disk is full',
  ENOTFOUND: 'its host is not known',
  EAI_AGAIN: 'its host is not known',
  ECONNREFUSED: 'nobody listens there',
  ETIMEDOUT: 'it does not answer',
};

/** What an operator has to know of an error that keeps the service from starting, in a sentence; null for a bug, which keeps its trace. */
export function startTrouble(error: unknown, config: Pick<Config, 'databaseUrl' | 'dataDir'> | null): string | null {
  if (!(error instanceof Error)) return null;
  if (SENTENCES.has(error.name)) return error.message;
  const code = codeOf(error);
  if ('syscall' in error && error.syscall === 'listen')
    return `The address (HOST, PORT) cannot be used: ${error.message}.`;
  if (config?.databaseUrl && (code in SERVER_TROUBLE || isDatabaseUnreachable(error))) {
    const reason = SERVER_TROUBLE[code] ?? error.message;
    return `The database at ${placeOf(config.databaseUrl)} (DATABASE_URL) cannot be used: ${reason}.`;
  }
  if (config && code in FILE_TROUBLE)
    return `The folder ${config.dataDir} (DATA_DIR) cannot be used: ${FILE_TROUBLE[code]}.`;
  return isDatabaseUnreachable(error) ? `The database does not answer: ${error.message}.` : null;
}

function codeOf(error: Error): string {
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return own === '' && error instanceof AggregateError && error.errors[0] instanceof Error
    ? codeOf(error.errors[0])
    : own;
}

/** Host, port and database: no more of the address, which has a password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
