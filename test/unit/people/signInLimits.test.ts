import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FailedTries,
  type SignInRecords,
  waitsUntil,
  withFailure,
  withSuccess,
} from '../../../server/core/people/signInLimits.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 4, 1);

/** A door that remembers as the service does, with a clock to turn. */
class Door {
  now = START;
  readonly #failed = new Map<string, FailedTries | null>();
  readonly #familiar = new Set<string>();

  /** Whether the try was looked at at all; a right password that is looked at signs in. */
  try(name: string, network: string, right: boolean): boolean {
    const before = this.#records(name, network);
    if (waitsUntil(before, this.now) > this.now) return false;
    const failed = withFailure(before, this.now);
    this.#keep(name, network, right ? withSuccess(failed, this.now) : failed);
    return true;
  }

  wait(name: string, network: string): number {
    return waitsUntil(this.#records(name, network), this.now) - this.now;
  }

  #records(name: string, network: string): SignInRecords {
    return {
      pair: this.#failed.get(`${name} ${network}`) ?? null,
      name: this.#failed.get(name) ?? null,
      network: this.#failed.get(network) ?? null,
      familiar: this.#familiar.has(`${name} ${network}`),
    };
  }

  #keep(name: string, network: string, records: SignInRecords): void {
    this.#failed.set(`${name} ${network}`, records.pair);
    this.#failed.set(name, records.name);
    this.#failed.set(network, records.network);
    if (records.familiar) this.#familiar.add(`${name} ${network}`);
  }
}

/** The most of these times that lie within one hour. */
function mostInAnHour(times: readonly number[]): number {
  let from = 0;
  return times.reduce((most, time, index) => {
    while (time - (times[from] ?? 0) >= HOUR) from++;
    return Math.max(most, index - from + 1);
  }, 0);
}

const attacks = fc.array(
  fc.record({
    network: fc.nat(400).map((n) => `198.51.100.${n}`),
    name: fc.constantFrom('admin', 'planner', 'nobody'),
    later: fc.constantFrom(0, 0, 0, SECOND, MINUTE, 16 * MINUTE, 61 * MINUTE, 25 * HOUR),
  }),
  { maxLength: 400 },
);

describe('whoever knows the password', () => {
  it('gets in from where they signed in before, however many wrong tries come from elsewhere', () => {
    fc.assert(
      fc.property(attacks, (tries) => {
        const door = new Door();
        expect(door.try('admin', 'the office', true)).toBe(true);
        for (const { network, name, later } of tries) {
          door.now += later;
          door.try(name, network, false);
          expect(door.wait('admin', 'the office')).toBe(0);
        }
        expect(door.try('admin', 'the office', true)).toBe(true);
      }),
      { seed: 7 },
    );
  });

  it('gets in from a new place while two attackers try from others for days', () => {
    const door = new Door();
    for (let minute = 0; minute < 3 * 24 * 60; minute++) {
      door.now += MINUTE;
      door.try('admin', 'attacker', false);
      door.try('admin', 'second attacker', false);
      expect(door.wait('admin', 'at home')).toBe(0);
    }
    expect(door.try('admin', 'at home', true)).toBe(true);
  });

  it('may mistype it four times, again and again', () => {
    const door = new Door();
    for (let round = 0; round < 50; round++) {
      for (let wrong = 0; wrong < 4; wrong++) expect(door.try('admin', 'at home', false)).toBe(true);
      expect(door.try('admin', 'at home', true)).toBe(true);
    }
    expect(door.try('admin', 'a hotel', true)).toBe(true);
  });
});

describe('an attacker', () => {
  it('has at most 45 guesses an hour at a name, from however many networks', () => {
    fc.assert(
      fc.property(attacks, (tries) => {
        const door = new Door();
        const guesses: number[] = [];
        for (const { network, later } of tries) {
          door.now += later;
          if (door.try('admin', network, false)) guesses.push(door.now);
        }
        expect(mostInAnHour(guesses)).toBeLessThanOrEqual(45);
      }),
      { seed: 7 },
    );
  });

  it('with a new network for every try has 45 guesses in the first hour and seven in each later one', () => {
    const door = new Door();
    const guesses: number[] = [];
    for (let second = 0; second < 24 * 3600; second += 5) {
      door.now = START + second * SECOND;
      if (door.try('admin', `network ${second}`, false)) guesses.push(door.now);
    }
    expect(mostInAnHour(guesses)).toBeLessThanOrEqual(45);
    expect(guesses.length).toBeLessThanOrEqual(45 + 23 * 7);
    // Slowed, not shut out: another who has the password is not locked out for ever.
    expect(guesses.length).toBeGreaterThan(90);
  });

  it('on one network waits longer after every five guesses at a name, up to four hours', () => {
    const door = new Door();
    const waits = [];
    for (let round = 0; round < 6; round++) {
      for (let guess = 0; guess < 5; guess++) expect(door.try('admin', 'attacker', false)).toBe(true);
      waits.push(door.wait('admin', 'attacker') / MINUTE);
      expect(door.try('admin', 'attacker', true)).toBe(false);
      door.now += door.wait('admin', 'attacker');
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 240]);
  });

  it('on one network that tries all names is slowed after a hundred failures, but not whoever signed in there before', () => {
    const door = new Door();
    expect(door.try('planner', 'shared', true)).toBe(true);
    for (let n = 0; n < 100; n++) expect(door.try(`name${n}`, 'shared', false)).toBe(true);
    expect(door.try('name100', 'shared', false)).toBe(false);
    expect(door.wait('name101', 'shared')).toBe(MINUTE);
    expect(door.wait('planner', 'shared')).toBe(0);
    expect(door.wait('name101', 'elsewhere')).toBe(0);
  });

  it('does not lengthen a wait by trying during it', () => {
    const door = new Door();
    for (let guess = 0; guess < 5; guess++) door.try('admin', 'attacker', false);
    door.now += 10 * MINUTE;
    for (let guess = 0; guess < 50; guess++) expect(door.try('admin', 'attacker', false)).toBe(false);
    expect(door.wait('admin', 'attacker')).toBe(5 * MINUTE);
  });
});

describe('failed tries', () => {
  it('are forgotten after an hour when they were few, after a day when they led to a wait', () => {
    const door = new Door();
    for (let guess = 0; guess < 4; guess++) door.try('admin', 'a', false);
    door.now += HOUR;
    for (let guess = 0; guess < 4; guess++) expect(door.try('admin', 'a', false)).toBe(true);
    expect(door.try('admin', 'a', false)).toBe(true);
    door.now += 24 * HOUR;
    for (let guess = 0; guess < 4; guess++) expect(door.try('admin', 'a', false)).toBe(true);
    expect(door.wait('admin', 'a')).toBe(0);
  });
});
