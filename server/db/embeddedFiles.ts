import { join } from 'node:path';

/** Where the embedded database keeps its things under the data directory. */
export function embeddedFiles(dataDir: string): { directory: string; lock: string; endpoint: string } {
  return {
    directory: join(dataDir, 'postgres'),
    lock: join(dataDir, 'postgres.lock'),
    endpoint: join(dataDir, 'embedded.json'),
  };
}

/** How to reach the running embedded database; also the content of `embedded.json`, readable by its owner only. */
export interface EmbeddedEndpoint {
  pid: number;
  port: number;
  password: string;
}

/** What the host process tells its parent over IPC. */
export type HostReport =
  | { type: 'ready'; endpoint: EmbeddedEndpoint }
  | { type: 'failed'; locked: boolean; reason: string };
