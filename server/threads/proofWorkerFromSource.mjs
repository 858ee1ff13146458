/**
 * The proof worker when the server runs from its TypeScript source (tests and commands): tsx's `--import` does not reach
 * worker threads, its own loader does.
 */
import { tsImport } from 'tsx/esm/api';

export const { books, check, passages, plan, prove, validate } = await tsImport('./proofWorker.ts', import.meta.url);
