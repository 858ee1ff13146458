import { setImmediate as settled } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../server/core/fault.ts';
import { PasswordQueue } from '../../../server/people/passwords/passwordQueue.ts';

/** Work that lasts until it is let go, and what became of it. */
class Desk {
  readonly queue = new PasswordQueue();
  readonly begun: string[] = [];
  readonly refused: string[] = [];
  readonly #running: (() => void)[] = [];
  most = 0;

  arrive(network: string): void {
    const work = (): Promise<void> => {
      this.begun.push(network);
      return new Promise((finish) => {
        this.#running.push(finish);
        this.most = Math.max(this.most, this.#running.length);
      });
    };
    this.queue.run(network, work).catch((fault: Fault) => this.refused.push(`${network} ${fault.code}`));
  }

  async finishAll(): Promise<void> {
    for (await settled(); this.#running.length > 0; await settled()) this.#running.shift()?.();
  }
}

describe('work with passwords', () => {
  it('is done two at a time, all of it', async () => {
    const desk = new Desk();
    for (let n = 0; n < 50; n++) desk.arrive(`network ${n}`);
    await desk.finishAll();
    expect(desk.most).toBe(2);
    expect(desk.begun).toHaveLength(50);
  });

  it('goes on after work that failed', async () => {
    const queue = new PasswordQueue();
    for (let n = 0; n < 5; n++)
      await expect(queue.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.run('a', () => Promise.resolve('done'))).toBe('done');
  });

  it('of one network finds no more room than there is, and leaves some to others', async () => {
    const desk = new Desk();
    for (let n = 0; n < 200; n++) desk.arrive('crowd');
    desk.arrive('other');
    await desk.finishAll();
    expect(desk.begun.slice(0, 5)).toContain('other');
    expect(desk.begun).toHaveLength(66);
    expect(new Set(desk.refused)).toEqual(new Set(['crowd too-many-requests']));
  });

  it('of a thousand strange networks keeps nobody waiting who comes from a familiar one', async () => {
    const desk = new Desk();
    desk.queue.welcome('office');
    for (let n = 0; n < 1000; n++) desk.arrive(`network ${n}`);
    desk.arrive('office');
    await desk.finishAll();
    expect(desk.begun.slice(0, 4)).toContain('office');
    expect(desk.refused).toHaveLength(1000 - 66);
    expect(desk.refused[0]).toBe('network 66 unavailable');
  });

  it('of a familiar network that is busy lets strangers in too', async () => {
    const desk = new Desk();
    desk.queue.welcome('office');
    for (let n = 0; n < 60; n++) desk.arrive('office');
    desk.arrive('stranger');
    await desk.finishAll();
    expect(desk.begun.slice(0, 5)).toContain('stranger');
  });
});
