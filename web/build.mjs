/**
 * Builds the web app into dist/web, unless nothing it is made of has changed since the last time: later starts must be quick.
 * Beside every text file of some size goes its compressed form (.br, .gz), so that the server never compresses them itself.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUTPUT = join(ROOT, 'dist/web');
const STAMP = join(ROOT, 'dist/web.stamp');
const CONFIG = join(ROOT, 'web/vite.config.ts');
const INPUTS = ['web', 'server/core', 'package-lock.json', 'tsconfig.base.json'];
const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest|txt|wasm)$/;
const WORTH_COMPRESSING_BYTES = 1024;

const fingerprint = fingerprintOf(INPUTS);
if (existsSync(STAMP) && existsSync(join(OUTPUT, 'index.html')) && readFileSync(STAMP, 'utf8') === fingerprint) {
  process.exit(0);
}
console.log('Building the web app …');
// Whatever started this (a test runner sets NODE_ENV to `test`), what is served is the production build.
process.env.NODE_ENV = 'production';
const { build } = await import('vite');
await build({ configFile: CONFIG, logLevel: 'warn' });
await Promise.all(filesIn(OUTPUT).map(compressBeside));
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

async function compressBeside(file) {
  if (!COMPRESSIBLE.test(file)) return;
  const content = readFileSync(file);
  if (content.length < WORTH_COMPRESSING_BYTES) return;
  const brotli = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  };
  writeFileSync(`${file}.br`, await promisify(brotliCompress)(content, brotli));
  writeFileSync(`${file}.gz`, await promisify(gzip)(content, { level: 7 }));
}
