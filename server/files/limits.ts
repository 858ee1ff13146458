import { VALIDATION_LIMITS } from '../core/coverage/proof/validation.ts';
import { Fault } from '../core/fault.ts';

/** What one boundary file may hold; beyond it the answer is 413 with the limit named. */
export const FILE_LIMITS = {
  fileBytes: VALIDATION_LIMITS.bytes,
  zipEntries: 2_000,
  unzippedBytes: 512 * 1024 * 1024,
  /** How many times larger an archive may become by being unpacked, past the first few megabytes. */
  unzipRatio: 200,
  features: VALIDATION_LIMITS.grids,
  vertices: VALIDATION_LIMITS.vertices,
} as const;

export type FileLimit = keyof typeof FILE_LIMITS;

const WORDS: Record<FileLimit, string> = {
  fileBytes: 'bytes in a file',
  zipEntries: 'entries in an archive',
  unzippedBytes: 'bytes when unpacked',
  unzipRatio: 'times the size of the archive, unpacked,',
  features: 'features',
  vertices: 'vertices',
};

/** Throws `too-large` when a file holds more than it may. */
export function demandWithin(limit: FileLimit, found: number): void {
  const most = FILE_LIMITS[limit];
  if (found <= most) return;
  throw new Fault('too-large', `At most ${most} ${WORDS[limit]} can be read; there are ${found} or more.`, [], {
    limit,
    most,
  });
}
