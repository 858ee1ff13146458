import { createHash, type Hash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { fileTrouble } from '../db/fileTrouble.ts';

/**
 * A backup is one gzip file of JSON lines, the same whichever kind of database it is of: a head; for each table a line that names it,
 * its rows as arrays of texts in PostgreSQL's own notation (null for NULL), and their number; and at the end the SHA-256 of every line
 * before. Whoever reads it sees whether it is whole before anything is written.
 */
const FORMAT = 'gridwarden-backup-1';
/** What one line may hold: a plan that redraws a district of a hundred thousand grids stays far below. */
const LONGEST_LINE = 256 * 1024 * 1024;

export interface BackupTable {
  name: string;
  columns: { name: string; type: string }[];
}

export interface BackupHead {
  format: typeof FORMAT;
  madeAt: string;
  /** What it was read from, for people. */
  database: string;
  /** The schema it fits: the migrations that had run, in order. */
  migrations: { name: string; checksum: string }[];
  tables: BackupTable[];
}

export type BackupRow = (string | null)[];

/** A line of a backup after its head. */
export type BackupLine =
  | { table: string }
  | BackupRow
  | { rows: number }
  | { sequences: { name: string; value: string }[] };

/** What is wrong with a backup or where it goes, in a sentence. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** The head for a backup of now. */
export const headOf = (facts: Omit<BackupHead, 'format'>): BackupHead => ({ format: FORMAT, ...facts });

/**
 * Writes a backup whole or not at all: beside, to the disk, then renamed. Only the user of this process may read it. Throws
 * `BackupError` when a file of that name is there already.
 */
export async function writeBackupFile(path: string, head: BackupHead, lines: AsyncIterable<BackupLine>): Promise<void> {
  if (existsSync(path)) throw new BackupError(`${path} is there already. Give another name.`);
  const beside = `${path}.${randomBytes(4).toString('hex')}.part`;
  const hash = createHash('sha256');
  try {
    const file = createWriteStream(beside, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(textOf(head, lines, hash)), createGzip({ level: 6 }), file);
    await rename(beside, path);
    await syncFolder(path);
  } catch (error) {
    throw fileFault(error, path, 'written');
  } finally {
    await rm(beside, { force: true });
  }
}

async function* textOf(head: BackupHead, lines: AsyncIterable<BackupLine>, hash: Hash): AsyncGenerator<string> {
  const hashed = (line: unknown): string => {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    return text;
  };
  yield hashed(head);
  for await (const line of lines) yield hashed(line);
  yield `${JSON.stringify({ sha256: hash.digest('hex') })}\n`;
}

/** A file that was renamed is there after a power cut only when its folder has been synced too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => null);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

/** Reads a backup from beginning to end. Throws `BackupError` when it is none, was cut short or changed; the head alone otherwise. */
export async function checkBackupFile(path: string): Promise<BackupHead> {
  let head: BackupHead | undefined;
  for await (const line of linesOf(path)) head ??= line as BackupHead;
  if (!head) throw new BackupError(`${path} is empty.`);
  return head;
}

/** The lines after the head, of a file that was checked. */
export async function* backupLines(path: string): AsyncGenerator<BackupLine> {
  let isHead = true;
  for await (const line of linesOf(path)) {
    if (!isHead) yield line as BackupLine;
    isHead = false;
  }
}

async function* linesOf(path: string): AsyncGenerator<unknown> {
  const hash = createHash('sha256');
  let last: string | null = null;
  let count = 0;
  for await (const text of textLines(path)) {
    if (last !== null) hash.update(`${last}\n`);
    if (last !== null) yield parsed(last, path);
    if (count++ === 0) demandHead(text, path);
    last = text;
  }
  const end = last === null ? null : (parsed(last, path) as { sha256?: string });
  if (end?.sha256 !== hash.digest('hex'))
    throw new BackupError(`${path} is not whole: it was cut short or changed. Take another backup.`);
}

function demandHead(text: string, path: string): void {
  const head = parsed(text, path) as { format?: unknown };
  if (head.format !== FORMAT)
    throw new BackupError(
      typeof head.format === 'string' && head.format.startsWith('gridwarden-backup-')
        ? `${path} is a backup of a newer version (${head.format}). Restore it with that one.`
        : `${path} is no backup of Gridwarden.`,
    );
}

async function* textLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path);
  const text = file.pipe(createGunzip()).setEncoding('utf8');
  file.once('error', (error) => text.destroy(error));
  let begun: string[] = [];
  let length = 0;
  try {
    for await (const chunk of text as AsyncIterable<string>) {
      const [first = '', ...others] = chunk.split('\n');
      begun.push(first);
      length += first.length;
      if (length > LONGEST_LINE) throw new BackupError(`${path} is no backup of Gridwarden.`);
      for (const next of others) {
        yield begun.join('');
        begun = [next];
        length = next.length;
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new BackupError(`${path} is not whole, or no backup of Gridwarden: it cannot be unpacked.`);
    throw fileFault(error, path, 'read');
  } finally {
    file.destroy();
    text.destroy();
  }
  if (length > 0) throw new BackupError(`${path} is not whole: it was cut short or changed. Take another backup.`);
}

/** What the disk says of the file, in a sentence; anything else as it is, such as a database that goes away. */
function fileFault(error: unknown, path: string, what: 'read' | 'written'): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return error;
  const trouble = fileTrouble(String(error.code));
  return trouble === null ? error : new BackupError(`${path} cannot be ${what}: ${trouble}.`);
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BackupError(`${path} is not whole: it was cut short or changed. Take another backup.`);
  }
}
