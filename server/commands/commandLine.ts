import { Fault } from '../core/fault.ts';

/** A mistake in how a command was called; its message is for the person at the shell. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command and ends the process with its exit code; a mistake at the shell ends in its sentence and 2. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!isForTheOperator(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (error instanceof Fault) tellPlaces(error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

const MOST_PLACES = 10;

function tellPlaces({ errors }: Fault): void {
  for (const { path, message } of errors.slice(0, MOST_PLACES)) process.stderr.write(`  ${path || '/'}: ${message}\n`);
  if (errors.length > MOST_PLACES) process.stderr.write(`  … and ${errors.length - MOST_PLACES} more\n`);
}

/** Faults, missing files and databases that are away are told in a sentence; anything else is a bug and keeps its trace. */
function isForTheOperator(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (['UsageError', 'Fault', 'MigrationError', 'DatabaseUnfit', 'ConfigError', 'DirectoryLocked'].includes(error.name))
    return true;
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
}
