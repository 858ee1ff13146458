/** Builds the web app into dist/web, unless nothing it is made of has changed since the last time: later starts must be quick. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = join(ROOT, 'dist/web');
const STAMP = join(ROOT, 'dist/web.stamp');
const CONFIG = join(ROOT, 'vite.config.ts');
const INPUTS = ['web', 'vite.config.ts', 'server/core', 'package-lock.json', 'tsconfig.base.json'];

const fingerprint = fingerprintOf(INPUTS);
if (existsSync(STAMP) && existsSync(join(OUTPUT, 'index.html')) && readFileSync(STAMP, 'utf8') === fingerprint) {
  process.exit(0);
}
console.log('Building the web app …');
// Whatever started this (a test runner sets NODE_ENV to `test`), what is served is the production build.
process.env.NODE_ENV = 'production';
const { build } = await import('vite');
await build({ configFile: CONFIG, logLevel: 'warn' });
writeFileSync(STAMP, fingerprint);

function fingerprintOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesIn(join(ROOT, path))).toSorted()) {
    hash.update(`${file.slice(ROOT.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && !entry.name.startsWith('.'))
    .flatMap((entry) => filesIn(join(path, entry.name)));
}
