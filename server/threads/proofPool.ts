import { type BookedGrid, type Books, booksOf } from '../core/coverage/books.ts';
import type { ImportInput, PlannedImport } from '../core/coverage/intake/planImport.ts';
import type { Coverage, CoverageFault } from '../core/coverage/model.ts';
import { type PlacedPassage, placedPassages } from '../core/coverage/passages.ts';
import { type PublicationProof, proveForPublication } from '../core/coverage/proof/levels.ts';
import { type Area, vertexCount } from '../core/geometry/lattice.ts';
import { refusalOf } from './proofRefusals.ts';
import type { CheckReport, PackedCheck } from './proofWorker.ts';
import { ThreadPool, workModule } from './threadPool.ts';
import { type ThreadLimits, ThreadTrouble } from './threadTrouble.ts';

/** A body waits for a free worker; more than this many waiting are told to come back. */
const MOST_WAITING = 16;

/** Grids with more vertices than this are not compared on the thread that answers requests: it would hold them for over a frame or two. */
const MOST_VERTICES_HERE = 5_000;

const verticesIn = (grids: readonly BookedGrid[]): number =>
  grids.reduce((sum, { area }) => sum + vertexCount(area), 0);

/** No more of a grid than goes to a thread. */
const plain = ({ code, name, area }: BookedGrid): BookedGrid => ({ code, name, area });

export interface ProofPoolOptions extends Partial<ThreadLimits> {
  threads?: number;
  /** Its threads give way to all others of the process. */
  isBackground?: boolean;
  /** The module with the work; another one only to see what becomes of one that fails. */
  worker?: URL;
  /** Told of every thread that dies or cannot start. */
  onTrouble?: (error: unknown) => void;
}

/** Proves on threads, so that a large file holds up nobody's lookup. What a file does to its thread is a `Fault`. */
export class ProofPool {
  readonly #threads: ThreadPool;

  constructor(options: ProofPoolOptions = {}) {
    const { threads = 2, timeLimitMs = 120_000, memoryMegabytes = 4096, isBackground = false } = options;
    const work = options.worker ?? workModule('./proofWorker', import.meta.url);
    const { onTrouble } = options;
    this.#threads = new ThreadPool({
      work,
      threads,
      timeLimitMs,
      memoryMegabytes,
      mostWaiting: MOST_WAITING,
      isBackground,
      onTrouble,
    });
  }

  /** The JSON answer for the bytes of a validation request. Throws the `Fault` that refuses it. */
  validate(bytes: Buffer): Promise<string> {
    return this.#run<string>('validate', bytes);
  }

  /** The check of a file that has been read. Throws the `Fault` that refuses it, or what `signal` was aborted with. */
  check(input: PackedCheck, signal?: AbortSignal): Promise<CheckReport> {
    const moved = [input.file, ...(input.parent ? [input.parent] : [])].map(({ buffer }) => buffer as ArrayBuffer);
    return this.#run<CheckReport>('check', input, moved, signal);
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
  plan(
    input: ImportInput,
    onStep: (step: string, detail?: string) => void,
    signal?: AbortSignal,
  ): Promise<PlannedImport> {
    const told = ({ step, detail }: { step: string; detail?: string }) => onStep(step, detail);
    return this.#refusing(
      this.#threads.runTelling<PlannedImport, Parameters<typeof told>[0]>(
        'plan',
        (progress) => ({ input, progress }),
        told,
        { signal },
      ),
    );
  }

  /** Ends the threads; files being checked or waiting are refused. */
  close(): Promise<void> {
    return this.#threads.close();
  }

  #run<T>(name: string, input: unknown, transferList: ArrayBuffer[] = [], signal?: AbortSignal): Promise<T> {
    return this.#refusing(this.#threads.run<T>(name, input, { transferList, signal }));
  }

  async #refusing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw error instanceof ThreadTrouble ? refusalOf(error) : error;
    }
  }
}
