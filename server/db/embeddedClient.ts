import { Client, type ClientBase, type ClientConfig } from 'pg';
import type { EmbeddedDatabase } from './embedded.ts';

type ClientConstructor = new () => ClientBase;

/**
 * A `pg` client class for a pool whose database moves: the embedded host gets a new port and password whenever it is started
 * again, so every new connection asks where it is now.
 */
export function embeddedClient(embedded: EmbeddedDatabase): ClientConstructor {
  return class EmbeddedClient extends Client {
    constructor(options?: string | ClientConfig) {
      const endpoint = embedded.endpoint();
      super({
        ...(typeof options === 'object' ? options : {}),
        host: '127.0.0.1',
        // Port 1 refuses at once, which is what a database that is down does.
        port: endpoint?.port ?? 1,
        user: 'postgres',
        database: 'postgres',
        password: endpoint?.password ?? '',
        ssl: false,
      });
    }
  };
}
