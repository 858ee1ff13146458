import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be closed, or fall silent as one does whose machine is gone. */
export class Relay {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #state: { silent: boolean };

  private constructor(server: Server, sockets: Set<Socket>, state: { silent: boolean }) {
    this.#server = server;
    this.#sockets = sockets;
    this.#state = state;
    this.port = (server.address() as AddressInfo).port;
  }

  static async to(host: string, port: number): Promise<Relay> {
    const sockets = new Set<Socket>();
    const state = { silent: false };
    const keep = (socket: Socket): Socket => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
      return socket;
    };
    const server = createServer((from) => {
      keep(from);
      if (state.silent) return;
      const there = keep(connect(port, host));
      const pass = (to: Socket) => (chunk: Buffer) => void (state.silent || to.write(chunk));
      from.on('data', pass(there)).once('close', () => there.destroy());
      there.on('data', pass(from)).once('close', () => from.destroy());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Relay(server, sockets, state);
  }

  /** Says nothing from now on, and takes what is sent. */
  silence(): void {
    this.#state.silent = true;
  }

  /** Serves new connections again; what was lost in between stays lost. */
  speak(): void {
    this.#state.silent = false;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
