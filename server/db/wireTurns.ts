import { Answer, answerOwed } from './wireAnswers.ts';
import { failingQuery, startAnew } from './wireMessages.ts';

/** What the gateway needs of PGlite: run raw protocol bytes on its one session. */
export interface RawSession {
  execProtocolRawStream(
    message: Uint8Array,
    options: { onRawData: (data: Uint8Array) => void; syncToFs?: boolean },
  ): Promise<void>;
}

export interface Turn {
  client: object;
  bytes: Buffer;
  reply: (data: Buffer) => void;
  /** Called once, with `SessionLost` when there will be no answer. */
  done: (lost?: SessionLost) => void;
}

/** The session can no longer be brought into a known state: whoever holds it must open a new one. */
export class SessionLost extends Error {}

const IDLE = 0x49;
const CUT_OFF = 'The embedded database broke off in the middle of this statement. Nothing of it was kept.';

/**
 * Gives many connections turns on the one session PGlite has.
 *
 * A turn is everything a client sends up to its Sync (or one simple query), run without another client in between: the
 * unnamed statement and portal belong to the session, so a foreign Parse between one's own Parse and Bind would swap the
 * statements. (`pglite-socket` 0.2 queues single messages, which is why it is not used.) A client that leaves a turn with an
 * open transaction, or without a ReadyForQuery, keeps the session until it has finished.
 *
 * An answer that breaks off (a trap of the WebAssembly code ends a statement without a word) becomes an error and never a
 * short result. The Sync that would commit what was done so far is held back until the answer is seen to be whole.
 */
export class Turns {
  private readonly session: RawSession;
  private queue: Turn[] = [];
  private holder: object | null = null;
  private running = false;
  private lost: SessionLost | null = null;
  /** After an error the session skips all messages up to the next Sync, and answers none of them. */
  private skipping = false;

  constructor(session: RawSession) {
    this.session = session;
  }

  /** The client that holds the session with an open transaction, or null. */
  get heldBy(): object | null {
    return this.holder;
  }

  take(turn: Turn): void {
    this.queue.push(turn);
    void this.work();
  }

  /** Forgets a client that has gone: its waiting turns, and its open transaction, which is rolled back. */
  leave(client: object): void {
    this.queue = this.queue.filter((turn) => turn.client !== client);
    if (this.holder === client || this.running) {
      this.queue.unshift({ client, bytes: Buffer.alloc(0), reply: () => {}, done: () => {} });
      void this.work();
    }
  }

  private next(): Turn | undefined {
    const index = this.holder === null ? 0 : this.queue.findIndex((turn) => turn.client === this.holder);
    return index < 0 ? undefined : this.queue.splice(index, 1)[0];
  }

  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let turn = this.next(); turn !== undefined; turn = this.next()) {
      if (this.lost === null) await this.run(turn).catch((error: unknown) => this.lose(error));
      turn.done(this.lost ?? undefined);
    }
    this.running = false;
  }

  /** PostgreSQL has ended, as after a PANIC, or its code has trapped: whoever waits is told so, and nobody asks it again. */
  private lose(error: unknown): void {
    this.holder = null;
    this.lost = error instanceof SessionLost ? error : new SessionLost('PostgreSQL has ended.', { cause: error });
  }

  /** An empty turn stands for "the client has gone": it rolls back what that client holds. */
  private async run(turn: Turn): Promise<void> {
    const farewell = turn.bytes.length === 0;
    if (farewell && this.holder !== turn.client) return;
    if (farewell) this.skipping = false;
    const bytes = farewell ? startAnew() : turn.bytes;
    const answer = new Answer(turn.reply);
    const owed = answerOwed(bytes);
    await this.ask(bytes.subarray(0, owed.syncFrom), answer, owed.syncFrom < bytes.length);
    if (!this.skipping && answer.isCutOff(owed)) await this.fail(answer);
    else await this.ask(bytes.subarray(owed.syncFrom), answer);
    this.skipping = !owed.endsReady && (this.skipping || answer.hasFailed);
    const status = owed.endsReady ? answer.sendReady() : null;
    this.holder = status === IDLE || farewell ? null : turn.client;
  }

  private async ask(bytes: Buffer, answer: Answer, moreToCome = false): Promise<void> {
    if (bytes.length === 0) return;
    await this.session.execProtocolRawStream(bytes, {
      onRawData: (data) => answer.push(Buffer.from(data)),
      syncToFs: !moreToCome,
    });
  }

  /** Makes the session itself fail, so that it aborts the transaction as after every error, and tells the client. */
  private async fail(answer: Answer): Promise<void> {
    answer.forgetReady();
    await this.ask(failingQuery(CUT_OFF), answer);
    if (!answer.hasFailed || !answer.isReady)
      throw new SessionLost('A broken-off statement could not be cleared away.');
  }
}
