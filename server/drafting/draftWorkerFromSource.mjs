/** The drafting worker when the server runs from its TypeScript source (tests); see coverage/proofWorkerFromSource.mjs. */
import { tsImport } from 'tsx/esm/api';

export const { draft } = await tsImport('./draftWorker.ts', import.meta.url);
