import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BackupError,
  type BackupLine,
  backupLines,
  checkBackupFile,
  headOf,
  writeBackupFile,
} from '../../../server/backup/backupFile.ts';

const HEAD = headOf({
  madeAt: '2026-11-27T00:00:00.000Z',
  database: 'PostgreSQL 15, PostGIS 3.3',
  migrations: [{ name: '0001-people', checksum: 'abc' }],
  tables: [{ name: 'notes', columns: [{ name: 'words', type: 'text' }] }],
});

async function* asLines(lines: readonly BackupLine[]): AsyncGenerator<BackupLine> {
  yield* lines;
}

const notesOf = (words: readonly (string | null)[]): BackupLine[] => [
  { table: 'notes' },
  ...words.map((word): BackupLine => [word]),
  { rows: words.length },
  { sequences: [] },
];

let folder: string;
let whole: string;
let count = 0;

const fresh = (): string => join(folder, `${count++}.backup`);
const refusal = (path: string): Promise<BackupError> =>
  checkBackupFile(path).then(
    () => Promise.reject(new Error('it was taken')),
    (error: BackupError) => error,
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gridwarden-backup-file-'));
  whole = fresh();
  // What does not compress well, so that the archive has many places at which to be hurt.
  const words = Array.from({ length: 400 }, (_, n) => `${Math.sin(n)} 灞桥 ${Math.cos(n * n)}`);
  await writeBackupFile(whole, HEAD, asLines(notesOf(words)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a backup gives back every line as it was, whatever people have written', async () => {
  const words = fc.array(fc.option(fc.string({ unit: 'binary' }), { nil: null }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(words, async (written) => {
      const path = fresh();
      await writeBackupFile(path, HEAD, asLines(notesOf(written)));
      expect(await checkBackupFile(path)).toEqual(HEAD);
      const read: BackupLine[] = [];
      for await (const line of backupLines(path)) read.push(line);
      expect(read).toEqual(notesOf(written));
      rmSync(path);
    }),
    { numRuns: 50 },
  );
});

test('a backup that was cut short anywhere is refused in a sentence', async () => {
  const bytes = readFileSync(whole);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
      const path = fresh();
      writeFileSync(path, bytes.subarray(0, length));
      expect((await refusal(path)).name).toBe('BackupError');
      rmSync(path);
    }),
    { numRuns: 200 },
  );
});

test('a backup whose words were cut or changed before it was packed again is refused', async () => {
  const text = gunzipSync(readFileSync(whole)).toString('utf8');
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 2), fc.boolean(), async (at, isCut) => {
      const other = text[at] === '7' ? '8' : '7';
      const hurt = isCut ? text.slice(0, at) : text.slice(0, at) + other + text.slice(at + 1);
      const path = fresh();
      writeFileSync(path, gzipSync(hurt));
      expect((await refusal(path)).name).toBe('BackupError');
      rmSync(path);
    }),
    { numRuns: 200 },
  );
});

test('what is no backup, or one of a later form, is told apart', async () => {
  const path = fresh();
  writeFileSync(path, 'PGDMP');
  expect((await refusal(path)).message).toContain('no backup');
  writeFileSync(path, gzipSync('{"format":"something"}\n{"sha256":""}\n'));
  expect((await refusal(path)).message).toContain('no backup');
  writeFileSync(path, gzipSync('{"format":"gridwarden-backup-2"}\n{"sha256":""}\n'));
  expect((await refusal(path)).message).toContain('newer version');
});

test('a file is never written over, is for one user only, and leaves nothing behind when its writing breaks off', async () => {
  expect(statSync(whole).mode & 0o777).toBe(0o600);
  await expect(writeBackupFile(whole, HEAD, asLines([]))).rejects.toThrow('is there already');
  const path = fresh();
  async function* breaking(): AsyncGenerator<BackupLine> {
    yield { table: 'notes' };
    throw new Error('the database went away');
  }
  await expect(writeBackupFile(path, HEAD, breaking())).rejects.toThrow('went away');
  expect(() => statSync(path)).toThrow();
  await expect(writeBackupFile(join(folder, 'nowhere', 'a.backup'), HEAD, asLines([]))).rejects.toThrow(
    /cannot be written/,
  );
  await expect(checkBackupFile(join(folder, 'nowhere'))).rejects.toThrow(/cannot be read/);
  await expect(checkBackupFile(folder)).rejects.toThrow(/cannot be read/);
});
