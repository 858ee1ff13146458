import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '../../core/fault.ts';
import type { FaultData } from '../proofWorker.ts';
import type { FileContent } from './content.ts';
import { GdalHost } from './gdal.ts';
import { readContent } from './readContent.ts';

/** The thread's own folder, all of the disk that GDAL can see. */
export interface FileWorkerData {
  folder: string;
}

/** What the thread answers. After a `crash` it is not asked again. */
export type FileOutcome = { content: FileContent } | { fault: FaultData } | { crash: string };

const gdal = new GdalHost((workerData as FileWorkerData).folder);

async function answer(bytes: Uint8Array): Promise<FileOutcome> {
  try {
    return { content: await readContent(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), gdal) };
  } catch (error) {
    if (!(error instanceof Fault)) return { crash: error instanceof Error ? error.message : String(error) };
    const { code, detail, errors, members } = error;
    return { fault: { code, detail, errors, members } };
  }
}

parentPort?.on('message', (bytes: Uint8Array) => {
  void answer(bytes).then((outcome) => parentPort?.postMessage(outcome, []));
});
