import type { Socket } from 'node:net';
import type { ClientBase, Pool, PoolClient } from 'pg';

export interface SilenceWatchOptions {
  /** Resolves when the database answers somebody new; rejects when it does not within a few seconds. */
  answers: () => Promise<void>;
  /** After so long without an answer its connections are cut. */
  patienceMs: number;
  /** Told how many that were. */
  onSilent: (connections: number) => void;
}

const LOOK_EVERY_MS = 2_000;
/** Work that has not taken so long needs no looking at. */
const LONG_MS = 4_000;

/**
 * Sees to it that nobody waits for ever for a database that says nothing more: its machine is gone without a word, or its process hangs.
 * Where a connection has been in use for long and the database does not answer a newcomer either, for all of the patience, every
 * connection is cut, which gives whoever waits an error. Work that only takes long goes on, since a newcomer is answered meanwhile.
 */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  readonly #connected = new Set<PoolClient>();
  readonly #inUseSince = new Map<PoolClient, number>();
  readonly #timer: NodeJS.Timeout;
  #silentSince: number | null = null;
  #asking = false;

  constructor(pool: Pool, options: SilenceWatchOptions) {
    this.#options = options;
    pool.on('connect', (client) => this.#connected.add(client));
    pool.on('acquire', (client) => this.#inUseSince.set(client, performance.now()));
    pool.on('release', (_error, client) => this.#inUseSince.delete(client));
    pool.on('remove', (client) => {
      this.#connected.delete(client);
      this.#inUseSince.delete(client);
    });
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const isLong = [...this.#inUseSince.values()].some((since) => performance.now() - since > LONG_MS);
    if (!isLong) this.#silentSince = null;
    if (!isLong || this.#asking) return;
    const askedAt = performance.now();
    this.#asking = true;
    const answered = await this.#options.answers().then(
      () => true,
      () => false,
    );
    this.#asking = false;
    if (answered) this.#silentSince = null;
    else this.#silentSince ??= askedAt;
    if (this.#silentSince !== null && performance.now() - this.#silentSince >= this.#options.patienceMs) this.#cut();
  }

  #cut(): void {
    this.#silentSince = null;
    for (const client of this.#connected) socketOf(client).destroy();
    this.#options.onSilent(this.#connected.size);
  }
}

/** `pg` ends a connection politely only; a database that does not answer has to be left without a word. */
export const socketOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
