import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { Fault } from '../core/fault.ts';
import { moving } from '../threads/moving.ts';
import { faultData, type Outcome } from '../threads/outcome.ts';
import { started } from '../threads/threadStart.ts';
import type { FileContent, FileWish, PackedContent } from './content.ts';
import { GdalHost } from './gdal.ts';
import { readContent } from './readContent.ts';
import type { PackedWish } from './writing.ts';

/** A file to read, and what of it. */
export interface ReadTask {
  bytes: Uint8Array;
  wish: FileWish;
}

const gdal = new GdalHost(emptied(started.folder));

/** The polygons of a file. */
export const read = (task: ReadTask): Promise<Outcome<FileContent>> => outcomeOf(() => contentOf(task));

/**
 * The same with the features by v8.serialize: they are on their way to another thread, and whoever passes them on need not unpack them.
 */
export async function readPacked(task: ReadTask): Promise<Outcome<PackedContent>> {
  const outcome = await outcomeOf<PackedContent>(async () => {
    const { features, ...rest } = await contentOf(task);
    return { packed: serialize(features), rest };
  });
  return 'value' in outcome ? moving(outcome, memoryOf(outcome.value.packed)) : outcome;
}

/** Areas as a file. */
export async function write(wish: PackedWish): Promise<Outcome<Uint8Array>> {
  const outcome = await outcomeOf(() => gdal.write(wish));
  return 'value' in outcome ? moving(outcome, memoryOf(outcome.value)) : outcome;
}

const contentOf = ({ bytes: { buffer, byteOffset, byteLength }, wish }: ReadTask): Promise<FileContent> =>
  readContent(Buffer.from(buffer, byteOffset, byteLength), gdal, wish);

/** Whatever is no refusal may have left GDAL in any state: the thread is not used any further. */
async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof Fault) return { fault: faultData(error) };
    return { crash: error instanceof Error ? error.message : String(error) };
  }
}

/** What moves to the other thread instead of being copied: memory that holds nothing else. */
const memoryOf = (bytes: Uint8Array): ArrayBuffer[] =>
  bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : [];

/** The thread's own folder, all of the disk that GDAL can see, without what a thread before this one left in it. */
function emptied(folder: string | null): string {
  if (folder === null) throw new Error('A thread that reads files needs a folder.');
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  return folder;
}
