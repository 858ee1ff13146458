import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import {
  askForPassword,
  CANCEL_REQUEST,
  fatalError,
  GSS_ENCRYPTION_REQUEST,
  MessageReader,
  PROTOCOL_3_0,
  SSL_REQUEST,
  welcome,
} from './wireMessages.ts';
import { type RawSession, Turns } from './wireTurns.ts';

export interface GatewayOptions {
  session: RawSession;
  /** What a client must send as its password. */
  password: string;
  /** Parameter statuses sent at the start (server_version, TimeZone, …). */
  parameters: Readonly<Record<string, string>>;
  /** A client that leaves its transaction open and silent for so long is cut off, since everybody waits for it. */
  idleInTransactionMs: number;
  /** Called when the session is in no known state any more, for each client that meets it so. */
  onSessionLost: () => void;
}

export interface Gateway {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves PGlite's one session to many PostgreSQL clients on a loopback port the system chooses. Each client must know the
 * password, so that other users of the machine cannot read the database through the port.
 */
export async function openGateway(options: GatewayOptions, port: number): Promise<Gateway> {
  const turns = new Turns(options.session);
  const clients = new Set<Client>();
  let count = 0;
  const server = createServer((socket) => {
    const client = new Client(socket, turns, options, ++count);
    clients.add(client);
    socket.once('close', () => {
      clients.delete(client);
      client.leave();
    });
  });
  await listen(server, port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The gateway has no port.');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const client of clients) client.close('57P01', 'The embedded database is shutting down.');
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

const TYPE = { query: 0x51, sync: 0x53, flush: 0x48, functionCall: 0x46, terminate: 0x58, password: 0x70 } as const;
const ENDS_A_TURN = new Set<number | undefined>([TYPE.query, TYPE.sync, TYPE.flush, TYPE.functionCall]);

/** One connection: start-up and password by the gateway itself, everything afterwards in turns on the session. */
class Client {
  private readonly socket: Socket;
  private readonly turns: Turns;
  private readonly options: GatewayOptions;
  private readonly id: number;
  private readonly reader = new MessageReader();
  private stage: 'startup' | 'password' | 'ready' = 'startup';
  private turn: Buffer[] = [];
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, turns: Turns, options: GatewayOptions, id: number) {
    this.socket = socket;
    this.turns = turns;
    this.options = options;
    this.id = id;
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
  }

  leave(): void {
    clearTimeout(this.idleTimer);
    this.turns.leave(this);
  }

  close(sqlState: string, sentence: string): void {
    if (this.socket.writable) this.socket.end(fatalError(sqlState, sentence));
    else this.socket.destroy();
    setTimeout(() => this.socket.destroy(), 200).unref();
  }

  private receive(chunk: Buffer): void {
    try {
      this.reader.push(chunk);
      while (!this.socket.destroyed && this.receiveOne());
    } catch {
      this.close('08P01', 'The client does not speak the PostgreSQL protocol.');
    }
  }

  private receiveOne(): boolean {
    const message = this.stage === 'startup' ? this.reader.nextUntyped() : this.reader.nextTyped();
    if (message === null) return false;
    if (this.stage === 'startup') this.startUp(message);
    else if (this.stage === 'password') this.checkPassword(message);
    else this.collect(message);
    return true;
  }

  private startUp(message: Buffer): void {
    const request = message.readInt32BE(4);
    if (request === SSL_REQUEST || request === GSS_ENCRYPTION_REQUEST) this.socket.write('N');
    else if (request === CANCEL_REQUEST) this.socket.destroy();
    else if (request === PROTOCOL_3_0) {
      this.stage = 'password';
      this.socket.write(askForPassword());
    } else this.close('0A000', 'The gateway speaks protocol 3.0 only.');
  }

  private checkPassword(message: Buffer): void {
    const given = message.subarray(5, -1);
    const right = Buffer.from(this.options.password);
    if (message[0] !== TYPE.password || given.length !== right.length || !timingSafeEqual(given, right)) {
      this.close('28P01', 'Wrong password for the embedded database.');
      return;
    }
    this.stage = 'ready';
    this.socket.write(welcome(this.options.parameters, this.id));
  }

  private collect(message: Buffer): void {
    clearTimeout(this.idleTimer);
    if (message[0] === TYPE.terminate) {
      this.socket.end();
      return;
    }
    this.turn.push(message);
    if (!ENDS_A_TURN.has(message[0])) return;
    const bytes = this.turn.length === 1 ? message : Buffer.concat(this.turn);
    this.turn = [];
    this.turns.take({
      client: this,
      bytes,
      reply: (data) => void (this.socket.writable && this.socket.write(Buffer.from(data))),
      done: (error) => this.turnDone(error),
    });
  }

  private turnDone(error: unknown): void {
    if (error !== undefined) {
      this.close('57P02', 'The embedded database has ended by itself.');
      this.options.onSessionLost();
    } else if (this.turns.heldBy === this) {
      this.idleTimer = setTimeout(
        () => this.close('25P03', 'A transaction was left open and silent for too long.'),
        this.options.idleInTransactionMs,
      );
    }
  }
}
