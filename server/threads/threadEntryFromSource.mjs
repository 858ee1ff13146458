/** The entry of threads when the server runs from its TypeScript source (tests and commands): tsx's `--import` does not reach them, its own loader does. */
import { tsImport } from 'tsx/esm/api';

const entry = await tsImport('./threadEntry.ts', import.meta.url);
export default entry.default;
