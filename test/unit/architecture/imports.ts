import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CODE = /\.(ts|tsx)$/;

/** One file of ours naming another, both as paths from the repository's root; types count as well. */
export interface Import {
  from: string;
  to: string;
}

/** The source files below a folder, as paths from the repository's root. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .toSorted();
}

/** A file's text. */
export const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The files of ours that a source text of a file imports or exports again, statically or later. */
export function importsIn(file: string, text: string): Import[] {
  const { module } = parseSync(file, text);
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
  ];
  const ours = named.filter((one) => one.startsWith('.')).map((one) => one.replace(/\?.*$/, ''));
  return [...new Set(ours)].map((one) => ({ from: file, to: join(dirname(file), one) }));
}

/** All imports among the files below some folders. */
export const importsBelow = (folders: readonly string[]): Import[] =>
  folders.flatMap(filesBelow).flatMap((file) => importsIn(file, textOf(file)));

/** The groups of two or more names that reach each other along the links (Tarjan 1972), each in alphabetical order. */
export function circlesAmong(links: readonly (readonly [string, string])[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const [a, b] of links) {
    if (!next.has(a)) next.set(a, new Set());
    if (a !== b) next.get(a)?.add(b);
  }
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (name: string): void => {
    numbers.set(name, numbers.size);
    lowest.set(name, numbers.get(name) as number);
    open.push(name);
    for (const other of next.get(name) ?? []) {
      if (!numbers.has(other)) visit(other);
      if (open.includes(other)) lowest.set(name, Math.min(lowest.get(name) as number, lowest.get(other) as number));
    }
    if (lowest.get(name) !== numbers.get(name)) return;
    const circle = open.splice(open.indexOf(name));
    if (circle.length > 1) circles.push(circle.toSorted());
  };
  for (const name of next.keys()) if (!numbers.has(name)) visit(name);
  return circles.toSorted((a, b) => (a[0] as string).localeCompare(b[0] as string));
}
