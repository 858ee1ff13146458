import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The server a development session talks to; `npm start` serves the built app itself. */
const API_TARGET = 'http://127.0.0.1:8080';

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

export default defineConfig({
  root: decodeURIComponent(new URL('.', import.meta.url).pathname),
  plugins: [react()],
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
  server: { port: 8192, strictPort: true, proxy: { '/api': API_TARGET } },
});
