import type { FileNote } from '../core/coverage/intake/schemas.ts';
import { Fault } from '../core/fault.ts';

/** So much of a file is enough to tell what it is. */
export const SAMPLE_BYTES = 4096;

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** UTF-16 by its mark, UTF-8 where it is valid, else GB 18030 (which holds GBK and GB 2312), which spreadsheets in China save. */
function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // A sample may end within a character: the last three bytes do not decide.
  const isUtf8 =
    isValidUtf8(bytes) || (bytes.length === SAMPLE_BYTES && isValidUtf8(bytes.subarray(0, lastWhole(bytes))));
  return isUtf8 ? 'utf-8' : 'gb18030';
}

/** A text file as text, with a note where its encoding was guessed. */
export function decodeText(bytes: Uint8Array): { text: string; note?: FileNote } {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (encoding !== 'gb18030') return { text };
  return {
    text,
    note: {
      note: 'text-encoding',
      severity: 'note',
      message: 'The text is not UTF-8; it was read as GB 18030 (GBK).',
    },
  };
}

/** The text of a file that must be text through and through. Throws `unreadable-file` for anything else. */
export function wholeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new Fault('unreadable-file', 'The file is text neither in UTF-8 nor in UTF-16 nor in GB 18030.');
  }
}

export function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The length of the longest prefix that does not end within a UTF-8 character. */
function lastWhole(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--;
  return Math.max(0, end - 1);
}
