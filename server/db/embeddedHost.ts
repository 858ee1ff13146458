import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { DirectoryLocked, lockDirectory } from './directoryLock.ts';
import { openCluster } from './embeddedCluster.ts';
import { embeddedFiles, type HostReport, LEAVE } from './embeddedFiles.ts';
import { type Gateway, openGateway } from './wireGateway.ts';

/**
 * The child process that holds the embedded database: PGlite behind the PostgreSQL protocol. It reports to its parent over IPC, leaves
 * when the parent tells it to or has died, and always closes the database first. Signals it leaves to the parent: a service manager
 * and Ctrl+C send them to the whole group, while the parent still answers requests and needs its database for that.
 */
const IDLE_IN_TRANSACTION_MS = 60_000;

function report(message: HostReport): void {
  if (process.connected) process.send?.(message);
}

async function serve(dataDir: string): Promise<() => Promise<void>> {
  const files = embeddedFiles(dataDir);
  mkdirSync(files.directory, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(files.lock);
  let session: PGlite | null = null;
  let gateway: Gateway | null = null;
  const close = async (): Promise<void> => {
    rmSync(files.endpoint, { force: true });
    await gateway?.close();
    await session?.close();
    unlock();
  };
  try {
    session = await openCluster(files.cluster);
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
          report({
            type: 'log',
            level: 'error',
            message: 'PostgreSQL has ended by itself; a new host starts and recovers',
          });
          setImmediate(() => process.exit(1));
        },
      },
      0,
    );
    const endpoint = { pid: process.pid, port: gateway.port, password };
    writeFileSync(files.endpoint, JSON.stringify(endpoint), { mode: 0o600 });
    report({ type: 'ready', endpoint });
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

main().catch((error: unknown) => {
  const locked = error instanceof DirectoryLocked;
  report({ type: 'failed', locked, reason: error instanceof Error ? error.message : String(error) });
  process.exitCode = locked ? 3 : 1;
  setTimeout(() => process.exit(), 100);
});
