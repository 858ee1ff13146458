/** A seeded stream of numbers. The same seed and purpose give the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** A whole number in [0, count). */
  below(count: number): number;
  pick<T>(list: readonly T[]): T;
}

/** FNV-1a: mixes the purpose into the seed, so that each part of the district draws from a stream of its own. */
function mixText(seed: number, text: string): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** The stream for one purpose (`streets`, `names`, …): mulberry32, 32 bits of state. */
export function seededRandom(seed: number, purpose: string): Random {
  let state = mixText(seed, purpose);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    below: (count) => Math.floor(next() * count),
    pick: (list) => {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[Math.floor(next() * list.length)] as (typeof list)[number];
    },
  };
}

/** A list in random order; the given one stays as it is. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);

/**
 * Smooth noise over the plane in [-1, 1], about one bump per `wavelength`: values at whole positions, joined by the
 * quintic fade. Only additions and multiplications, so every machine computes the same bits.
 */
export function noiseField(seed: number, purpose: string, wavelength: number): (x: number, y: number) => number {
  const salt = mixText(seed, purpose);
  const corner = (x: number, y: number): number => {
    let hash = (salt ^ Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1)) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
    return ((hash ^ (hash >>> 16)) >>> 0) / 2147483648 - 1;
  };
  return (x, y) => {
    const column = Math.floor(x / wavelength);
    const row = Math.floor(y / wavelength);
    const u = fade(x / wavelength - column);
    const v = fade(y / wavelength - row);
    const below = corner(column, row) * (1 - u) + corner(column + 1, row) * u;
    const above = corner(column, row + 1) * (1 - u) + corner(column + 1, row + 1) * u;
    return below * (1 - v) + above * v;
  };
}
