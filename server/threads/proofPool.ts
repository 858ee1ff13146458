import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { type BookedGrid, type Books, booksOf } from '../core/coverage/books.ts';
import type { ImportInput, PlannedImport } from '../core/coverage/intake/planImport.ts';
import type { Coverage, CoverageFault } from '../core/coverage/model.ts';
import { type PlacedPassage, placedPassages } from '../core/coverage/passages.ts';
import { type PublicationProof, proveForPublication } from '../core/coverage/proof/levels.ts';
import { Fault } from '../core/fault.ts';
import { type Area, vertexCount } from '../core/geometry/lattice.ts';
import { BACKGROUND, refusalOf, TOOK_TOO_LONG, type WorkerLimits, waitAMoment } from './proofRefusals.ts';
import type { Outcome, PackedCheck } from './proofWorker.ts';

/** A body waits for a free worker; more than this many waiting are told to come back. */
const MOST_WAITING = 16;
const IDLE_MS = 60_000;

/** Grids with more vertices than this are not compared on the thread that answers requests: it would hold them for over a frame or two. */
const MOST_VERTICES_HERE = 5_000;

const verticesIn = (grids: readonly BookedGrid[]): number =>
  grids.reduce((sum, { area }) => sum + vertexCount(area), 0);

/** No more of a grid than goes to a thread. */
const plain = ({ code, name, area }: BookedGrid): BookedGrid => ({ code, name, area });

export interface ProofPoolOptions extends Partial<WorkerLimits> {
  threads?: number;
  /** Its threads give way to all others of the process. */
  isBackground?: boolean;
  /** The module with the work; another one only to see what becomes of one that fails. */
  worker?: URL;
  /** Told of every thread that dies or cannot start. */
  onTrouble?: (error: unknown) => void;
}

/**
 * Proves on threads of its own, so that a large file holds up nobody's lookup. Whatever a file does to its thread (memory used
 * up, no end, a crash), the answer is a `Fault` and the next file gets a new thread.
 */
export class ProofPool {
  readonly #pool: Piscina;
  readonly #limits: WorkerLimits;
  readonly #onTrouble: (error: unknown) => void;
  #free: number;
  /**
   * Whoever waits does so here and not in the pool: of the pool's own queue nobody is told when the thread it waits for dies.
   */
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<AbortController>();
  #closed = false;

  constructor(options: ProofPoolOptions = {}) {
    const { threads = 2, timeLimitMs = 120_000, memoryMegabytes = 4096 } = options;
    const source = import.meta.url.endsWith('.ts');
    const worker = new URL(source ? './proofWorkerFromSource.mjs' : './proofWorker.js', import.meta.url);
    this.#limits = { timeLimitMs, memoryMegabytes };
    this.#onTrouble = options.onTrouble ?? (() => undefined);
    this.#free = threads;
    this.#pool = new Piscina({
      filename: (options.worker ?? worker).href,
      minThreads: 0,
      maxThreads: threads,
      maxQueue: threads,
      idleTimeout: IDLE_MS,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
      argv: options.isBackground ? [BACKGROUND] : [],
      ...(source ? { execArgv: [] } : {}),
    });
    // A thread that cannot even start belongs to no task: all that may be waiting for it are refused.
    this.#pool.on('error', (error: unknown) => {
      for (const task of this.#running) task.abort(error);
    });
  }

  /** The JSON answer for the bytes of a validation request. Throws the `Fault` that refuses it. */
  validate(bytes: Buffer): Promise<string> {
    return this.#run<string>('validate', bytes);
  }

  /** The JSON answer for a file that has been read. Throws the `Fault` that refuses it. */
  check(input: PackedCheck): Promise<string> {
    const moved = [input.file, ...(input.parent ? [input.parent] : [])].map(({ buffer }) => buffer as ArrayBuffer);
    return this.#run<string>('check', input, moved);
  }

  /** The faults of a whole coverage at all three levels. */
  prove(coverage: Coverage): Promise<{ faults: CoverageFault[]; truncated: boolean }> {
    return this.#run('prove', coverage);
  }

  /** The proof of a coverage that is to be published: of a small one at once, of a large one on a thread. */
  async proveForPublication(coverage: Coverage, unitAreas: ReadonlyMap<string, Area>): Promise<PublicationProof> {
    if (verticesIn(coverage.grids) <= MOST_VERTICES_HERE) return proveForPublication(coverage, unitAreas);
    return this.#run<PublicationProof>('proveLevels', { coverage, unitAreas });
  }

  /** The books of two sets of grids: of small ones at once, of large ones on a thread. */
  async books(before: readonly BookedGrid[], after: readonly BookedGrid[]): Promise<Books> {
    if (verticesIn(before) + verticesIn(after) <= MOST_VERTICES_HERE) return booksOf(before, after);
    return this.#run<Books>('books', { before: before.map(plain), after: after.map(plain) });
  }

  /** Which ground passes where between two sets of grids; on a thread where they are large. */
  async passages(before: readonly BookedGrid[], after: readonly BookedGrid[]): Promise<PlacedPassage[]> {
    if (verticesIn(before) + verticesIn(after) <= MOST_VERTICES_HERE) return placedPassages(before, after);
    return this.#run<PlacedPassage[]>('passages', { before: before.map(plain), after: after.map(plain) });
  }

  /** Plans an import and tells its steps as it goes. Throws the `Fault` that refuses its files, or why it was broken off. */
  async plan(
    input: ImportInput,
    onStep: (step: string, detail?: string) => void,
    signal?: AbortSignal,
  ): Promise<PlannedImport> {
    const { port1, port2 } = new MessageChannel();
    const tell = ({ step, detail }: { step: string; detail?: string }) => onStep(step, detail);
    port1.on('message', tell);
    try {
      return await this.#run<PlannedImport>('plan', { input, progress: port2 }, [port2], signal);
    } finally {
      // The result comes another way and may overtake the last steps.
      for (let sent = receiveMessageOnPort(port1); sent; sent = receiveMessageOnPort(port1)) tell(sent.message);
      port1.close();
    }
  }

  /** Ends the threads; files being checked or waiting are refused. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#pool.destroy();
  }

  async #run<T>(
    name: string,
    task: unknown,
    transferList: (MessagePort | ArrayBuffer)[] = [],
    signal?: AbortSignal,
  ): Promise<T> {
    await this.#takeTurn();
    let outcome: Outcome<T>;
    try {
      outcome = await this.#ask<T>(name, task, transferList, signal);
    } finally {
      this.#giveTurn();
    }
    if ('value' in outcome) return outcome.value;
    const { code, detail, errors, members } = outcome.fault;
    throw new Fault(code, detail, errors, { ...members });
  }

  async #ask<T>(
    name: string,
    task: unknown,
    transferList: (MessagePort | ArrayBuffer)[],
    signal?: AbortSignal,
  ): Promise<Outcome<T>> {
    if (this.#closed) throw waitAMoment('The service is ending.');
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(TOOK_TOO_LONG), this.#limits.timeLimitMs);
    this.#running.add(controller);
    const breakOff = (): void => controller.abort(signal?.reason);
    signal?.addEventListener('abort', breakOff, { once: true });
    if (signal?.aborted) breakOff();
    try {
      return (await this.#pool.run(task, { name, transferList, signal: controller.signal })) as Outcome<T>;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const cause: unknown = controller.signal.aborted ? controller.signal.reason : error;
      const refusal = refusalOf(cause, this.#limits, controller.signal.aborted);
      if (refusal === null) throw error;
      this.#onTrouble(cause);
      throw refusal;
    } finally {
      clearTimeout(timer);
      this.#running.delete(controller);
      signal?.removeEventListener('abort', breakOff);
    }
  }

  async #takeTurn(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) throw waitAMoment('Many files are being checked at the moment.');
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the turn to whoever waits longest. */
  #giveTurn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
