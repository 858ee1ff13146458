import { LAST_GRID, unitOf } from '../../codes/codes.ts';
import { Fault } from '../../fault.ts';
import { sentenceOf } from './refusals.ts';

const numberOf = (code: string): number => Number(code.slice(4));

/** Which numbers are given in each unit: for ever, by publication, and for now, in a plan. Answers without looking at all codes. */
export class CodeBook {
  readonly #reserved = new Set<string>();
  readonly #highestReserved = new Map<string, number>();
  readonly #taken = new Map<string, Set<number>>();

  /** Gives a code for ever. */
  reserve(code: string): void {
    this.#reserved.add(code);
    const unit = unitOf(code);
    this.#highestReserved.set(unit, Math.max(this.#highestReserved.get(unit) ?? 0, numberOf(code)));
  }

  isReserved(code: string): boolean {
    return this.#reserved.has(code);
  }

  /** A grid with this code has come. */
  take(code: string): void {
    const unit = unitOf(code);
    const taken = this.#taken.get(unit);
    if (taken) taken.add(numberOf(code));
    else this.#taken.set(unit, new Set([numberOf(code)]));
  }

  /** The grid with this code has gone. */
  leave(code: string): void {
    this.#taken.get(unitOf(code))?.delete(numberOf(code));
  }

  /** The next codes of a unit, each above all given. Throws `conflict` when its numbers are used up. */
  next(unit: string, count: number): string[] {
    const highest = Math.max(this.#highestReserved.get(unit) ?? 0, ...(this.#taken.get(unit) ?? []));
    const left = LAST_GRID - highest;
    if (count > left) {
      const members = { reason: 'unit-full', unit, left };
      throw new Fault('conflict', sentenceOf('unit-full', members), [], members);
    }
    return Array.from({ length: count }, (_, i) => unit + String(highest + 1 + i).padStart(2, '0'));
  }
}
