import { join } from 'node:path';

/** Where the embedded database keeps its things under the data directory. */
export function embeddedFiles(dataDir: string) {
  return {
    directory: join(dataDir, 'postgres'),
    cluster: join(dataDir, 'postgres', 'cluster'),
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

/** What the host process tells its parent over IPC: once how it started, and lines for the log. */
export type HostReport = HostStart | { type: 'log'; level: 'info' | 'warn' | 'error'; message: string };

export type HostStart =
  | { type: 'ready'; endpoint: EmbeddedEndpoint }
  | { type: 'failed'; locked: boolean; reason: string };

/** What the parent tells the host: to close the database and leave. */
export const LEAVE = 'leave';
