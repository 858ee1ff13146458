import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Thrown when a living process holds the lock. */
export class DirectoryLocked extends Error {
  readonly pid: number;

  constructor(pid: number) {
    super(`The data directory is in use by process ${pid}.`);
    this.name = 'DirectoryLocked';
    this.pid = pid;
  }
}

/**
 * Takes the lock file at `path` for this process and gives the function that frees it. A lock whose holder is gone is taken
 * over; holders are told apart by process id *and* start time, since ids come back, above all in containers.
 * Throws `DirectoryLocked` when its holder lives.
 */
export function lockDirectory(path: string): () => void {
  const mine = identity(process.pid) ?? `${process.pid} 0`;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (createExclusively(path, mine)) {
      return () => {
        if (readHolder(path) === mine) rmSync(path, { force: true });
      };
    }
    const holder = readHolder(path);
    if (holder === null) continue;
    if (isAlive(holder)) throw new DirectoryLocked(pidOf(holder));
    setAside(path, holder);
  }
  throw new Error(`The lock ${path} changes hands too quickly.`);
}

/** Whether the holder noted in the lock file at `path` is a living process. */
export const lockIsHeld = (path: string): boolean => lockHolder(path) !== null;

/** The living process that holds the lock file at `path`, by its id; null when there is none. */
export function lockHolder(path: string): number | null {
  const holder = readHolder(path);
  return holder !== null && isAlive(holder) ? pidOf(holder) : null;
}

function createExclusively(path: string, content: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(file, content);
    return true;
  } catch (error) {
    // On a full disk a file can be made, but nothing be written into it.
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** Moves a stale lock away; if somebody else renewed it between our look and our move, theirs is put back. */
function setAside(path: string, stale: string): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved !== null && moved !== stale && createExclusively(path, moved)) rmSync(aside, { force: true });
  rmSync(aside, { force: true });
}

function readHolder(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

const pidOf = (holder: string): number => Number.parseInt(holder, 10);

function isAlive(holder: string): boolean {
  const pid = pidOf(holder);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  const living = identity(pid);
  return living !== null && (living === holder || living.endsWith(' 0') || holder.endsWith(' 0'));
}

/** `pid start-time`, the start time from /proc where the system has one, else 0. Null when there is no such process. */
function identity(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);
    return `${pid} ${boot}-${fields[19]}`;
  } catch {
    return signalReaches(pid) ? `${pid} 0` : null;
  }
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
