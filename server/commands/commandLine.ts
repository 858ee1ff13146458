import { type Config, readConfig } from '../config.ts';
import { Fault } from '../core/fault.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { prepareServer } from '../db/requirements.ts';
import { startTrouble } from '../startTrouble.ts';

/** A mistake in how a command was called; its message is for the person at the shell. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command and ends the process with its exit code. What the person at the shell can do something about ends in a sentence: 2 for
 * a mistake in how it was called, 1 for everything else. A bug keeps its trace.
 */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const sentence = error instanceof Fault ? error.detail : startTrouble(error, configIfReadable());
    if (sentence === null) throw error;
    process.stderr.write(`${sentence}\n`);
    if (error instanceof Fault) tellPlaces(error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** Opens the configured database, checks it and brings it up to date, and closes it after the work. */
export async function withDatabase<T>(work: (database: Database, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig(process.env);
  const database = await openDatabase(config);
  try {
    if (database.kind === 'server') await prepareServer(database.owner);
    await migrate(database.owner);
    return await work(database, config);
  } finally {
    await database.close();
  }
}

function configIfReadable(): Config | null {
  try {
    return readConfig(process.env);
  } catch {
    return null;
  }
}

const MOST_PLACES = 10;

function tellPlaces({ errors }: Fault): void {
  for (const { path, message } of errors.slice(0, MOST_PLACES)) process.stderr.write(`  ${path || '/'}: ${message}\n`);
  if (errors.length > MOST_PLACES) process.stderr.write(`  … and ${errors.length - MOST_PLACES} more\n`);
}
