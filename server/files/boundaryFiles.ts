import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { unreadable } from '../core/coverage/intake/fileReasons.ts';
import { Fault } from '../core/fault.ts';
import { streamOf, streamOfBytes } from '../http/streaming.ts';
import type { FileContent, FileWish } from './content.ts';
import type { FileOutcome, FileTask, FileWorkerData } from './fileWorker.ts';
import { demandWithin } from './limits.ts';
import { packAreas } from './packedAreas.ts';
import { textPieces } from './textFormats.ts';
import { type BinaryFormat, MEDIA_TYPES, type PackedWish, type WritingWish, type WrittenFile } from './writing.ts';

export interface BoundaryFilesOptions {
  /** A file that takes longer is given up. */
  timeLimitMs?: number;
  /** The thread, with GDAL's 41 MB of code, is released after so long without work. */
  idleMs?: number;
  /** Memory for the thread's objects. */
  memoryMegabytes?: number;
}

/** Compiled, the thread starts with its own file; from the sources (tests, tools) tsx imports that file for it. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const importedByTsx = (url: string): string =>
  `import('tsx/esm/api').then(({ tsImport }) => tsImport(${JSON.stringify(url)}, ${JSON.stringify(url)}))`;
const ENTRY = FROM_SOURCE
  ? importedByTsx(new URL('./fileWorker.ts', import.meta.url).href)
  : new URL('./fileWorker.js', import.meta.url);

/** More files than this waiting are told to come back. */
const MOST_WAITING = 8;
const RETRY_AFTER_SECONDS = 10;

/** A file's features as they travel between threads, and what else is to be said of it. */
export interface PackedContent {
  packed: Uint8Array;
  rest: Omit<FileContent, 'features'>;
}

function notRead(outcome: FileOutcome, fileName: string): Fault {
  const reason = 'crash' in outcome ? outcome.crash.slice(0, 200) : 'nothing was read';
  return unreadable('reader-failed', `“${fileName.slice(0, 100)}” cannot be read: ${reason}.`);
}

/**
 * Reads and writes boundary files on a thread of its own, one after the other. Whatever a file does to that thread (endless loop, crash,
 * memory used up), the answer is a `Fault` and the next file gets a new thread.
 */
export class BoundaryFiles {
  readonly #timeLimitMs: number;
  readonly #idleMs: number;
  readonly #memoryMegabytes: number;
  #worker: Worker | null = null;
  #folder: string | null = null;
  #idle: NodeJS.Timeout | null = null;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ timeLimitMs = 120_000, idleMs = 60_000, memoryMegabytes = 3072 }: BoundaryFilesOptions = {}) {
    this.#timeLimitMs = timeLimitMs;
    this.#idleMs = idleMs;
    this.#memoryMegabytes = memoryMegabytes;
  }

  /**
   * The polygons of a file in degrees (content.ts). `fileName` only appears in messages: the format is told by the content; `wish`
   * says which layer and which codes to take. Throws `too-large`, `unreadable-file`, `invalid-input` or, when many files are waiting, `unavailable`.
   */
  async readFeatures(bytes: Uint8Array, fileName: string, wish: FileWish = {}): Promise<FileContent> {
    demandWithin('fileBytes', bytes.length);
    const outcome = await this.#inTurn({ read: bytes, wish });
    if ('content' in outcome) return outcome.content;
    throw notRead(outcome, fileName);
  }

  /** The same for a file that goes on to another thread: its features stay packed (v8.serialize), which costs this thread nothing. */
  async readPacked(bytes: Uint8Array, fileName: string, wish: FileWish = {}): Promise<PackedContent> {
    demandWithin('fileBytes', bytes.length);
    const outcome = await this.#inTurn({ read: bytes, wish, packed: true });
    if ('packed' in outcome) return outcome;
    throw notRead(outcome, fileName);
  }

  /**
   * Areas as a file: text as it is sent, other formats on the thread. Throws `unavailable` when many files are waiting or it could not be
   * written; where `signal` says that whoever asked has gone, it is not begun.
   */
  async writeAreas(wish: WritingWish, signal?: AbortSignal): Promise<WrittenFile> {
    const { format } = wish;
    if (format === 'geojson' || format === 'kml')
      return { content: streamOf(textPieces({ ...wish, format })), ...MEDIA_TYPES[format] };
    const outcome = await this.#inTurn({ write: packed(wish, format) }, signal);
    if ('written' in outcome) return { content: streamOfBytes(outcome.written), ...MEDIA_TYPES[format] };
    throw new Fault('unavailable', 'The file could not be written. Please try again.', [], {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  async #inTurn(task: FileTask, signal?: AbortSignal): Promise<Exclude<FileOutcome, { fault: unknown }>> {
    if (this.#waiting >= MOST_WAITING) {
      throw new Fault(
        'unavailable',
        'Many files are being worked on at the moment. Please try again in a few seconds.',
        [],
        {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        },
      );
    }
    this.#waiting++;
    const begin = () => {
      signal?.throwIfAborted();
      return this.#run(task);
    };
    const turn = this.#last.then(begin).finally(() => this.#waiting--);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the thread; a file in the middle of being read is refused. */
  async close(): Promise<void> {
    await this.#release();
  }

  async #run(task: FileTask): Promise<Exclude<FileOutcome, { fault: unknown }>> {
    if (this.#idle) clearTimeout(this.#idle);
    this.#worker ??= this.#start();
    const outcome = await this.#ask(this.#worker, task);
    if ('crash' in outcome) {
      await this.#release();
      return outcome;
    }
    this.#idle = setTimeout(() => void this.#release(), this.#idleMs);
    this.#idle.unref();
    if (!('fault' in outcome)) return outcome;
    const { code, detail, errors, members } = outcome.fault;
    throw new Fault(code, detail, errors, { ...members });
  }

  #ask(worker: Worker, task: FileTask): Promise<FileOutcome> {
    return new Promise((resolve) => {
      const finish = (outcome: FileOutcome): void => {
        clearTimeout(timer);
        worker.off('message', finish).off('error', failed).off('exit', ended);
        resolve(outcome);
      };
      const failed = (error: unknown): void => finish({ crash: crashReason(error) });
      const ended = (): void => finish({ crash: 'reading it was broken off' });
      const seconds = Math.round(this.#timeLimitMs / 1000);
      const timer = setTimeout(() => finish({ crash: `it took longer than ${seconds} seconds` }), this.#timeLimitMs);
      worker.on('message', finish).on('error', failed).on('exit', ended);
      worker.postMessage(task, 'write' in task ? memoryOf(task.write) : []);
    });
  }

  #start(): Worker {
    this.#folder = mkdtempSync(join(tmpdir(), 'gridwarden-files-'));
    const worker = new Worker(ENTRY, {
      eval: FROM_SOURCE,
      workerData: { folder: this.#folder } satisfies FileWorkerData,
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMegabytes },
      ...(FROM_SOURCE ? { execArgv: [] } : {}),
    });
    worker.unref();
    // Whoever asks it listens as well; these two keep a thread that ends between two files from being asked again.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  async #release(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    const [worker, folder] = [this.#worker, this.#folder];
    this.#worker = null;
    this.#folder = null;
    await worker?.terminate();
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
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

const crashReason = (error: unknown): string =>
  (error as { code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? 'it needs more memory than a file may'
    : 'the reader stopped at it';
