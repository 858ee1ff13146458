import type { TestProject } from 'vitest/node';
import { startServer } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the app under test is served. */
    appUrl: string;
  }
}

/** Starts one real server with the demo district for all browser tests, and stops it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide('appUrl', server.url);
  return server.stop;
}
