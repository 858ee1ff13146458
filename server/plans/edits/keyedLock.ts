/** Lets one caller at a time work on a plan in this process, in the order in which they came; other plans go on beside it. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<T>(plan: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(plan) ?? Promise.resolve();
    const turn = before.then(work, work);
    const ended = turn.catch(() => undefined);
    this.#last.set(plan, ended);
    try {
      return await turn;
    } finally {
      if (this.#last.get(plan) === ended) this.#last.delete(plan);
    }
  }
}
