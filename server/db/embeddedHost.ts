import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { DirectoryLocked, lockDirectory } from './directoryLock.ts';
import { openCluster } from './embeddedCluster.ts';
import { embeddedFiles, type HostReport, LEAVE } from './embeddedFiles.ts';
import type { PostgresWord } from './embeddedWords.ts';
import { fileTrouble } from './fileTrouble.ts';
import { type Gateway, openGateway } from './wireGateway.ts';

/**
 * The child process that holds the embedded database: PGlite behind the PostgreSQL protocol. It reports to its parent over IPC, leaves
 * when the parent tells it to or has died, and always closes the database first. Signals it leaves to the parent: a service manager
 * and Ctrl+C send them to the whole group, while the parent still answers requests and needs its database for that.
 */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** Resolves when the parent has it, or there is no parent any more. */
function report(message: HostReport): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected && process.send) process.send(message, () => resolve());
    else resolve();
  });
}

function tellParent({ level, text }: PostgresWord): void {
  void report({ type: 'log', level: level === 'LOG' ? 'info' : 'error', message: `PostgreSQL: ${text}` });
}

/** So long the last words may take to reach the clients and the parent. */
const LAST_WORDS_MS = 500;

/** Ends the process when the parent has heard why and the clients that waited have been told. */
function endAfter(lastWords: Promise<void>): void {
  const end = (): never => process.exit(1);
  setTimeout(end, LAST_WORDS_MS);
  void lastWords.then(() => setTimeout(end, LAST_WORDS_MS / 10));
}

async function serve(dataDir: string): Promise<() => Promise<void>> {
  const files = embeddedFiles(dataDir);
  mkdirSync(files.directory, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(files.lock);
  let session: PGlite | null = null;
  let gateway: Gateway | null = null;
  let closing = false;
  let lost = false;
  const close = async (): Promise<void> => {
    closing = true;
    rmSync(files.endpoint, { force: true });
    await gateway?.close();
    await session?.close();
    unlock();
  };
  try {
    session = await openCluster(files.cluster, tellParent);
    const version = await session.query<{ server_version: string }>('SHOW server_version');
    const password = randomBytes(24).toString('base64url');
    gateway = await openGateway(
      {
        session,
        password,
        parameters: {
          server_version: version.rows[0]?.server_version ?? '',
          server_encoding: 'UTF8',
          client_encoding: 'UTF8',
          DateStyle: 'ISO, MDY',
          TimeZone: 'GMT',
          integer_datetimes: 'on',
          standard_conforming_strings: 'on',
        },
        idleInTransactionMs: IDLE_IN_TRANSACTION_MS,
        // The parent starts a new host, whose PostgreSQL recovers from its log as after a crash.
        onSessionLost: () => {
          if (closing || lost) return;
          lost = true;
          const message = 'PostgreSQL has ended by itself; a new host starts and recovers';
          endAfter(report({ type: 'log', level: 'error', message }));
        },
      },
      0,
    );
    const endpoint = { pid: process.pid, port: gateway.port, password };
    writeFileSync(files.endpoint, JSON.stringify(endpoint), { mode: 0o600 });
    void report({ type: 'ready', endpoint });
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

async function main(): Promise<void> {
  const dataDir = process.argv[2];
  if (dataDir === undefined) throw new Error('The embedded host needs the data directory as its argument.');
  let wanted = true;
  let close: (() => Promise<void>) | null = null;
  const leave = (): void => {
    if (!wanted) return;
    wanted = false;
    if (close !== null) void close().finally(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('message', (message) => {
    if (message === LEAVE) leave();
  });
  process.on('disconnect', leave);
  close = await serve(dataDir);
  if (!wanted) await close().finally(() => process.exit(0));
}

/** Why it does not start, as a sentence. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = 'code' in error && typeof error.code === 'string' ? fileTrouble(error.code) : null;
  return known === null ? error.message : `The folder of DATA_DIR (${process.argv[2]}) cannot be used: ${known}.`;
}

main().catch((error: unknown) => {
  const locked = error instanceof DirectoryLocked;
  process.exitCode = locked ? 3 : 1;
  void report({ type: 'failed', locked, reason: reasonOf(error) }).then(() => process.exit());
});
