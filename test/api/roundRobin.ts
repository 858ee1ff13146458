import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before several servers, each of which gets every so manieth request, whoever sends it. */
export class RoundRobin {
  readonly #server: Server;
  /** The ports behind it, changed as servers come and go. */
  ports: number[];
  #next = 0;

  private constructor(ports: number[]) {
    this.ports = ports;
    this.#server = createServer((incoming, outgoing) => {
      const port = this.ports[this.#next++ % this.ports.length];
      const { method, url, headers } = incoming;
      const behind = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      behind.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
      outgoing.on('close', () => behind.destroy());
      incoming.pipe(behind);
    });
  }

  static async before(ports: number[]): Promise<RoundRobin> {
    const proxy = new RoundRobin(ports);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
