import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '../core/fault.ts';
import type { FaultData } from '../threads/proofWorker.ts';
import type { FileContent, FileWish } from './content.ts';
import { GdalHost } from './gdal.ts';
import { readContent } from './readContent.ts';
import type { PackedWish } from './writing.ts';

/** The thread's own folder, all of the disk that GDAL can see. */
export interface FileWorkerData {
  folder: string;
}

/**
 * What the thread answers. After a `crash` it is not asked again. `packed` are the features by v8.serialize: they are on their way to another thread, and whoever passes them on
 * need not unpack them.
 */
export type FileOutcome =
  | { content: FileContent }
  | { packed: Uint8Array; rest: Omit<FileContent, 'features'> }
  | { written: Uint8Array }
  | { fault: FaultData }
  | { crash: string };

const gdal = new GdalHost((workerData as FileWorkerData).folder);

/** A file to read, or features to write. */
export type FileTask = { read: Uint8Array; wish: FileWish; packed?: boolean } | { write: PackedWish };

async function answer(task: FileTask): Promise<FileOutcome> {
  try {
    if ('write' in task) return { written: await gdal.write(task.write) };
    const bytes = task.read;
    const content = await readContent(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), gdal, task.wish);
    if (!task.packed) return { content };
    const { features, ...rest } = content;
    return { packed: serialize(features), rest };
  } catch (error) {
    if (!(error instanceof Fault)) return { crash: error instanceof Error ? error.message : String(error) };
    const { code, detail, errors, members } = error;
    return { fault: { code, detail, errors, members } };
  }
}

/** What moves to the other thread instead of being copied: memory that holds nothing else. */
function memoryOf(outcome: FileOutcome): ArrayBuffer[] {
  const bytes = 'packed' in outcome ? outcome.packed : 'written' in outcome ? outcome.written : null;
  return bytes && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : [];
}

parentPort?.on('message', (task: FileTask) => {
  void answer(task).then((outcome) => {
    parentPort?.postMessage(outcome, memoryOf(outcome));
  });
});
