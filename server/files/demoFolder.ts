import { existsSync } from 'node:fs';

/** `data/demo` beside the sources, seen from them and from their compiled form. */
const FOLDERS = ['../../data/demo/', '../../../data/demo/'].map((path) => new URL(path, import.meta.url));

/** Where the demo district's files are (data/README.md). */
export function demoFolder(): URL {
  const folder = FOLDERS.find((path) => existsSync(path));
  if (!folder) throw new Error('the demo district (data/demo) is missing');
  return folder;
}
