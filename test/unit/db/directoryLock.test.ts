import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryLocked, lockDirectory, lockIsHeld } from '../../../server/db/directoryLock.ts';

let directory: string;
let lock: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gridwarden-lock-'));
  lock = join(directory, 'lock');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the lock of a data directory', () => {
  it('is held by one at a time and can be taken again once freed', () => {
    const free = lockDirectory(lock);
    expect(lockIsHeld(lock)).toBe(true);
    expect(() => lockDirectory(lock)).toThrow(DirectoryLocked);
    free();
    expect(lockIsHeld(lock)).toBe(false);
    lockDirectory(lock)();
  });

  it('is taken over from a process that has gone', () => {
    writeFileSync(lock, '999999999 1');
    expect(lockIsHeld(lock)).toBe(false);
    lockDirectory(lock)();
  });

  it('is taken over when its process id belongs to another process now', () => {
    writeFileSync(lock, `${process.pid} 00000000-1`);
    expect(lockIsHeld(lock)).toBe(process.platform !== 'linux');
  });

  it.each(['', 'nonsense', '-1 0'])('is taken over when it holds %j', (content) => {
    writeFileSync(lock, content);
    lockDirectory(lock)();
  });

  it('is not freed by one whose lock was taken over', () => {
    const free = lockDirectory(lock);
    writeFileSync(lock, 'somebody else');
    free();
    expect(() => rmSync(lock)).not.toThrow();
  });
});
