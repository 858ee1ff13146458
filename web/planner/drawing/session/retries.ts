import { Problem } from '../../../api/client.ts';

const FIRST_PAUSE_MILLISECONDS = 1000;
const LONGEST_PAUSE_MILLISECONDS = 10_000;

/** Did nothing answer, or a service that is recovering? Then the same request may go through later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Problem && [0, 429, 502, 503, 504].includes(error.status);

/** Sends something again and again until it is answered, with growing pauses that `wake` cuts short. */
export class Retries {
  #wake: (() => void) | undefined;

  /** The answer; throws what a further try cannot change. `onTrouble` is told after each try that nothing answered. */
  async answerTo<Answer>(send: () => Promise<Answer>, onTrouble: () => void): Promise<Answer> {
    for (let pause = FIRST_PAUSE_MILLISECONDS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS)) {
      try {
        return await send();
      } catch (error) {
        if (!isPassing(error)) throw error;
        onTrouble();
        const told = error instanceof Problem ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
        await this.#sleep(Math.max(pause, Math.min(told, LONGEST_PAUSE_MILLISECONDS)));
      }
    }
  }

  /** Tries at once: the network is back, or somebody does not want to wait. */
  wake(): void {
    this.#wake?.();
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
