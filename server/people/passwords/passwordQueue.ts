import { Fault } from '../../core/fault.ts';
import { FairQueue } from '../../core/people/fairQueue.ts';

/** Each hash takes 19 MiB and some 15 ms of a core; the threads it runs on also read files and look up hosts. */
const AT_ONCE = 2;
const MOST_WAITING = 64;
const MOST_FAMILIAR = 10_000;
const RETRY_AFTER_SECONDS = 3;

interface Waiting {
  start: () => void;
  refuse: (fault: Fault) => void;
}

/**
 * Where work with passwords waits its turn: two at once, so that a crowd at the door slows down nobody inside; in turn by
 * network, so that no network keeps the others waiting; and every other turn for those from whose network somebody has signed in
 * here, so that a thousand strange networks do not either. What finds no room is refused at once.
 */
export class PasswordQueue {
  readonly #familiar = new FairQueue<Waiting>(MOST_WAITING);
  readonly #strange = new FairQueue<Waiting>(MOST_WAITING);
  readonly #familiarNetworks = new Set<string>();
  #running = 0;
  #strangersTurn = false;

  /** Does the work in its turn. Throws `too-many-requests` or `unavailable` when there is no room to wait. */
  async run<T>(network: string, work: () => Promise<T>): Promise<T> {
    await this.#turn(network);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#startNext();
    }
  }

  /** From this network somebody has just signed in. */
  welcome(network: string): void {
    this.#familiarNetworks.delete(network);
    this.#familiarNetworks.add(network);
    const oldest = this.#familiarNetworks.values().next();
    if (this.#familiarNetworks.size > MOST_FAMILIAR && oldest.done !== true)
      this.#familiarNetworks.delete(oldest.value);
  }

  #turn(network: string): Promise<void> {
    const queue = this.#familiarNetworks.has(network) ? this.#familiar : this.#strange;
    return new Promise((start, refuse) => {
      const dropped = queue.add(network, { start, refuse });
      if (dropped !== null) dropped.item.refuse(noRoom(queue.sizeOf(dropped.source) > 0));
      this.#startNext();
    });
  }

  #startNext(): void {
    while (this.#running < AT_ONCE) {
      const [first, second] = this.#strangersTurn ? [this.#strange, this.#familiar] : [this.#familiar, this.#strange];
      this.#strangersTurn = !this.#strangersTurn;
      const next = first.take() ?? second.take();
      if (next === undefined) return;
      this.#running++;
      next.start();
    }
  }
}

function noRoom(othersOfItWait: boolean): Fault {
  const members = { retryAfterSeconds: RETRY_AFTER_SECONDS };
  return othersOfItWait
    ? new Fault('too-many-requests', 'Too many sign-ins at once from this address. Please wait a moment.', [], members)
    : new Fault('unavailable', 'Too many people are signing in at this moment. Please wait a moment.', [], members);
}
