import { move, transferableSymbol, valueSymbol } from 'piscina';
import type { Outcome } from './outcome.ts';

/** A thread's outcome of which some memory moves to the other thread instead of being copied: memory that holds nothing else. */
export function moving<T>(outcome: Outcome<T>, buffers: readonly ArrayBuffer[]): Outcome<T> {
  const moved = { [transferableSymbol]: buffers, [valueSymbol]: outcome };
  return move(moved as unknown as ArrayBuffer) as unknown as Outcome<T>;
}
