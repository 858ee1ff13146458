import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import { Fault } from '../core/fault.ts';
import { streamOf, streamOfBytes } from '../http/streaming.ts';
import { ThreadPool, workModule } from '../threads/threadPool.ts';
import { type ThreadLimits, ThreadTrouble } from '../threads/threadTrouble.ts';
import type { FileContent, FileWish, PackedContent } from './content.ts';
import type { ReadTask } from './fileWorker.ts';
import { demandWithin } from './limits.ts';
import { packAreas } from './packedAreas.ts';
import { textPieces } from './textFormats.ts';
import { type BinaryFormat, MEDIA_TYPES, type PackedWish, type WritingWish, type WrittenFile } from './writing.ts';

export interface BoundaryFilesOptions extends Partial<ThreadLimits> {
  /** The thread, with GDAL's 41 MB of code, is released after so long without work. */
  idleMs?: number;
}

/** More files than this waiting are told to come back. */
const MOST_WAITING = 8;
const RETRY_AFTER_SECONDS = 10;

/**
 * Reads and writes boundary files on a thread of its own, one after the other. Whatever a file does to that thread (endless loop, crash,
 * memory used up), the answer is a `Fault` and the next file gets a new thread.
 */
export class BoundaryFiles {
  readonly #threads: ThreadPool;

  constructor({ timeLimitMs = 120_000, idleMs = 60_000, memoryMegabytes = 3072 }: BoundaryFilesOptions = {}) {
    this.#threads = new ThreadPool({
      work: workModule('./fileWorker', import.meta.url),
      threads: 1,
      timeLimitMs,
      memoryMegabytes,
      mostWaiting: MOST_WAITING,
      hasFolder: true,
      idleMs,
    });
  }

  /**
   * The polygons of a file in degrees (content.ts). `fileName` only appears in messages: the format is told by the content; `wish`
   * says which layer and which codes to take. Throws `too-large`, `unreadable-file`, `invalid-input` or, when many files are waiting, `unavailable`.
   */
  async readFeatures(bytes: Uint8Array, fileName: string, wish: FileWish = {}): Promise<FileContent> {
    demandWithin('fileBytes', bytes.length);
    return this.#read<FileContent>('read', bytes, fileName, wish);
  }

  /** The same for a file that goes on to another thread: its features stay packed (v8.serialize), which costs this thread nothing. */
  async readPacked(bytes: Uint8Array, fileName: string, wish: FileWish = {}): Promise<PackedContent> {
    demandWithin('fileBytes', bytes.length);
    return this.#read<PackedContent>('readPacked', bytes, fileName, wish);
  }

  /**
   * Areas as a file: text as it is sent, other formats on the thread. Throws `unavailable` when many files are waiting or it could not be
   * written; where `signal` says that whoever asked has gone, it is not begun.
   */
  async writeAreas(wish: WritingWish, signal?: AbortSignal): Promise<WrittenFile> {
    const { format } = wish;
    if (format === 'geojson' || format === 'kml')
      return { content: streamOf(textPieces({ ...wish, format })), ...MEDIA_TYPES[format] };
    const content = packed(wish, format);
    try {
      const written = await this.#threads.run<Uint8Array>('write', content, {
        transferList: memoryOf(content),
        signal,
      });
      return { content: streamOfBytes(written), ...MEDIA_TYPES[format] };
    } catch (error) {
      throw error instanceof ThreadTrouble ? notWritten(error) : error;
    }
  }

  /** Ends the thread; a file in the middle of being read is refused. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  async #read<T>(name: 'read' | 'readPacked', bytes: Uint8Array, fileName: string, wish: FileWish): Promise<T> {
    const task: ReadTask = { bytes, wish };
    try {
      return await this.#threads.run<T>(name, task);
    } catch (error) {
      throw error instanceof ThreadTrouble ? notRead(error, fileName) : error;
    }
  }
}

function notRead(trouble: ThreadTrouble, fileName: string): Fault {
  if (trouble.reason === 'busy') return tooMany();
  const reason = reasonWhy(trouble).slice(0, 200);
  return unreadable('reader-failed', `“${fileName.slice(0, 100)}” cannot be read: ${reason}.`);
}

function notWritten({ reason }: ThreadTrouble): Fault {
  return reason === 'busy' ? tooMany() : comeBack('The file could not be written. Please try again.');
}

const tooMany = (): Fault =>
  comeBack('Many files are being worked on at the moment. Please try again in a few seconds.');

const comeBack = (words: string): Fault =>
  new Fault('unavailable', words, [], { retryAfterSeconds: RETRY_AFTER_SECONDS });

function reasonWhy({ reason, limits, cause }: ThreadTrouble): string {
  if (reason === 'took-too-long') return `it took longer than ${Math.round(limits.timeLimitMs / 1000)} seconds`;
  if (reason === 'out-of-memory') return 'it needs more memory than a file may';
  return reason === 'crashed' ? String(cause) : 'reading it was broken off';
}

const packed = ({ level, crs, areas }: WritingWish, format: BinaryFormat): PackedWish => ({
  format,
  level,
  crs,
  codes: areas.map(({ code }) => code),
  names: areas.map(({ name }) => name),
  areas: packAreas(areas.map(({ area }) => area)),
});

/** What moves to the thread instead of being copied. */
const memoryOf = ({ areas: { shape, ordinates } }: PackedWish): ArrayBuffer[] =>
  [shape, ordinates].map(({ buffer }) => buffer as ArrayBuffer);
