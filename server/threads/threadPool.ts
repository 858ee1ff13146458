import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Fault } from '../core/fault.ts';
import type { Outcome } from './outcome.ts';
import type { Task } from './threadEntry.ts';
import type { ThreadStart } from './threadStart.ts';
import { reasonOf, type ThreadLimits, ThreadTrouble, TOOK_TOO_LONG } from './threadTrouble.ts';

const IDLE_MS = 60_000;

/** Compiled, threads start with their entry; from the sources (tests, commands) tsx's loader starts it for them. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const ENTRY = new URL(FROM_SOURCE ? './threadEntryFromSource.mjs' : './threadEntry.js', import.meta.url);

export interface ThreadPoolOptions extends ThreadLimits {
  /** The module whose functions are the work. */
  work: URL;
  threads: number;
  /** More pieces of work than this waiting are `busy`. */
  mostWaiting: number;
  /** Its threads give way to all others of the process. */
  isBackground?: boolean;
  /** Its threads need a folder: the pool makes it and removes it. For a pool of one thread. */
  hasFolder?: boolean;
  /** Threads are released after so long without work. */
  idleMs?: number;
  /** Told of every thread that dies or cannot start. */
  onTrouble?: ((error: unknown) => void) | undefined;
}

/** How one piece of work is done. */
export interface TaskOptions {
  /** Memory that moves to the thread instead of being copied. */
  transferList?: (MessagePort | ArrayBuffer)[];
  /** Breaks the work off: its thread is ended. */
  signal?: AbortSignal | undefined;
}

/** A module of work beside `from`, by its name without an ending: compiled or as source. */
export const workModule = (name: string, from: string): URL =>
  new URL(`${name}${from.endsWith('.ts') ? '.ts' : '.js'}`, from);

/**
 * The one way to compute on threads. Whatever a piece of work does to its thread (memory used up, no end, a crash), whoever asked gets a
 * `ThreadTrouble`, and the next piece gets a new thread. A pool is a lane: what is in it waits for nothing in another.
 */
export class ThreadPool {
  readonly #options: ThreadPoolOptions;
  #piscina: Piscina | null = null;
  #folder: string | null = null;
  #free: number;
  /** Whoever waits does so here and not in Piscina: of its own queue nobody is told when the thread it waits for dies. */
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<AbortController>();
  #closed = false;

  constructor(options: ThreadPoolOptions) {
    this.#options = options;
    this.#free = options.threads;
  }

  /** What `name` of the work's module makes of `input`. Throws its `Fault`, a `ThreadTrouble`, or what `signal` was aborted with. */
  async run<T>(name: string, input: unknown, options: TaskOptions = {}): Promise<T> {
    await this.#takeTurn();
    let outcome: Outcome<T>;
    try {
      outcome = await this.#ask<T>({ name, input }, options);
    } finally {
      this.#giveTurn();
    }
    if ('value' in outcome) return outcome.value;
    if ('crash' in outcome) throw this.#trouble('crashed', outcome.crash);
    const { code, detail, errors, members } = outcome.fault;
    throw new Fault(code, detail, errors, { ...members });
  }

  /** The same for work that tells how far it is: `make` puts the port it tells it through into its input. All is told before the end. */
  async runTelling<T, M>(
    name: string,
    make: (progress: MessagePort) => unknown,
    onMessage: (message: M) => void,
    options: TaskOptions = {},
  ): Promise<T> {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', onMessage);
    try {
      return await this.run<T>(name, make(port2), {
        ...options,
        transferList: [...(options.transferList ?? []), port2],
      });
    } finally {
      // The result comes another way and may overtake the last words.
      for (let sent = receiveMessageOnPort(port1); sent; sent = receiveMessageOnPort(port1))
        onMessage(sent.message as M);
      port1.close();
    }
  }

  /** Ends the threads; what is being done or waits is broken off. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#piscina?.destroy();
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask<T>(task: Task, { transferList = [], signal }: TaskOptions): Promise<Outcome<T>> {
    signal?.throwIfAborted();
    if (this.#closed) throw this.#trouble('broken-off');
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(TOOK_TOO_LONG), this.#options.timeLimitMs);
    this.#running.add(controller);
    const breakOff = (): void => controller.abort(signal?.reason);
    signal?.addEventListener('abort', breakOff, { once: true });
    this.#piscina ??= this.#start();
    try {
      const outcome = (await this.#piscina.run(task, { transferList, signal: controller.signal })) as Outcome<T>;
      if ('crash' in outcome) this.#giveUpThreads();
      return outcome;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const cause: unknown = controller.signal.aborted ? controller.signal.reason : error;
      const reason = reasonOf(cause, controller.signal.aborted);
      if (reason === null) throw error;
      this.#options.onTrouble?.(cause);
      throw this.#trouble(reason, cause);
    } finally {
      clearTimeout(timer);
      this.#running.delete(controller);
      signal?.removeEventListener('abort', breakOff);
    }
  }

  #start(): Piscina {
    const { work, threads, memoryMegabytes, isBackground = false, hasFolder = false, idleMs = IDLE_MS } = this.#options;
    if (hasFolder) this.#folder ??= mkdtempSync(join(tmpdir(), 'gridwarden-thread-'));
    const start: ThreadStart = { work: work.href, isBackground, folder: this.#folder };
    const piscina = new Piscina({
      filename: ENTRY.href,
      minThreads: 0,
      maxThreads: threads,
      maxQueue: threads,
      idleTimeout: idleMs,
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
      workerData: start,
      ...(FROM_SOURCE ? { execArgv: [] } : {}),
    });
    // A thread that cannot even start belongs to no task: all that may be waiting for it are refused.
    piscina.on('error', (error: unknown) => {
      for (const task of this.#running) task.abort(error);
    });
    return piscina;
  }

  /** After a crash the thread is not asked again; what others of the pool are doing goes on to its end. */
  #giveUpThreads(): void {
    void this.#piscina?.close().catch(() => undefined);
    this.#piscina = null;
  }

  #trouble(reason: ThreadTrouble['reason'], cause?: unknown): ThreadTrouble {
    const { timeLimitMs, memoryMegabytes } = this.#options;
    return new ThreadTrouble(reason, { timeLimitMs, memoryMegabytes }, { cause });
  }

  async #takeTurn(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    if (this.#waiting.length >= this.#options.mostWaiting) throw this.#trouble('busy');
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the turn to whoever waits longest. */
  #giveTurn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
