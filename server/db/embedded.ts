import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Log } from '../log/log.ts';
import { lockHolder, lockIsHeld } from './directoryLock.ts';
import { type EmbeddedEndpoint, embeddedFiles, type HostReport, type HostStart, LEAVE } from './embeddedFiles.ts';
import { DatabaseUnfit } from './requirements.ts';

/** The embedded database as its users see it: where it is now (null while it is down), and a way to let go of it. */
export interface EmbeddedDatabase {
  endpoint(): EmbeddedEndpoint | null;
  /** Why it is down, as a sentence for everybody, without its folder's path; null while it is up, or nothing is known. */
  failure(): string | null;
  /** Ends a host that hangs, so that a new one takes its place; one of another process is left to that one. */
  replaceHost(): void;
  close(): Promise<void>;
}

const WAIT_FOR_ANOTHER_HOST_MS = 90_000;
const LOOK_AGAIN_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const PATIENCE_AT_CLOSE_MS = 10_000;

/**
 * Opens the embedded database of a data directory: attaches to the host another process of ours is running there, or starts
 * one as a child; waits `patienceMs` for one that is being started. A host that dies is replaced; until then `endpoint()` is null and
 * connections are refused.
 */
export async function openEmbedded(
  dataDir: string,
  log: Log,
  patienceMs = WAIT_FOR_ANOTHER_HOST_MS,
): Promise<EmbeddedDatabase> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const database = new Embedded(dataDir, log, patienceMs);
  await database.open();
  return database;
}

class Embedded implements EmbeddedDatabase {
  private readonly dataDir: string;
  private readonly log: Log;
  private readonly patienceMs: number;
  private child: ChildProcess | null = null;
  private current: EmbeddedEndpoint | null = null;
  private closing = false;
  private reopening: Promise<void> | null = null;
  private watch: NodeJS.Timeout | undefined;
  private reason: string | null = null;

  constructor(dataDir: string, log: Log, patienceMs: number) {
    this.dataDir = dataDir;
    this.patienceMs = patienceMs;
    this.log = log;
  }

  endpoint(): EmbeddedEndpoint | null {
    return this.current;
  }

  failure(): string | null {
    if (this.current !== null || this.reason === null) return null;
    return this.reason.replaceAll(` (${this.dataDir})`, '').replaceAll(this.dataDir, 'DATA_DIR');
  }

  async open(): Promise<void> {
    const running = this.hostOfAnother();
    if (running !== null) this.attach(running);
    else await this.startOrAttach();
  }

  replaceHost(): void {
    if (this.child?.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.watch);
    this.current = null;
    await this.reopening?.catch(() => {});
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    // Not by a signal: those may be meant for us alone, while requests are still being answered.
    if (child.connected) child.send(LEAVE);
    else child.kill('SIGKILL');
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_AT_CLOSE_MS);
    await gone;
    clearTimeout(timer);
  }

  private hostOfAnother(): EmbeddedEndpoint | null {
    const files = embeddedFiles(this.dataDir);
    if (!lockIsHeld(files.lock)) return null;
    try {
      return JSON.parse(readFileSync(files.endpoint, 'utf8')) as EmbeddedEndpoint;
    } catch {
      return null;
    }
  }

  /** As a guest we look now and then whether our host has moved or gone; if it has gone, we become the host. */
  private attach(endpoint: EmbeddedEndpoint): void {
    this.current = endpoint;
    this.watch ??= setInterval(() => {
      if (this.reopening !== null) return;
      const now = this.hostOfAnother();
      if (now !== null) this.current = now;
      else this.reopen();
    }, LOOK_AGAIN_MS).unref();
  }

  private reopen(): void {
    clearInterval(this.watch);
    this.watch = undefined;
    this.current = null;
    this.reopening = this.openAgain().finally(() => {
      this.reopening = null;
    });
  }

  private async openAgain(): Promise<void> {
    for (let pause = LOOK_AGAIN_MS; !this.closing; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.open();
        this.reason = null;
        this.log.warn('the embedded database is back');
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== this.reason) this.log.error({ reason }, 'the embedded database does not start; trying again');
        this.reason = reason;
        await sleep(pause);
      }
    }
  }

  private async startOrAttach(): Promise<void> {
    const deadline = performance.now() + this.patienceMs;
    do {
      const outcome = await this.start();
      if (outcome.type === 'ready') {
        this.current = outcome.endpoint;
        return;
      }
      if (!outcome.locked) throw new DatabaseUnfit(`The embedded database does not start. ${outcome.reason}`);
      const other = await this.waitForAnotherHost(deadline);
      if (other !== null) {
        this.attach(other);
        return;
      }
    } while (performance.now() < deadline && !this.closing);
    const holder = lockHolder(embeddedFiles(this.dataDir).lock);
    throw new DatabaseUnfit(
      `The folder of DATA_DIR (${this.dataDir}) is held by process ${holder ?? 'unknown'}, which serves no database from it. ` +
        'End that process, or name another folder.',
    );
  }

  /** The host that holds the data directory, once it serves; null when it lets go of it instead, as one does whose parent was killed. */
  private async waitForAnotherHost(deadline: number): Promise<EmbeddedEndpoint | null> {
    while (performance.now() < deadline && !this.closing) {
      const endpoint = this.hostOfAnother();
      if (endpoint !== null) return endpoint;
      if (!lockIsHeld(embeddedFiles(this.dataDir).lock)) return null;
      await sleep(LOOK_AGAIN_MS / 5);
    }
    return null;
  }

  private start(): Promise<HostStart> {
    const child = forkHost(this.dataDir);
    this.child = child;
    return new Promise((resolve) => {
      let ready = false;
      child.on('message', (message) => {
        const report = message as HostReport;
        if (report.type === 'log') {
          this.log[report.level]({ database: 'embedded' }, report.message);
          return;
        }
        ready = report.type === 'ready';
        resolve(report);
      });
      child.once('error', (error) => resolve({ type: 'failed', locked: false, reason: error.message }));
      child.once('exit', (code, signal) => {
        resolve({ type: 'failed', locked: false, reason: `Its process ended (${signal ?? code}).` });
        if (ready && !this.closing) {
          this.log.error({ code, signal }, 'the embedded database has died; starting it again');
          this.reopen();
        }
      });
    });
  }
}

function forkHost(dataDir: string): ChildProcess {
  const fromSource = import.meta.url.endsWith('.ts');
  const host = new URL(fromSource ? './embeddedHost.ts' : './embeddedHost.js', import.meta.url);
  return fork(fileURLToPath(host), [dataDir], {
    execArgv: fromSource ? ['--import', 'tsx'] : [],
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
