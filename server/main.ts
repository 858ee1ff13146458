import { serveProcess } from './process.ts';

await serveProcess();
