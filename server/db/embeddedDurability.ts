import { closeSync, fsyncSync, openSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** What Emscripten hands to the operations of its file system over Node's; it opens no folder, so that one has no descriptor. */
interface Stream {
  nfd?: number;
  node: unknown;
}

interface EmscriptenFiles {
  filesystems: {
    NODEFS: { realPath(node: unknown): string; stream_ops: { fsync?: (stream: Stream) => number } };
  };
  ErrnoError: new (errno: number) => Error;
}

/** An error of input or output, as Emscripten numbers it. */
const EIO = 29;

type Initialised = Awaited<ReturnType<NodeFS['init']>>;
type Module = Parameters<NonNullable<Initialised['emscriptenOpts']['preRun']>[number]>[0];

/** Has a file's content, or the names in a folder, put on the disk; `descriptor` is how it is open, where it is. */
export type Sync = (path: string, descriptor?: number) => void;

export const syncToDisk: Sync = (path, descriptor) => {
  if (descriptor !== undefined) {
    fsyncSync(descriptor);
    return;
  }
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};

/**
 * PGlite's folder on the disk, in which `fsync` means what it says: a commit is acknowledged when its part of the write-ahead log is on
 * the disk. As PGlite comes its file system has no `fsync` and PostgreSQL is told not to ask for it, so that a power cut takes what was
 * acknowledged. With both, a checkpoint too was seen to sync every table it wrote before the control file.
 */
export class DurableNodeFS extends NodeFS {
  readonly #sync: Sync;

  constructor(directory: string, sync: Sync = syncToDisk) {
    super(directory);
    this.#sync = sync;
  }

  override async init(...given: Parameters<NodeFS['init']>): Promise<Initialised> {
    const { emscriptenOpts } = await super.init(...given);
    const preRun = [...(emscriptenOpts.preRun ?? []), (module: Module) => this.#makeDurable(module)];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }

  #makeDurable(module: Module): void {
    const { filesystems, ErrnoError } = module.FS as unknown as EmscriptenFiles;
    const files = filesystems.NODEFS;
    files.stream_ops.fsync = (stream) => {
      try {
        this.#sync(files.realPath(stream.node), stream.nfd);
        return 0;
      } catch {
        // PostgreSQL then ends and recovers from its log when it starts again; an error of any other kind would leave it hanging.
        throw new ErrnoError(EIO);
      }
    };
  }
}

/** How PostgreSQL is started so that it uses that: as PGlite starts it, but with `fsync`, by the one call that is not a stub there. */
export const DURABLE_START = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'fsync=on',
  '-c',
  'wal_sync_method=fsync',
];
