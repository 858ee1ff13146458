import { fileURLToPath } from 'node:url';
import { constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import { defineConfig } from 'vitest/config';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/** The server that `npm run dev` starts beside this; it hears the browser's own host, which the guard against other sites compares. */
const API = { target: 'http://127.0.0.1:8080', changeOrigin: false };

/** The chunks that change at their own pace, so that a new version of the app does not make everybody load the map again. */
function chunkOf(id: string): string | undefined {
  if (!id.includes('node_modules')) return undefined;
  if (/node_modules\/(maplibre-gl|@maplibre|@mapbox|earcut|kdbush|supercluster)\//.test(id)) return 'maplibre';
  if (/node_modules\/(@deck\.gl|@luma\.gl|@math\.gl|@loaders\.gl|@probe\.gl|mjolnir)/.test(id)) return 'deck';
  if (/node_modules\/(antd|@ant-design|@rc-component|rc-)/.test(id)) return 'antd';
  if (/node_modules\/(react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next)\//.test(id))
    return 'react';
  return undefined;
}

/** Beside every text file of some size goes its compressed form, so that the server never compresses it itself. */
const compressedBeside = compression({
  include: /\.(js|css|html|svg|json|webmanifest|txt|wasm)$/,
  threshold: 1024,
  algorithms: [
    defineAlgorithm('brotliCompress', { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
    defineAlgorithm('gzip', { level: 7 }),
  ],
});

/** A hang, not a slow machine, is what these limits end. */
const limits = { testTimeout: 300_000, hookTimeout: 300_000 };
/** The tests of one real server or browser after another. */
const oneByOne = { ...limits, fileParallelism: false };

export default defineConfig({
  root: `${ROOT}web`,
  cacheDir: `${ROOT}node_modules/.vite`,
  plugins: [react(), compressedBeside],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The map libraries are big by nature; each has its own chunk, loaded with the first map.
    chunkSizeWarningLimit: 1600,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { output: { manualChunks: chunkOf } },
  },
  worker: { format: 'es' },
  server: { port: 8192, strictPort: true, proxy: { '/api': API, '/ogc': API } },
  test: {
    projects: [
      { root: ROOT, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], ...limits } },
      {
        root: ROOT,
        test: {
          name: 'api',
          include: ['test/api/**/*.test.ts'],
          globalSetup: ['test/api/globalSetup.ts'],
          ...oneByOne,
        },
      },
      {
        root: ROOT,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/globalSetup.ts'],
          ...oneByOne,
        },
      },
    ],
  },
});
