import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '../../core/fault.ts';
import type { FaultData } from '../proofWorker.ts';
import type { FileContent, FileWish } from './content.ts';
import { GdalHost } from './gdal.ts';
import { readContent } from './readContent.ts';
import type { WritingWish } from './writing.ts';

/** The thread's own folder, all of the disk that GDAL can see. */
export interface FileWorkerData {
  folder: string;
}

/** What the thread answers. After a `crash` it is not asked again. */
export type FileOutcome = { content: FileContent } | { written: Uint8Array } | { fault: FaultData } | { crash: string };

const gdal = new GdalHost((workerData as FileWorkerData).folder);

/** A file to read, or features to write. */
export type FileTask = { read: Uint8Array; wish: FileWish } | { write: WritingWish };

async function answer(task: FileTask): Promise<FileOutcome> {
  try {
    if ('write' in task) return { written: await gdal.write(task.write) };
    const bytes = task.read;
    return {
      content: await readContent(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), gdal, task.wish),
    };
  } catch (error) {
    if (!(error instanceof Fault)) return { crash: error instanceof Error ? error.message : String(error) };
    const { code, detail, errors, members } = error;
    return { fault: { code, detail, errors, members } };
  }
}

parentPort?.on('message', (task: FileTask) => {
  void answer(task).then((outcome) => parentPort?.postMessage(outcome, []));
});
