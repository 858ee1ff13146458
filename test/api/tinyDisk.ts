import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few megabytes that can be filled up. Only root can make one, on Linux. */
export class TinyDisk {
  readonly path: string;
  readonly #filler: string;

  private constructor(path: string) {
    this.path = path;
    this.#filler = join(path, 'filler');
  }

  /** Whether one can be made here; says so where not. */
  static isPossible(): boolean {
    try {
      TinyDisk.make(1).remove();
      return true;
    } catch {
      process.stderr.write(
        'Skipped: full and read-only disks, which only root can make (a tmpfs of some megabytes).\n',
      );
      return false;
    }
  }

  static make(megabytes: number): TinyDisk {
    const path = mkdtempSync(join(tmpdir(), 'gridwarden-tiny-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', path], { stdio: 'ignore' });
      return new TinyDisk(path);
    } catch (error) {
      rmSync(path, { recursive: true, force: true });
      throw error;
    }
  }

  fill(): void {
    const file = openSync(this.#filler, 'a');
    for (const size of [65_536, 512]) writeUntilFull(file, Buffer.alloc(size, 1));
    closeSync(file);
  }

  /** Gives the room back. */
  clear(): void {
    rmSync(this.#filler, { force: true });
  }

  remove(): void {
    execFileSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

function writeUntilFull(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
