/** What is wrong with a folder or file, to go on from its name; also for PostgreSQL's own words about its files. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^EEXIST$|File exists$/, 'there is a file in its place'],
  [/^ENOENT$/, 'it is not there'],
  [/^EISDIR$/, 'it is a folder'],
  [/^ENOTDIR$|Not a directory$/, 'part of its path is a file'],
  [/^(EACCES|EPERM)$|Permission denied$|Operation not permitted$/, 'this account may not use it so'],
  [/^EROFS$|Read-only file system$/, 'the disk can only be read'],
  [/^ENOSPC$|No space left on device$/, 'the disk is full'],
  [/^EDQUOT$|Disk quota exceeded$/, 'this account may not use more of the disk'],
  [/^EIO$|I\/O error$|Input\/output error$/, 'the disk fails'],
];

/** In plain words what keeps a file from being used, by Node's code or by the end of a sentence of PostgreSQL; null for anything else. */
export function fileTrouble(codeOrSentence: string): string | null {
  return WORDS.find(([pattern]) => pattern.test(codeOrSentence))?.[1] ?? null;
}
